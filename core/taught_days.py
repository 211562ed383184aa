"""The effective school days of each class in a period: what a recap counts over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar_facts import calendar_between
from core.periods import Period
from core.school_calendar import SchoolCalendar
from db.models import ClassMembership, SchoolClass


@dataclass(frozen=True, slots=True)
class TaughtDays:
    """The classes of some seats and the school days of each, in order."""

    period: Period
    classes: Mapping[int, SchoolClass]
    days: Mapping[int, Sequence[date]]

    @property
    def all_days(self) -> Sequence[date]:
        """Days on which any of the classes had school."""
        return sorted({day for days in self.days.values() for day in days})


async def taught_days(session: AsyncSession, seats: Select[ClassMembership], period: Period) -> TaughtDays:
    """The school days of the classes that these seats are in, as the calendar holds now. Two statements."""
    sat_in = seats.with_only_columns(ClassMembership.school_class_id)
    found = await session.scalars(select(SchoolClass).where(SchoolClass.id.in_(sat_in)).order_by(SchoolClass.name))
    classes = {school_class.id: school_class for school_class in found}
    calendar = await calendar_between(session, period.first, period.last)
    return TaughtDays(period, classes, _days(calendar, classes, period))


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
