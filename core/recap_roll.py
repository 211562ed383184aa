"""Over whom and over which days a recap counts: who sat where, and the effective school days of each class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar_facts import calendar_between
from core.periods import Period
from core.school_calendar import SchoolCalendar
from db.models import ClassMembership, SchoolClass


@dataclass(frozen=True, slots=True)
class Seat:
    """A pupil sat in a class on these days, both included; cut to the period."""

    student_id: int
    school_class_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Roll:
    """`classes` by id, in the order of their names; `days` the school days of each, in order."""

    period: Period
    seats: Sequence[Seat]
    classes: Mapping[int, SchoolClass]
    days: Mapping[int, Sequence[date]]

    @property
    def all_days(self) -> Sequence[date]:
        """Days on which any of the classes had school."""
        return sorted({day for days in self.days.values() for day in days})


async def roll_for(session: AsyncSession, seats: Select[ClassMembership], period: Period) -> Roll:
    """The roll of seats that `core.policy` has chosen, by the calendar as it holds now. Four statements.

    The seats are read first and handed to the recap's statement as values: how many row-level security lets through is
    beyond PostgreSQL's guessing, and it would join 2,000 pupils with 8,000 class days one by one. For the same reason
    it must look at the values each time: from the sixth time on it would plan without them, and a recap of a fifth of
    a second takes minutes.
    """
    await session.execute(select(func.set_config("plan_cache_mode", "force_custom_plan", True)))
    begins, ends = (
        func.greatest(ClassMembership.valid_from, period.first),
        func.least(ClassMembership.valid_until, period.last),  # LEAST passes over NULL
    )
    rows = await session.execute(
        seats.with_only_columns(ClassMembership.student_id, ClassMembership.school_class_id, begins, ends)
    )
    sat = [Seat(*row) for row in rows]
    numbers = {seat.school_class_id for seat in sat}
    found = await session.scalars(select(SchoolClass).where(SchoolClass.id.in_(numbers)).order_by(SchoolClass.name))
    classes = {school_class.id: school_class for school_class in found}
    calendar = await calendar_between(session, period.first, period.last)
    return Roll(period, sat, classes, _days(calendar, classes, period))


def _days(calendar: SchoolCalendar, classes: Mapping[int, SchoolClass], period: Period) -> dict[int, Sequence[date]]:
    """Classes of a grade share their days, unless the calendar names one of them."""
    named = {entry.school_class_id for entry in calendar.entries}
    shared: dict[tuple[int | None, int | None], Sequence[date]] = {}
    found = {}
    for number, school_class in classes.items():
        whom = school_class.grade, number if number in named else None
        if whom not in shared:
            shared[whom] = calendar.school_days(period.first, period.last, *whom)
        found[number] = shared[whom]
    return found
