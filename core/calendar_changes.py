"""The calendar is changed: by administrators in Telegram (`actor`) or on the command line (`actor` None), each act
audited. What guardians are owed today follows at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, audit
from core.actions import Action
from core.actors import Actor
from core.calendar_words import read_entry
from core.errors import BadCalendarEntry, NotFound
from core.holiday_proposals import proposed_holidays
from core.policy import require
from core.school_calendar import Entry, Span
from core.school_rules import school_rules
from db.models import CalendarEntry, SchoolClass, SchoolYear

_IS_OPEN = (CalendarEntry.confirmed_at.is_(None), CalendarEntry.removed_at.is_(None))


def entries_between(start: date, end: date, *, proposed: bool = False) -> Select[CalendarEntry]:
    """What holds on some of these days, or with `proposed` might, in their order. Anybody who may see the calendar may
    see all of it.
    """
    touching = (CalendarEntry.last_day >= start, CalendarEntry.first_day <= end, CalendarEntry.removed_at.is_(None))
    holding = touching if proposed else (*touching, CalendarEntry.confirmed_at.is_not(None))
    return select(CalendarEntry).where(*holding).order_by(CalendarEntry.first_day, CalendarEntry.id)


def proposals(year: int | None = None) -> Select[CalendarEntry]:
    """What was proposed, for a year or for any, and neither confirmed nor refused."""
    found = select(CalendarEntry).where(*_IS_OPEN).order_by(CalendarEntry.first_day)
    return found if year is None else found.where(func.extract("year", CalendarEntry.first_day) == year)


def check_keeper(actor: Actor | None) -> None:
    """The command line is the administrator's. Raises NotAllowed."""
    if actor is not None:
        require(actor, Action.KEEP_CALENDAR)


async def propose(session: AsyncSession, actor: Actor | None, year: int, *, now: datetime) -> int:
    """Write down the year's national holidays and cuti bersama for the school to confirm; how many are new. A day that
    was proposed before, and perhaps refused, stays as it is.
    """
    check_keeper(actor)
    rows = [stored_row(entry, now) for entry in proposed_holidays(year)]
    statement = insert(CalendarEntry).on_conflict_do_nothing().returning(CalendarEntry.id)
    new = (await session.scalars(statement, rows)).all() if rows else []
    if new:
        record(session, actor, "propose_holidays", now, year=year, count=len(new))
    return len(new)


async def confirm(session: AsyncSession, actor: Actor | None, which: Iterable[int], *, now: datetime) -> int:
    """Let proposals hold; how many did not hold yet."""
    check_keeper(actor)
    confirmed = await _change(session, [CalendarEntry.id.in_(list(which)), *_IS_OPEN], confirmed_at=now)
    if confirmed:
        record(session, actor, "confirm_calendar", now, entries=[_told(entry) for entry in confirmed])
    await _follow(session, confirmed, now)
    return len(confirmed)


async def add(session: AsyncSession, actor: Actor | None, text: str, *, now: datetime) -> CalendarEntry:
    """Add what a line says (`core.calendar_words`); it holds at once. Raises BadCalendarEntry."""
    check_keeper(actor)
    wanted = read_entry(text, today=now.date(), rules=await school_rules(session))
    entry = wanted.entry
    if wanted.school_class is not None:
        entry = replace(entry, school_class_id=await _class_named(session, wanted.school_class, entry.first_day))
    stored = CalendarEntry(**stored_row(entry, now), confirmed_at=now)
    session.add(stored)
    await session.flush()
    record(session, actor, "add_to_calendar", now, entries=[_told(stored)])
    await _follow(session, [stored], now)
    return stored


async def remove(session: AsyncSession, actor: Actor | None, entry_id: int, *, now: datetime) -> CalendarEntry:
    """Take an entry out of the calendar, or refuse a proposal. Raises NotFound."""
    return await _take_out(session, actor, [CalendarEntry.id == entry_id, CalendarEntry.removed_at.is_(None)], now)


async def refuse(session: AsyncSession, actor: Actor | None, entry_id: int, *, now: datetime) -> CalendarEntry:
    """Refuse a proposal. Raises NotFound when it is none any more, so that an old screen removes nothing that holds."""
    return await _take_out(session, actor, [CalendarEntry.id == entry_id, *_IS_OPEN], now)


def record(session: AsyncSession, actor: Actor | None, act: str, now: datetime, **detail: Any) -> None:
    """Audit an act of whoever it was."""
    audit.record(session, act, now=now, person_id=actor.person_id if actor else None, **detail)


def stored_row(entry: Entry, now: datetime) -> dict[str, Any]:
    """The columns of an entry that holds for nobody yet."""
    return {
        "kind": entry.kind,
        "name": entry.name,
        "first_day": entry.first_day,
        "last_day": entry.last_day,
        "grades": sorted(entry.grades) if entry.grades else None,
        "school_class_id": entry.school_class_id,
        "hours": {day: span and _stored_span(span) for day, span in entry.hours.items()} if entry.hours else None,
        "closed_from": entry.closed_from,
        "added_at": now,
    }


def _stored_span(span: Span) -> list[str | None]:
    return [f"{moment:%H:%M}" if moment else None for moment in span]


def _told(entry: CalendarEntry) -> dict[str, Any]:
    """For the record: enough to put it back by hand."""
    days = {"first_day": f"{entry.first_day}", "last_day": f"{entry.last_day}"}
    whom = {"grades": entry.grades, "school_class": entry.school_class_id, "hours": entry.hours}
    said = {name: value for name, value in whom.items() if value is not None}
    return {"id": entry.id, "kind": entry.kind.value, "name": entry.name, **days, **said}


async def _take_out(
    session: AsyncSession, actor: Actor | None, which: Sequence[ColumnElement[bool]], now: datetime
) -> CalendarEntry:
    check_keeper(actor)
    removed = await _change(session, which, removed_at=now)
    if not removed:
        raise NotFound
    record(session, actor, "remove_from_calendar", now, entries=[_told(removed[0])])
    await _follow(session, removed, now)
    return removed[0]


async def _change(
    session: AsyncSession, which: Sequence[ColumnElement[bool]], **columns: datetime
) -> Sequence[CalendarEntry]:
    changed = update(CalendarEntry).where(*which).values(**columns).returning(CalendarEntry)
    return (await session.scalars(changed)).all()


async def _class_named(session: AsyncSession, name: str, on: date) -> int:
    """The class of this name in the school year of the day. Raises BadCalendarEntry."""
    found = await session.scalar(
        select(SchoolClass.id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(
            func.lower(SchoolClass.name) == " ".join(name.split()).lower(),
            SchoolYear.starts_on <= on,
            SchoolYear.ends_on >= on,
        )
    )
    if found is None:
        raise BadCalendarEntry("class")
    return found


async def _follow(session: AsyncSession, changed: Sequence[CalendarEntry], now: datetime) -> None:
    """A change of today reaches the alerts of today."""
    if any(entry.first_day <= now.date() <= entry.last_day for entry in changed):
        await alerts.settle_everywhere(session, now=now)
