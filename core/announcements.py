"""Announcements: to staff and class leaders by Telegram, to guardians by SMS; shown first, confirmed, and stoppable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, sms_text
from core.actions import Action
from core.actors import Actor
from core.audiences import Audience, recipients
from core.errors import AlreadySent, NotFound, Refusal
from core.outbox import BULK, Debt, is_open, owe
from core.policy import require
from core.quiet_hours import after_quiet_hours
from core.school_rules import school_rules
from core.sms_budget import sms_today
from core.telegram_text import units
from core.wording import announcements as wording
from db.models import Announcement, Channel, OutboxMessage, Person

LONGEST_TELEGRAM, MOST_SMS_PARTS = 3000, 3
"""Of an announcement in Telegram, counted as Telegram counts (most emoji are two), and by SMS."""


OWED_AT_ONCE = 1000
"""A statement takes 32,767 values, and a message has more than a dozen."""


class NothingSaid(Refusal):
    """An announcement without words."""


@dataclass
class TooLong(Refusal):
    """More than a message of this channel may have; `parts` for SMS, `letters` for Telegram."""

    letters: int | None = None
    parts: int | None = None


@dataclass
class BeyondTheCap(Refusal):
    """More SMS than the school's daily cap has room for today."""

    wanted: int
    left: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What an announcement takes: messages, parts of each (1 by Telegram), rupiah, and what the cap has left today."""

    messages: int
    parts: int
    rupiah: int
    left_today: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Messages of an announcement: still open, gone, and how many there were in all."""

    waiting: int
    sent: int
    total: int


async def write(session: AsyncSession, actor: Actor, to: Audience, text: str, *, now: datetime) -> Announcement:
    """Keep a draft; nobody is told yet. Raises NotAllowed, NothingSaid and TooLong."""
    require(actor, Action.ADMINISTER)
    words = text.strip()
    if not words:
        raise NothingSaid
    rules = await school_rules(session)
    body = wording.by_sms(words, rules.school_name) if to.channel is Channel.SMS else words
    _check_length(to.channel, body)
    draft = Announcement(
        channel=to.channel,
        school_class_id=to.school_class_id,
        department_id=to.department_id,
        role=to.role,
        body=body,
        written_by=actor.person_id,
        written_at=now,
    )
    session.add(draft)
    await session.flush()
    return draft


async def costs(session: AsyncSession, actor: Actor, announcement: Announcement, *, now: datetime) -> Costs:
    """Counted against today's people and prices."""
    to = await recipients(session, actor, Audience.of(announcement))
    if announcement.channel is Channel.TELEGRAM:
        return Costs(len(to), 1, 0, None)
    rules, today = await school_rules(session), await sms_today(session, now=now)
    parts = sms_text.parts(announcement.body)
    left = max(rules.sms_daily_cap - today.messages, 0)
    return Costs(len(to), parts, len(to) * parts * rules.sms_price_rupiah, left)


async def confirm(session: AsyncSession, actor: Actor, announcement_id: int, *, now: datetime) -> Costs:
    """Owe it to everybody it is for; by SMS after the quiet hours. Pressed again it changes nothing.

    Raises NotAllowed, NotFound (another's, or dropped), AlreadySent and BeyondTheCap.
    """
    draft = await _draft(session, actor, announcement_id)
    counted = await costs(session, actor, draft, now=now)
    if counted.left_today is not None and counted.messages > counted.left_today:
        raise BeyondTheCap(counted.messages, counted.left_today)
    rules = await school_rules(session)
    not_before = after_quiet_hours(now, rules) if draft.channel is Channel.SMS else now
    body = wording.by_telegram(actor.name, draft.body) if draft.channel is Channel.TELEGRAM else draft.body
    to = await recipients(session, actor, Audience.of(draft))
    for begin in range(0, len(to), OWED_AT_ONCE):
        debts = (_debt(draft, body, recipient, not_before) for recipient in to[begin : begin + OWED_AT_ONCE])
        await owe(session, draft.channel, *debts, now=now)
    draft.confirmed_at = now
    audit.record(
        session,
        "announce",
        now=now,
        person_id=actor.person_id,
        announcement=draft.id,
        channel=draft.channel.value,
        messages=counted.messages,
    )
    return counted


async def drop(session: AsyncSession, actor: Actor, announcement_id: int, *, now: datetime) -> None:
    """Let a draft be. Raises NotAllowed, NotFound and AlreadySent."""
    (await _draft(session, actor, announcement_id)).dropped_at = now


async def stop(session: AsyncSession, actor: Actor, announcement_id: int, *, now: datetime) -> Progress:
    """Take back what has not left. Any administrator may. Raises NotAllowed and NotFound (nothing waits any more)."""
    require(actor, Action.ADMINISTER)
    held = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    withdrawn = await session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.announcement_id == announcement_id, *is_open(), held, OutboxMessage.sending_at.is_(None))
        .values(withdrawn_at=now)
        .returning(OutboxMessage.id)
    )
    count = len(withdrawn.all())
    if not count:
        raise NotFound
    found = await session.get_one(Announcement, announcement_id)
    found.stopped_at, found.stopped_by = now, actor.person_id
    audit.record(
        session,
        "stop_announcement",
        now=now,
        person_id=actor.person_id,
        announcement=announcement_id,
        messages=count,
    )
    return await progress(session, announcement_id)


async def progress(session: AsyncSession, announcement_id: int) -> Progress:
    waiting = func.count().filter(and_(*is_open()))
    sent = func.count().filter(OutboxMessage.sent_at.is_not(None))
    row = await session.execute(
        select(waiting, sent, func.count()).where(OutboxMessage.announcement_id == announcement_id)
    )
    return Progress(*row.one())


async def still_waiting(session: AsyncSession, ids: Sequence[int]) -> set[int]:
    """Those of these announcements of which something has not left yet."""
    waiting = select(OutboxMessage.announcement_id).where(OutboxMessage.announcement_id.in_(ids), *is_open()).distinct()
    return {found for found in await session.scalars(waiting) if found is not None}


async def latest(session: AsyncSession, *, limit: int = 5) -> Sequence[tuple[Announcement, str]]:
    """What was announced last, with the name of who did."""
    rows = await session.execute(
        select(Announcement, Person.name)
        .join(Person, Person.id == Announcement.written_by)
        .where(Announcement.confirmed_at.is_not(None))
        .order_by(Announcement.id.desc())
        .limit(limit)
    )
    return [(announcement, name) for announcement, name in rows]


def _check_length(channel: Channel, body: str) -> None:
    if channel is Channel.TELEGRAM and units(body) > LONGEST_TELEGRAM:
        raise TooLong(letters=LONGEST_TELEGRAM)
    if channel is Channel.SMS and sms_text.parts(body) > MOST_SMS_PARTS:
        raise TooLong(parts=MOST_SMS_PARTS)


async def _draft(session: AsyncSession, actor: Actor, announcement_id: int) -> Announcement:
    require(actor, Action.ADMINISTER)
    draft = await session.scalar(
        select(Announcement)
        .where(
            Announcement.id == announcement_id,
            Announcement.written_by == actor.person_id,
            Announcement.dropped_at.is_(None),
        )
        .with_for_update()
    )
    if draft is None:
        raise NotFound
    if draft.confirmed_at is not None:
        raise AlreadySent
    return draft


def _debt(announcement: Announcement, body: str, recipient: str, not_before: datetime) -> Debt:
    return Debt(
        recipient=recipient,
        body=body,
        dedupe_key=f"announcement:{announcement.id}:{recipient}",
        urgency=BULK,
        not_before=not_before,
        announcement_id=announcement.id,
    )
