"""The calendar as it is stored, read as one value: alone, or in a statement that reads other things as well."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ScalarSelect, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NoSchoolToday
from core.school_calendar import Entry, SchoolCalendar
from core.school_rules import rules_column, rules_from
from db.models import CalendarEntry, SchoolClass

_ENTRIES = TypeAdapter(list[Entry])


async def calendar_between(session: AsyncSession, start: date, end: date) -> SchoolCalendar:
    """The calendar from one day to another, both included, as it holds now. One statement."""
    row = (await session.execute(select(rules_column(), entries_column(start, end)))).one()
    return calendar_from(row[0], row[1], start, end)


async def require_school(session: AsyncSession, school_class: SchoolClass, *, now: datetime) -> None:
    """Raises NoSchoolToday unless lessons are held for the class and no emergency has ended them."""
    calendar = await calendar_between(session, now.date(), now.date())
    if not calendar.is_open_at(now, school_class.grade, school_class.id):
        raise NoSchoolToday(calendar.why_closed(now.date(), school_class.grade, school_class.id))


def entries_column(start: date, end: date) -> ScalarSelect[list[dict[str, Any]] | None]:
    """What holds on some of these days, the newest first."""
    row = func.to_jsonb(literal_column(CalendarEntry.__tablename__))  # of whose columns `Entry` takes those it knows
    listed = aggregate_order_by(row, CalendarEntry.id.desc())
    return (
        select(func.jsonb_agg(listed))
        .where(
            CalendarEntry.last_day >= start,
            CalendarEntry.first_day <= end,
            CalendarEntry.confirmed_at.is_not(None),
            CalendarEntry.removed_at.is_(None),
        )
        .scalar_subquery()
    )


def calendar_from(
    rules: Mapping[str, str] | None, entries: Sequence[Mapping[str, Any]] | None, start: date, end: date
) -> SchoolCalendar:
    """The calendar that `rules_column` and `entries_column` stand for."""
    return SchoolCalendar(start, end, rules_from(rules), _ENTRIES.validate_python(entries or []))
