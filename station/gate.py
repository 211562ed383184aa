"""The check-in page of a station and the endpoint it delivers to. The address is the station's secret."""

import json
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import hdrs, web

from core.clock import Clock
from core.errors import NotFound
from core.gate_day import tally_of
from core.stations import SECRET_LENGTH, station_by_secret
from db.engine import Transaction
from db.models import Station
from station.deliveries import LARGEST_BODY, Json, Unreadable, day, read_batch
from station.desk import Delivery, Desk, NoStation, Settled, TooFast
from station.guard import harden, refuse_strangers
from station.rounds import Rounds

PREFIX = "/station"
_PAGE = Path(__file__).with_name("page")
_SECRET = f"/{{secret:[A-Za-z0-9_-]{{{SECRET_LENGTH}}}}}"


@dataclass(slots=True)
class Gate:
    """`transaction` sees the whole school: pupils of every class go through a gate."""

    transaction: Transaction
    clock: Clock
    rounds: Rounds[Delivery, Settled] = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(Desk(self.transaction, self.clock).settle)

    def add_to(self, app: web.Application) -> None:
        gate = web.Application(middlewares=[refuse_strangers])
        gate.on_response_prepare.append(harden)
        gate.router.add_static("/assets", _PAGE)
        gate.router.add_get(_SECRET, self.page)
        gate.router.add_get(f"{_SECRET}/sw.js", self.service_worker)
        gate.router.add_get(f"{_SECRET}/state", self.state)
        gate.router.add_post(f"{_SECRET}/scans", self.scans)
        gate.cleanup_ctx.append(self._rounds)
        app.add_subapp(PREFIX, gate)

    async def page(self, request: web.Request) -> web.FileResponse:
        await self._station(request)
        return web.FileResponse(_PAGE / "index.html")

    async def service_worker(self, request: web.Request) -> web.FileResponse:
        """Served below the address of the page, which it may keep for times without network."""
        await self._station(request)
        scope = request.path.removesuffix("/sw.js")
        return web.FileResponse(_PAGE / "sw.js", headers={"Service-Worker-Allowed": scope})

    async def state(self, request: web.Request) -> web.Response:
        """Who the station is, what time it is, and how the day stands."""
        station = await self._station(request)
        now = self.clock()
        async with self.transaction() as session:
            tally = await tally_of(session, now.date())
        return _json({"station": station.name, "zone": str(now.tzinfo), **day(tally, now)})

    async def scans(self, request: web.Request) -> web.Response:
        """Up to a hundred scans, answered in their order. Delivering some of them again does no harm."""
        try:
            batch = read_batch(await _body(request))
        except Unreadable:
            raise web.HTTPBadRequest(text="This is not what the station's page sends.\n") from None
        match await self.rounds.ask(Delivery(request.match_info["secret"], batch)):
            case NoStation():
                raise web.HTTPNotFound
            case TooFast(wait=wait):
                raise web.HTTPTooManyRequests(headers={hdrs.RETRY_AFTER: str(math.ceil(wait))})
            case answers:
                return _json(answers)

    async def _rounds(self, _: web.Application) -> AsyncIterator[None]:
        async with self.rounds.running():
            yield

    async def _station(self, request: web.Request) -> Station:
        """404 for a wrong secret and for a removed station alike."""
        try:
            async with self.transaction() as session:
                return await station_by_secret(session, request.match_info["secret"])
        except NotFound:
            raise web.HTTPNotFound from None


async def _body(request: web.Request) -> object:
    """JSON by name, which another website's form cannot send, and of bounded size."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if request.content_length is None or request.content_length > LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
    try:
        return json.loads(await request.read())
    except (ValueError, RecursionError):
        raise Unreadable from None


def _json(answer: Json) -> web.Response:
    return web.json_response(answer, headers={hdrs.CACHE_CONTROL: "no-store"})
