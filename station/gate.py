"""The check-in page of a station and the endpoint it delivers to. The address is the station's secret."""

import json
import math
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import hdrs, web

from core.check_ins import NotACard, check_in
from core.clock import Clock
from core.errors import NotFound
from core.gate_day import Tally, tally_of
from core.stations import SECRET_LENGTH, station_by_secret
from db.engine import Transaction
from db.models import Station
from station.deliveries import LARGEST_BODY, Delivered, Json, Unreadable, answer, answer_to_garbage, read_batch
from station.guard import harden, refuse_strangers
from station.rate import Rate

PREFIX = "/station"
_PAGE = Path(__file__).with_name("page")
_SECRET = f"/{{secret:[A-Za-z0-9_-]{{{SECRET_LENGTH}}}}}"


@dataclass(frozen=True, slots=True)
class Gate:
    """`transaction` sees the whole school: pupils of every class go through a gate."""

    transaction: Transaction
    clock: Clock
    rate: Rate = field(default_factory=Rate)

    def add_to(self, app: web.Application) -> None:
        gate = web.Application(middlewares=[refuse_strangers])
        gate.on_response_prepare.append(harden)
        gate.router.add_static("/assets", _PAGE)
        gate.router.add_get(_SECRET, self.page)
        gate.router.add_get(f"{_SECRET}/sw.js", self.service_worker)
        gate.router.add_get(f"{_SECRET}/state", self.state)
        gate.router.add_post(f"{_SECRET}/scans", self.scans)
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
        return _json({"station": station.name, "zone": str(now.tzinfo), **await self._day(now)})

    async def scans(self, request: web.Request) -> web.Response:
        """Up to a hundred scans, answered in their order. Delivering some of them again does no harm."""
        station = await self._station(request)
        try:
            batch = read_batch(await _body(request))
        except Unreadable:
            raise web.HTTPBadRequest(text="This is not what the station's page sends.\n") from None
        wait = self.rate.take(station.id, len(batch))
        if wait:
            raise web.HTTPTooManyRequests(headers={hdrs.RETRY_AFTER: str(math.ceil(wait))})
        answers = [await self._check_in(station, scan) for scan in batch]
        return _json({"answers": answers, **await self._day(self.clock())})

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
