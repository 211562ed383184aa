"""Settling what stations deliver: many deliveries in one transaction, each answered for itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.cards import is_card_code
from core.check_ins import CheckIn, check_in_all, scan_of
from core.clock import Clock
from core.gate_day import tally_of
from core.gate_facts import Incoming
from core.stations import stations_by_secret
from db.engine import Transaction
from db.models import Station
from station.deliveries import Delivered, Json, answer, answer_to_garbage, day
from station.rate import Rate


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request brings. Whether the secret opens anything is not known yet."""

    secret: str
    scans: Sequence[Delivered]


@dataclass(frozen=True, slots=True)
class TooFast:
    """Nothing of the delivery was taken; it is welcome after so many seconds."""

    wait: float


class NoStation:
    """The secret is wrong, or its station was removed."""


Settled = Json | TooFast | NoStation


@dataclass(frozen=True, slots=True)
class Desk:
    """`transaction` sees the whole school: pupils of every class go through a gate."""

    transaction: Transaction
    clock: Clock
    rate: Rate = field(default_factory=Rate)

    async def settle(self, deliveries: Sequence[Delivery]) -> list[Settled]:
        """Answers in the order of the deliveries, committed."""
        async with self.transaction() as session:
            now = self.clock()
            stations = await stations_by_secret(session, {one.secret for one in deliveries})
            admitted = [self._admit(one, stations.get(one.secret)) for one in deliveries]
            done = await check_in_all(session, _incoming(zip(admitted, deliveries, strict=True), now))
            today = day(await tally_of(session, now.date()), now)
        return [
            {"answers": _answers(delivery, done)} | today if isinstance(station, Station) else station
            for station, delivery in zip(admitted, deliveries, strict=True)
        ]

    def _admit(self, delivery: Delivery, station: Station | None) -> Station | TooFast | NoStation:
        if station is None:
            return NoStation()
        wait = self.rate.take(station.id, len(delivery.scans))
        return TooFast(wait) if wait else station


def _incoming(admitted: Iterable[tuple[object, Delivery]], now: datetime) -> Iterator[Incoming]:
    """What has the form of a card; anything else may be anything, and is not recorded."""
    for station, delivery in admitted:
        if isinstance(station, Station):
            for scan in filter(_is_of_a_card, delivery.scans):
                yield scan_of(
                    station,
                    code=scan.code,
                    nonce=scan.nonce,
                    scanned_at=scan.scanned_at,
                    now=now,
                    direction=scan.direction,
                )


def _answers(delivery: Delivery, done: Mapping[str, CheckIn]) -> list[Json]:
    return [
        answer(scan.nonce, done[scan.nonce]) if _is_of_a_card(scan) else answer_to_garbage(scan.nonce)
        for scan in delivery.scans
    ]


def _is_of_a_card(scan: Delivered) -> bool:
    return is_card_code(scan.code)
