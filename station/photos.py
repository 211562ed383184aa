"""The photo of whoever has just been scanned, and of nobody else: it is asked for by the scan, not by the person."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from core.clock import Clock
from core.photos import photo_of_scan
from db.engine import Transaction
from station.requests import SECRET, station_of

_SHOWN = timedelta(minutes=5)
"""After a scan was received: the screen shows it for ten seconds."""


@dataclass(frozen=True, slots=True)
class Photos:
    transaction: Transaction
    clock: Clock

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_get(f"{SECRET}/photo/{{nonce:[A-Za-z0-9_-]{{16,64}}}}", self.photo)

    async def photo(self, request: web.Request) -> web.Response:
        """404 for who has none, and for a scan of another station or of some time ago."""
        station = await station_of(request, self.transaction)
        async with self.transaction() as session:
            since = self.clock() - _SHOWN
            jpeg = await photo_of_scan(session, station, request.match_info["nonce"], since=since)
        if jpeg is None:
            raise web.HTTPNotFound
        return web.Response(body=jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store"})
