"""Recaps over a period, from events alone: of each pupil, of each class and day, and each pupil's letters by day.

Each is one statement over `core.recap_events`, whatever the number of pupils. A pupil who changed classes counts where
the pupil sat that day. Days without school and days to come count nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.recap_events import RecapEvents, recap_events, sits
from core.recap_roll import Roll
from core.tallies import Tally
from db.models import AbsenceReason, ClassReport, Student

LATE, PRESENT = "T", "H"


@dataclass(frozen=True, slots=True)
class PupilTally:
    """What a pupil's days in one class came to."""

    student_id: int
    nis: str
    name: str
    gender: str | None
    school_class_id: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class ClassDayTally:
    """What a day in a class came to: its pupils are the `days` of the tally."""

    school_class_id: int
    on_date: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class DayLetter:
    """A pupil's day that is no ordinary one. The letter as on paper: S I A D P, T for late; H for a pupil known to be
    present though the class has not reported.
    """

    student_id: int
    school_class_id: int
    on_date: date
    letter: str


async def by_pupil(session: AsyncSession, roll: Roll) -> Sequence[PupilTally]:
    """Each pupil in each class sat in, by name."""
    events = recap_events(roll)
    own = events.days
    counts = select(own.c.student_id, own.c.school_class_id, *_counts(events)).group_by(
        own.c.student_id, own.c.school_class_id
    )
    said = counts.subquery("counts")
    spans = _spans(events).subquery("spans")
    same_span = and_(*(spans.c[name] == events.seats.c[name] for name in ("school_class_id", "first", "last")))
    sat = (
        select(
            events.seats.c.student_id,
            events.seats.c.school_class_id,
            func.sum(spans.c.taught).label("taught"),
            func.sum(spans.c.reported).label("reported"),
        )
        .join(spans, same_span)
        .group_by(events.seats.c.student_id, events.seats.c.school_class_id)
        .subquery("sat")
    )
    same_pupil = and_(said.c.student_id == sat.c.student_id, said.c.school_class_id == sat.c.school_class_id)
    rows = await session.execute(
        select(Student.id, Student.nis, Student.name, Student.gender, sat.c.school_class_id)
        .add_columns(sat.c.taught, sat.c.reported, *(func.coalesce(said.c[n], 0) for n in _COUNTED))
        .join_from(sat, Student, Student.id == sat.c.student_id)
        .outerjoin(said, same_pupil)
        .order_by(Student.name, Student.id)
    )
    return [
        PupilTally(student_id, nis, name, gender, number, _tally(*counts))
        for student_id, nis, name, gender, number, *counts in rows
    ]


async def by_class_and_day(session: AsyncSession, roll: Roll) -> Sequence[ClassDayTally]:
    """Each class on each of its school days, by day."""
    events = recap_events(roll)
    days, reports = events.taught, events.reports
    said = (
        select(events.days.c.school_class_id, events.days.c.on_date, *_counts(events))
        .group_by(events.days.c.school_class_id, events.days.c.on_date)
        .subquery("counts")
    )
    sizes = (
        select(days.c.school_class_id, days.c.on_date, func.count().label("taught"))
        .join(events.seats, sits(events.seats, days))
        .group_by(days.c.school_class_id, days.c.on_date)
        .subquery("sizes")
    )
    rows = await session.execute(
        select(sizes.c.school_class_id, sizes.c.on_date, sizes.c.taught)
        .add_columns(case((reports.c.id.is_not(None), sizes.c.taught), else_=0))
        .add_columns(*(func.coalesce(said.c[name], 0) for name in _COUNTED))
        .outerjoin(reports, _same_day(reports, sizes))
        .outerjoin(said, _same_day(said, sizes))
        .order_by(sizes.c.on_date, sizes.c.school_class_id)
    )
    return [ClassDayTally(number, on, _tally(*counts)) for number, on, *counts in rows]


async def letters(session: AsyncSession, roll: Roll) -> Sequence[DayLetter]:
    """The letters of a sheet. Of what is not named here the class's report says present, if it sent one."""
    events = recap_events(roll)
    day, reason = events.days.c, events.columns.reason
    known_unreported = and_(events.columns.is_known, ~day.class_reported)
    rows = await session.execute(
        select(day.student_id, day.school_class_id, day.on_date, reason, events.late)
        .where(reason.is_not(None) | events.late | known_unreported)
        .order_by(day.student_id, day.on_date)
    )
    return [DayLetter(student, number, on, _letter(why, late)) for student, number, on, why, late in rows]


async def reported_days(session: AsyncSession, roll: Roll) -> set[tuple[int, date]]:
    """(class, day) of the days that have a report."""
    rows = await session.execute(
        select(ClassReport.school_class_id, ClassReport.on_date)
        .where(
            ClassReport.school_class_id.in_(roll.classes),
            ClassReport.on_date.between(roll.period.first, roll.period.last),
        )
        .distinct()
    )
    return {(number, on) for number, on in rows}


def _letter(reason: AbsenceReason | None, late: bool) -> str:
    return reason.value if reason else LATE if late else PRESENT


_COUNTED = (*(reason.name for reason in AbsenceReason), "late", "absent_though_reported", "present_unreported")


def _counts(events: RecapEvents) -> list[ColumnElement[int]]:
    """In the order of _COUNTED. The last two tell present from unknown on days about which something was said."""
    is_absent, reported = events.columns.reason.is_not(None), events.columns.class_reported
    wanted = [
        *(events.columns.reason == reason for reason in AbsenceReason),
        events.late,
        and_(is_absent, reported),
        and_(events.columns.is_known, ~is_absent, ~reported),
    ]
    return [func.count().filter(condition).label(name) for name, condition in zip(_COUNTED, wanted, strict=True)]


def _tally(taught: int, reported: int, *counts: int) -> Tally:
    """Whoever a class's report does not name was there; a correction may say so too."""
    sick, excused, unexcused, on_duty, sent_home, late, absent_though_reported, present_unreported = counts
    present = int(reported) - absent_though_reported + present_unreported
    return Tally(int(taught), present, sick, excused, unexcused, on_duty, sent_home, late)


def _spans(events: RecapEvents) -> Select[*tuple[Any, ...]]:
    """School days and reported ones of each stretch in a class: most of a class share one, which saves counting them
    for each pupil.
    """
    seats, taught, reports = events.seats, events.taught, events.reports
    stretches = select(seats.c.school_class_id, seats.c.first, seats.c.last).distinct().cte("stretches")
    return (
        select(stretches, func.count().label("taught"), func.count(reports.c.id).label("reported"))
        .join(taught, sits(stretches, taught))
        .outerjoin(reports, _same_day(reports, taught))
        .group_by(stretches.c.school_class_id, stretches.c.first, stretches.c.last)
    )


def _same_day(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.c.school_class_id == other.c.school_class_id, one.c.on_date == other.c.on_date)
