"""What a station is told of the school's cards for times without network: fingerprints, from which no code is had.

Codes have 65 random bits; of a fingerprint 48 are kept, salted by station. That is enough for a card not to be taken
for another, and useless for making one.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from core.clock import Clock
from core.known_cards import KnownCards, known_cards
from db.engine import Transaction
from db.models import Station
from station.requests import SECRET, Json, station_of

_HEX_DIGITS = 12  # of each fingerprint


@dataclass(frozen=True, slots=True)
class Knowledge:
    transaction: Transaction
    clock: Clock

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_get(f"{SECRET}/cards", self.cards)

    async def cards(self, request: web.Request) -> web.Response:
        """26 KB for two thousand cards, and 304 as long as nothing has changed."""
        station = await station_of(request, self.transaction)
        async with self.transaction() as session:
            known = await known_cards(session, self.clock().date())
        body = await asyncio.to_thread(_fingerprints, known, _salt(station))
        response = web.json_response(body)
        response.etag = hashlib.sha256(response.body).hexdigest() if isinstance(response.body, bytes) else None
        if response.etag and request.if_none_match and response.etag in request.if_none_match:
            return web.Response(status=304, headers={"ETag": response.headers["ETag"]})
        return response


def _salt(station: Station) -> str:
    """The same for a station at all times, so that an unchanged list is the same list, and another's is of no use."""
    return hashlib.sha256(f"cards {station.secret_hash}".encode()).hexdigest()[:16]


def _fingerprints(known: KnownCards, salt: str) -> Json:
    def packed(codes: Iterable[str]) -> str:
        return "".join(hashlib.sha256(f"{salt}{code}".encode()).hexdigest()[:_HEX_DIGITS] for code in codes)

    return {
        "on": known.on.isoformat(),
        "salt": salt,
        "lasting": packed(known.lasting),
        "temporary": packed(known.temporary),
        "revoked": packed(known.revoked),
    }
