"""The calendar as it is stored, read as one value."""

from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Date, Select, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NoSchoolToday
from core.school_calendar import Entry, SchoolCalendar
from core.school_rules import rules_column, rules_from
from db.models import CalendarEntry, SchoolClass

_ENTRIES = TypeAdapter(list[Entry])


def _stored() -> Select[Any]:
    """The rules, and what holds on some of the days, the newest first."""
    row = func.to_jsonb(literal_column(CalendarEntry.__tablename__))  # of whose columns `Entry` takes those it knows
    entries = (
        select(func.jsonb_agg(aggregate_order_by(row, CalendarEntry.id.desc())))
        .where(
            CalendarEntry.last_day >= bindparam("start", type_=Date()),
            CalendarEntry.first_day <= bindparam("end", type_=Date()),
            CalendarEntry.confirmed_at.is_not(None),
            CalendarEntry.removed_at.is_(None),
        )
        .scalar_subquery()
    )
    return select(rules_column(), entries)


_STORED = _stored()


async def calendar_between(session: AsyncSession, start: date, end: date) -> SchoolCalendar:
    """The calendar from one day to another, both included, as it holds now. One statement."""
    rules, entries = (await session.execute(_STORED, {"start": start, "end": end})).one()
    return SchoolCalendar(start, end, rules_from(rules), _ENTRIES.validate_python(entries or []))


async def require_school(session: AsyncSession, school_class: SchoolClass, *, now: datetime) -> None:
    """Raises NoSchoolToday unless lessons are held for the class and no emergency has ended them."""
    calendar = await calendar_between(session, now.date(), now.date())
    if not calendar.is_open_at(now, school_class.grade, school_class.id):
        raise NoSchoolToday(calendar.why_closed(now.date(), school_class.grade, school_class.id))
