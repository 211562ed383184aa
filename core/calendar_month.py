"""A month of the calendar as those see it who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.calendar_changes import entries_between, proposals
from core.calendar_facts import calendar_between
from core.closures import closure_today
from core.policy import require
from core.school_calendar import SchoolCalendar
from db.models import CalendarEntry, SchoolClass


@dataclass(frozen=True, slots=True)
class Month:
    """`class_names` by id, of the classes that entries are about; `proposed`: how many proposals wait, of any month."""

    first_day: date
    last_day: date
    calendar: SchoolCalendar
    entries: Sequence[CalendarEntry]
    class_names: Mapping[int, str]
    proposed: int
    is_closed_now: bool

    def is_special(self, day: date) -> bool:
        """Whether the school as such keeps other hours than on any such weekday, or none on a weekday that has some."""
        return self.calendar.hours_on(day) != self.calendar.rules.hours_on(day)


async def month_for(session: AsyncSession, actor: Actor, first_day: date, *, now: datetime) -> Month:
    """The month that begins on `first_day`. Raises NotAllowed."""
    require(actor, Action.SEE_CALENDAR)
    last_day = (first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    entries = (await session.scalars(entries_between(first_day, last_day))).all()
    about = {entry.school_class_id for entry in entries if entry.school_class_id is not None}
    names = await session.execute(select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_(about)))
    return Month(
        first_day,
        last_day,
        await calendar_between(session, first_day, last_day),
        entries,
        {row.id: row.name for row in names},
        await session.scalar(select(func.count()).select_from(proposals().subquery())) or 0,
        await closure_today(session, now=now) is not None,
    )
