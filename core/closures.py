"""An emergency ends the school day: what guardians were to be told waits no longer, and staff and class leaders hear of
it. Its end owes again what is still true.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts
from core.actors import Actor
from core.calendar_changes import check_keeper, record, stored_row
from core.calendar_words import LONGEST_NAME
from core.errors import AlreadyClosed, BadCalendarEntry, NotFound
from core.policy import CLASS_LEADERS, STAFF
from core.recipients import chats_holding
from core.school_calendar import Entry
from core.telling import tell
from core.wording import calendar as wording
from db.models import CalendarEntry, CalendarKind, Role


async def closure_today(session: AsyncSession, *, now: datetime) -> CalendarEntry | None:
    """The emergency that has ended today's school, if one has."""
    return await session.scalar(select(CalendarEntry).where(*_of_today(now)))


async def reason_to_close(session: AsyncSession, actor: Actor, words: str, *, now: datetime) -> str:
    """The reason as `close_now` will keep it, for who is asked once more before. Raises what `close_now` raises."""
    check_keeper(actor)
    if await closure_today(session, now=now) is not None:
        raise AlreadyClosed
    return _as_reason(words)


def _as_reason(words: str) -> str:
    """As much of it as the calendar keeps, on one line. Raises BadCalendarEntry without a word."""
    reason = " ".join(words.split())[:LONGEST_NAME]
    if not reason:
        raise BadCalendarEntry("name")
    return reason


async def close_now(session: AsyncSession, actor: Actor | None, reason: str, *, now: datetime) -> None:
    """An emergency ends today's school from this minute on: alerts that wait are taken back, staff and class leaders
    are told. Raises AlreadyClosed, and BadCalendarEntry without a reason.
    """
    check_keeper(actor)
    name = _as_reason(reason)
    closed_from = now.time().replace(second=0, microsecond=0)
    entry = Entry(CalendarKind.EMERGENCY_CLOSURE, name, now.date(), now.date(), closed_from=closed_from)
    row = stored_row(entry, now) | {"confirmed_at": now}
    if await session.scalar(insert(CalendarEntry).values(row).on_conflict_do_nothing().returning(CalendarEntry.id)):
        record(session, actor, "close_school", now, reason=name)
        await alerts.settle_everywhere(session, now=now)
        await _tell(session, STAFF, actor, wording.closed(name, now), now)
        await _tell(session, CLASS_LEADERS, actor, wording.closed_for_pupils(name, now), now)
    else:
        raise AlreadyClosed


async def reopen(session: AsyncSession, actor: Actor | None, *, now: datetime) -> None:
    """The emergency was none: what is still true of today's reports is owed again. Raises NotFound."""
    check_keeper(actor)
    ended = update(CalendarEntry).where(*_of_today(now)).values(removed_at=now).returning(CalendarEntry.id)
    if await session.scalar(ended) is None:
        raise NotFound
    record(session, actor, "reopen_school", now)
    await alerts.settle_everywhere(session, now=now)
    await _tell(session, STAFF, actor, wording.reopened(now), now)
    await _tell(session, CLASS_LEADERS, actor, wording.reopened_for_pupils(now), now)


def _of_today(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CalendarEntry.kind == CalendarKind.EMERGENCY_CLOSURE,
        CalendarEntry.first_day == now.date(),
        CalendarEntry.removed_at.is_(None),
    )


async def _tell(session: AsyncSession, roles: Collection[Role], actor: Actor | None, body: str, now: datetime) -> None:
    """Once each: who is both on the staff and a class leader was told as staff."""
    chats = await chats_holding(session, roles, on=now.date())
    by = actor.person_id if actor else None
    await tell(session, chats, body, key=f"closure:{now.isoformat()}", now=now, besides=by)
