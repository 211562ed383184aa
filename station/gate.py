"""The check-in page of a station and the endpoint it delivers to. The address is the station's secret."""

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from aiohttp import web

from core.clock import Clock
from core.errors import NotFound
from core.gate_day import class_tallies, tally_of
from db.engine import Transaction
from station.by_hand import ByHand
from station.deliveries import LARGEST_BODY, day, read_batch
from station.frames import Frames
from station.guard import harden, refuse_strangers
from station.installing import Installing
from station.intake import Delivery, Intake, NoStation, Settled, TooFast
from station.knowledge import Knowledge
from station.missing import Missing
from station.photos import Photos
from station.requests import SECRET, answer_refusals, json_answer, json_of, station_of, too_fast
from station.rounds import Rounds

PREFIX = "/station"
_PAGE = Path(__file__).with_name("page")


@dataclass(slots=True)
class Gate:
    """`transaction` sees the whole school: pupils of every class go through a gate."""

    transaction: Transaction
    clock: Clock
    rounds: Rounds[Delivery, Settled] = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(Intake(self.transaction, self.clock).settle)

    def add_to(self, app: web.Application) -> None:
        gate = web.Application(middlewares=[refuse_strangers, answer_refusals])
        gate.on_response_prepare.append(harden)
        gate.router.add_static("/assets", _PAGE)
        gate.router.add_get(SECRET, self.page)
        gate.router.add_get(f"{SECRET}/sw.js", self.service_worker)
        gate.router.add_get(f"{SECRET}/state", self.state)
        gate.router.add_get(f"{SECRET}/classes", self.classes)
        gate.router.add_post(f"{SECRET}/scans", self.scans)
        Frames(self.transaction).add_to(gate)
        Knowledge(self.transaction, self.clock).add_to(gate)
        ByHand(self.transaction, self.clock).add_to(gate)
        Missing(self.transaction, self.clock).add_to(gate)
        Photos(self.transaction, self.clock).add_to(gate)
        Installing(self.transaction).add_to(gate)
        gate.cleanup_ctx.append(self._rounds)
        app.add_subapp(PREFIX, gate)

    async def page(self, request: web.Request) -> web.FileResponse:
        await station_of(request, self.transaction)
        return web.FileResponse(_PAGE / "index.html")

    async def service_worker(self, request: web.Request) -> web.FileResponse:
        """Served below the address of the page, which it may keep for times without network."""
        await station_of(request, self.transaction)
        scope = request.path.removesuffix("/sw.js")
        return web.FileResponse(_PAGE / "sw.js", headers={"Service-Worker-Allowed": scope})

    async def state(self, request: web.Request) -> web.Response:
        """Who the station is, what time it is, and how the day stands."""
        station = await station_of(request, self.transaction)
        now = self.clock()
        async with self.transaction() as session:
            tally = await tally_of(session, now.date())
        return json_answer({"station": station.name, "zone": str(now.tzinfo), **day(tally, now)})

    async def classes(self, request: web.Request) -> web.Response:
        """How many of each class have come."""
        await station_of(request, self.transaction)
        async with self.transaction() as session:
            tallies = await class_tallies(session, self.clock().date())
        return json_answer({"classes": [asdict(tally) for tally in tallies]})

    async def scans(self, request: web.Request) -> web.Response:
        """Up to a hundred scans, answered in their order. Delivering some of them again does no harm."""
        batch = read_batch(await json_of(request, largest=LARGEST_BODY))
        match await self.rounds.ask(Delivery(request.match_info["secret"], batch)):
            case NoStation():
                raise NotFound
            case TooFast(wait=wait):
                raise too_fast(wait)
            case answers:
                return json_answer(answers)

    async def _rounds(self, _: web.Application) -> AsyncIterator[None]:
        async with self.rounds.running():
            yield
