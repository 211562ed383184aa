"""The check-in page of a station and the endpoint it delivers to. The address is the station's secret."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web

from core.check_ins import NotACard, check_in
from core.clock import Clock
from core.gate_day import Tally, class_tallies, tally_of
from db.engine import Transaction
from db.models import Station
from station.by_hand import ByHand
from station.deliveries import LARGEST_BODY, Delivered, answer, answer_to_garbage, read_batch
from station.frames import Frames
from station.guard import harden, refuse_strangers
from station.installing import Installing
from station.knowledge import Knowledge
from station.rate import Rate
from station.requests import SECRET, Json, answer_refusals, json_answer, json_of, station_of, take

PREFIX = "/station"
_PAGE = Path(__file__).with_name("page")


@dataclass(frozen=True, slots=True)
class Gate:
    """`transaction` sees the whole school: pupils of every class go through a gate."""

    transaction: Transaction
    clock: Clock
    rate: Rate = field(default_factory=Rate)

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
        Installing(self.transaction).add_to(gate)
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
        return json_answer({"station": station.name, "zone": str(now.tzinfo), **await self._day(now)})

    async def classes(self, request: web.Request) -> web.Response:
        """How many of each class have come."""
        await station_of(request, self.transaction)
        async with self.transaction() as session:
            tallies = await class_tallies(session, self.clock().date())
        return json_answer({"classes": [asdict(tally) for tally in tallies]})

    async def scans(self, request: web.Request) -> web.Response:
        """Up to a hundred scans, answered in their order. Delivering some of them again does no harm."""
        station = await station_of(request, self.transaction)
        batch = read_batch(await json_of(request, largest=LARGEST_BODY))
        take(self.rate, station, len(batch))
        answers = [await self._check_in(station, scan) for scan in batch]
        return json_answer({"answers": answers, **await self._day(self.clock())})

    async def _check_in(self, station: Station, scan: Delivered) -> Json:
        """Each in a transaction of its own: one that fails takes no other with it, and none waits for two."""
        try:
            async with self.transaction() as session:
                done = await check_in(
                    session,
                    station,
                    code=scan.code,
                    nonce=scan.nonce,
                    scanned_at=scan.scanned_at,
                    now=self.clock(),
                    direction=scan.direction,
                )
        except NotACard:
            return answer_to_garbage(scan.nonce)
        return answer(scan.nonce, done)

    async def _day(self, now: datetime) -> Json:
        async with self.transaction() as session:
            tally: Tally = await tally_of(session, now.date())
        return {"now": int(now.timestamp() * 1000), "tally": asdict(tally)}
