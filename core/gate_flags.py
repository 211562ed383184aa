"""What looks odd at the gates on a day: flagged for a person to look at, never refused. Computed from the scans."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.arrival import Outcome
from db.models import Direction, Scan, Station

NO_TIME_TO_WALK = timedelta(minutes=1)
"""Nobody gets from one gate to another sooner; two people with one card (or a copy of it) do."""
SHOWN_TIMES, SHOWN_WITHIN = 5, timedelta(minutes=5)
REFUSED_TIMES, REFUSED_WITHIN = 10, timedelta(minutes=10)
"""At one station. Once or twice a morning somebody has brought an old card; a row of them is somebody trying."""
_REFUSED = [
    outcome.value
    for outcome in (
        Outcome.UNKNOWN_CARD,
        Outcome.REVOKED_CARD,
        Outcome.UNKNOWN_NUMBER,
        Outcome.REVOKED_NUMBER,
        Outcome.EXPIRED_CARD,
        Outcome.LEFT_SCHOOL,
        Outcome.BAD_CLOCK,
    )
]
_LOOK_BACK = timedelta(days=7)


class FlagKind(enum.Enum):
    TWO_GATES = "two_gates"
    SHOWN_AGAIN_AND_AGAIN = "shown_again_and_again"
    REFUSED_AGAIN_AND_AGAIN = "refused_again_and_again"
    NOT_LEFT = "not_left"
    """Came on the last day before this one, and was not seen leaving, when at least half of those who came were."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`at`: when it began, in the zone of the database; `student_id` or `person_id`: whose card, `station`: where,
    whichever the flag is about.
    """

    kind: FlagKind
    at: datetime
    student_id: int | None = None
    person_id: int | None = None
    station: str | None = None


async def flags_of(session: AsyncSession, on: date) -> list[Flag]:
    """Of the whole school, by kind and time, in three statements. Names are shown to whoever may look the person up."""
    flags = [*await _of_cards(session, on), *await _of_stations(session, on), *await _not_left(session, on)]
    order = list(FlagKind)
    return sorted(flags, key=lambda flag: (order.index(flag.kind), flag.at))


async def _of_cards(session: AsyncSession, on: date) -> list[Flag]:
    seen = _in_a_row(Scan.student_id, Scan.person_id)
    shown = (
        select(
            Scan.student_id,
            Scan.person_id,
            Scan.scanned_at,
            and_(
                func.lag(Scan.station_id).over(**seen) != Scan.station_id,
                Scan.scanned_at - func.lag(Scan.scanned_at).over(**seen) <= NO_TIME_TO_WALK,
            ).label("two_gates"),
            _so_many_within(SHOWN_TIMES, SHOWN_WITHIN, seen).label("many"),
        )
        .where(Scan.on_date == on, Scan.station_id.is_not(None), func.num_nonnulls(Scan.student_id, Scan.person_id) > 0)
        .subquery()
    )
    begun = {
        FlagKind.TWO_GATES: func.min(shown.c.scanned_at).filter(shown.c.two_gates),
        FlagKind.SHOWN_AGAIN_AND_AGAIN: func.min(shown.c.scanned_at).filter(shown.c.many),
    }
    rows = await session.execute(
        select(shown.c.student_id, shown.c.person_id, *begun.values())
        .where(or_(shown.c.two_gates, shown.c.many))
        .group_by(shown.c.student_id, shown.c.person_id)
    )
    return [
        Flag(kind, at, student_id, person_id)
        for student_id, person_id, *moments in rows
        for kind, at in zip(begun, moments, strict=True)
        if at is not None
    ]


async def _of_stations(session: AsyncSession, on: date) -> list[Flag]:
    many = _so_many_within(REFUSED_TIMES, REFUSED_WITHIN, _in_a_row(Scan.station_id)).label("many")
    refused = (
        select(Scan.station_id, Scan.scanned_at, many)
        .where(Scan.on_date == on, Scan.station_id.is_not(None), Scan.outcome.in_(_REFUSED))
        .subquery()
    )
    rows = await session.execute(
        select(Station.name, func.min(refused.c.scanned_at))
        .join(Station, Station.id == refused.c.station_id)
        .where(refused.c.many)
        .group_by(Station.name)
    )
    return [Flag(FlagKind.REFUSED_AGAIN_AND_AGAIN, at, station=name) for name, at in rows]


async def _not_left(session: AsyncSession, on: date) -> list[Flag]:
    before = select(func.max(Scan.on_date)).where(Scan.on_date < on, Scan.on_date >= on - _LOOK_BACK, Scan.counts)
    came, left = aliased(Scan), aliased(Scan)
    same = or_(left.student_id == came.student_id, left.person_id == came.person_id)
    rows = (
        await session.execute(
            select(came.student_id, came.person_id, came.scanned_at, left.id)
            .outerjoin(left, and_(same, left.on_date == came.on_date, left.direction == Direction.OUT, left.counts))
            .where(came.on_date == before.scalar_subquery(), came.direction == Direction.IN, came.counts)
        )
    ).all()
    still_in = [row for row in rows if row.id is None]
    if 2 * len(still_in) > len(rows):  # this school does not scan those who leave
        return []
    return [Flag(FlagKind.NOT_LEFT, row.scanned_at, row.student_id, row.person_id) for row in still_in]


def _in_a_row(*columns: InstrumentedAttribute[Any]) -> dict[str, Any]:
    """The window in which the scans of one card, or of one station, follow one another."""
    return {"partition_by": columns, "order_by": (Scan.scanned_at, Scan.id)}


def _so_many_within(times: int, span: timedelta, row: dict[str, Any]) -> ColumnElement[bool]:
    return Scan.scanned_at - func.lag(Scan.scanned_at, times - 1).over(**row) <= span
