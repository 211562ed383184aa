"""What the database knows about those who stand at the gates, all of them at once; `core.arrival` decides on it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import DayOff, Facts
from core.calendar_facts import calendar_between
from core.days import days_of
from core.gate_reading import READING, as_row
from core.incoming_scans import Incoming
from core.policy import students_numbered
from core.school_calendar import SchoolCalendar
from db.models import AbsenceReason

_REPORTED_ABSENT = frozenset({AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED})


@dataclass(frozen=True, slots=True)
class Holder:
    """A pupil or a member of staff. `place` is the pupil's class on the day; None for staff and those who left."""

    student_id: int | None
    person_id: int | None
    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """`holder` None: nobody. `replayed`: the scan that is already recorded under this nonce."""

    facts: Facts
    holder: Holder | None
    card_id: int | None = None
    replayed: int | None = None


async def facts_about(session: AsyncSession, incoming: Sequence[Incoming]) -> list[Known]:
    """In their order; nonces may not repeat. Two statements however many they are, and one more for each day on which
    somebody has said something about one of the pupils.
    """
    days = [one.moment.on for one in incoming]
    calendar = await calendar_between(session, min(days), max(days))
    rows = {row.nonce: row for row in await session.execute(READING, {"rows": [as_row(one) for one in incoming]})}
    absent = await _reported_absent(session, [row for row in rows.values() if row.is_spoken_of])
    return [_known(rows[one.moment.nonce], one, calendar, absent) for one in incoming]


def _known(row: Any, one: Incoming, calendar: SchoolCalendar, absent: Set[tuple[int, date]]) -> Known:
    own = (row.begins, row.ends) if row.begins is not None else None
    holder = Holder(row.student_id, row.person_id, row.name, row.place) if row.name is not None else None
    moment, zone = one.moment, one.moment.received_at.tzinfo
    whose = {"grade": row.grade, "class_id": row.school_class_id}
    hours = calendar.hours_on(moment.on, **whose, own=own)
    facts = Facts(
        moment.scanned_at,
        moment.received_at,
        hours,
        one.asked,
        known=holder is not None,
        revoked_at=row.revoked_at or one.revoked_at,
        valid_on=row.valid_on,
        belongs=row.belongs,
        in_at=row.in_at and row.in_at.astimezone(zone),
        out_at=row.out_at and row.out_at.astimezone(zone),
        reported_absent=(row.student_id, moment.on) in absent,
        expected=row.own_weekday is None or own is not None,
        oldest=moment.oldest,
        day_off=DayOff.SCHOOL if hours else calendar.day_off(moment.on, **whose),
        by_number=one.by_number,
    )
    return Known(facts, holder, row.card_id, row.replayed)


async def _reported_absent(session: AsyncSession, rows: Iterable[Any]) -> set[tuple[int, date]]:
    """Who of them is absent by what was said, and on which day."""
    asked: dict[date, set[int]] = {}
    for row in rows:
        asked.setdefault(row.on_date, set()).add(row.student_id)
    return {
        (day.student.id, on)
        for on, ids in asked.items()
        for day in await days_of(session, students_numbered(ids), on)
        if day.status.reason in _REPORTED_ABSENT
    }
