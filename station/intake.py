"""Settling what stations deliver: many deliveries in one transaction, each answered for itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.card_codes import is_card_code
from core.check_ins import CheckIn, check_in_all, scan_of
from core.clock import Clock
from core.gate_day import tally_of
from core.gate_facts import Holder
from core.incoming_scans import Incoming
from core.machines.numbers import NumberHolder, holders_at_stations, is_reader_number
from core.photos import pictured
from core.stations import stations_by_secret
from db.engine import Transaction
from db.models import Station
from station.deliveries import Delivered, answer, answer_to_garbage, day, holders_of
from station.rate import Rate
from station.requests import Json


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
class Intake:
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
            numbers = await holders_at_stations(session, _typed(deliveries))
            heard = zip(admitted, deliveries, strict=True)
            done = await check_in_all(session, _incoming(heard, numbers, now))
            shown = await pictured(session, holders_of(done.values()))
            today = day(await tally_of(session, now.date()), now)
        return [
            {"answers": _answers(delivery, done, shown)} | today if isinstance(station, Station) else station
            for station, delivery in zip(admitted, deliveries, strict=True)
        ]

    def _admit(self, delivery: Delivery, station: Station | None) -> Station | TooFast | NoStation:
        if station is None:
            return NoStation()
        wait = self.rate.take(station.id, len(delivery.scans))
        return TooFast(wait) if wait else station


def _typed(deliveries: Sequence[Delivery]) -> Set[str]:
    """What a reader may have typed. The letters of a card may happen to be digits too: it is a card all the same."""
    codes = {scan.code for one in deliveries for scan in one.scans}
    return {code for code in codes if is_reader_number(code) and not is_card_code(code)}


def _incoming(
    heard: Iterable[tuple[object, Delivery]], numbers: Mapping[str, NumberHolder], now: datetime
) -> Iterator[Incoming]:
    """Cards, and what a reader may have typed; anything else may be anything: not recorded."""
    for station, delivery in heard:
        if isinstance(station, Station):
            for scan in delivery.scans:
                incoming = _scan_of(station, scan, now)
                if is_card_code(scan.code):
                    yield incoming
                elif is_reader_number(scan.code):
                    yield _by_number(incoming, numbers.get(scan.code))


def _by_number(incoming: Incoming, holder: NumberHolder | None) -> Incoming:
    nobody = replace(incoming, code=None, by_number=True)
    if holder is None:
        return nobody
    return replace(nobody, student_id=holder.student_id, person_id=holder.person_id, revoked_at=holder.revoked_at)


def _scan_of(station: Station, scan: Delivered, now: datetime) -> Incoming:
    return scan_of(
        station,
        code=scan.code,
        nonce=scan.nonce,
        scanned_at=scan.scanned_at,
        now=now,
        direction=scan.direction,
        unmeasured=scan.unmeasured,
    )


def _answers(delivery: Delivery, done: Mapping[str, CheckIn], shown: Set[Holder]) -> list[Json]:
    return [
        answer(scan.nonce, done[scan.nonce], shown) if scan.nonce in done else answer_to_garbage(scan.nonce)
        for scan in delivery.scans
    ]
