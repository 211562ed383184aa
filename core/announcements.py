"""Announcements: to guardians by SMS and in Telegram, to people with a task in Telegram; shown first, confirmed, and
stoppable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, sms_text
from core.actions import Action
from core.actors import Actor
from core.audiences import Audience, Recipients, recipients
from core.errors import AlreadySent, NotFound, Refusal
from core.outbox import BULK, Debt, is_open, owe
from core.policy import require
from core.quiet_hours import after_quiet_hours
from core.school_rules import school_rules
from core.sms_budget import sms_today
from core.telegram_text import units
from core.wording import announcements as wording
from core.wording import guardian_messages
from db.models import Announcement, Channel, OutboxMessage, Person

LONGEST_TELEGRAM, MOST_SMS_PARTS = 3000, 3
"""Of an announcement for people with a task, counted as Telegram counts (most emoji are two), and of one for guardians:
one text, which must do by SMS.
"""


OWED_AT_ONCE = 1000
"""A statement takes 32,767 values, and a message has more than a dozen."""


class NothingSaid(Refusal):
    """An announcement without words: an SMS carries no emoji."""


@dataclass
class DraftOfAnotherDay(Refusal):
    """Its "tomorrow" would mean another day by now."""

    on: date


@dataclass
class TooLong(Refusal):
    """More than an announcement may have; `parts` for guardians, `letters` for people with a task."""

    letters: int | None = None
    parts: int | None = None


@dataclass
class BeyondTheCap(Refusal):
    """More SMS than the school's daily cap has room for today."""

    wanted: int
    left: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What an announcement takes: SMS to so many numbers (guardians' alone), of so many parts each, in rupiah, and how
    many the daily cap has left; to accounts it is free.
    """

    numbers: int
    accounts: int
    parts: int
    rupiah: int
    left_today: int

    @property
    def messages(self) -> int:
        """By SMS and in Telegram together."""
        return self.numbers + self.accounts


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
    if not words or (to.for_guardians and not sms_text.has_words(words)):
        raise NothingSaid
    rules = await school_rules(session)
    body = wording.for_guardians(words, rules.school_name) if to.for_guardians else words
    _check_length(to, body)
    draft = Announcement(
        for_guardians=to.for_guardians,
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
    return await _costs(session, announcement, await recipients(session, actor, Audience.of(announcement)), now=now)


async def confirm(session: AsyncSession, actor: Actor, announcement_id: int, *, now: datetime) -> Costs:
    """Owe it to everybody it is for; to guardians after the quiet hours. Pressed again it changes nothing.

    Raises NotAllowed, NotFound (another's, or dropped), AlreadySent, DraftOfAnotherDay and BeyondTheCap.
    """
    draft = await _draft(session, actor, announcement_id)
    written_on = draft.written_at.astimezone(now.tzinfo).date()
    if written_on != now.date():
        raise DraftOfAnotherDay(written_on)
    to = await recipients(session, actor, Audience.of(draft))
    counted = await _costs(session, draft, to, now=now)
    if counted.numbers > counted.left_today:
        raise BeyondTheCap(counted.numbers, counted.left_today)
    if draft.for_guardians:
        in_telegram = guardian_messages.announcement(draft.body)
        not_before = after_quiet_hours(now, await school_rules(session))
    else:
        in_telegram, not_before = wording.for_task_holders(actor.name, draft.body), now
    by_sms = [_debt(draft, draft.body, number, not_before) for number in to.numbers]
    by_telegram = [_debt(draft, in_telegram, chat, not_before) for chat in to.chats]
    for channel, debts in ((Channel.SMS, by_sms), (Channel.TELEGRAM, by_telegram)):
        for begin in range(0, len(debts), OWED_AT_ONCE):
            await owe(session, channel, *debts[begin : begin + OWED_AT_ONCE], now=now)
    draft.confirmed_at = now
    audit.record(
        session,
        "announce",
        now=now,
        person_id=actor.person_id,
        announcement=draft.id,
        for_guardians=draft.for_guardians,
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


async def _costs(session: AsyncSession, announcement: Announcement, to: Recipients, *, now: datetime) -> Costs:
    rules, today = await school_rules(session), await sms_today(session, now=now)
    parts = sms_text.parts(announcement.body)
    left = max(rules.sms_daily_cap - today.messages, 0)
    return Costs(len(to.numbers), len(to.chats), parts, len(to.numbers) * parts * rules.sms_price_rupiah, left)


def _check_length(to: Audience, body: str) -> None:
    if to.for_guardians:
        if sms_text.parts(body) > MOST_SMS_PARTS:
            raise TooLong(parts=MOST_SMS_PARTS)
    elif units(body) > LONGEST_TELEGRAM:
        raise TooLong(letters=LONGEST_TELEGRAM)


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
