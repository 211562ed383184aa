"""The calendar as it is stored, read as one value: alone, or in a statement that reads other things as well."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from core.school_calendar import Entry, SchoolCalendar
from core.school_rules import rules_column, rules_from
from db.models import CalendarEntry

_ENTRIES = TypeAdapter(list[Entry])


async def calendar_between(session: AsyncSession, start: date, end: date) -> SchoolCalendar:
    """The calendar from one day to another, both included, as it holds now. One statement."""
    row = (await session.execute(select(rules_column(), entries_column(start, end)))).one()
    return calendar_from(row[0], row[1], start, end)


def entries_column(start: date, end: date) -> ScalarSelect[list[dict[str, Any]] | None]:
    """What holds on some of these days, the newest first."""
    columns = (column for name in Entry.__dataclass_fields__ for column in (name, getattr(CalendarEntry, name)))
    listed = aggregate_order_by(func.jsonb_build_object(*columns), CalendarEntry.id.desc())
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
