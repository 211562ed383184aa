"""Paying what the outbox owes: claim with a lease, send outside the transaction, mark.

At least once, never lost: a courier that dies leaves a lease that runs out. Several couriers of a channel may run at
once, and one
recipient's messages leave one after another: while one of them is held, the others of that recipient wait.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import undeliverable
from core.outbox import is_open
from db.models import Channel, OutboxMessage

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
GRACE = timedelta(seconds=20)
"""For the delivery report of a message whose sending was interrupted; reports take seconds when the phone is on."""
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=30)


async def claim(
    session: AsyncSession, channel: Channel, *, now: datetime, courier: str, limit: int = 10
) -> Sequence[OutboxMessage]:
    """Due messages, most urgent first, taken off the table for LEASE.

    A message that a dead courier had begun to hand over (`sending_at`) is left to `settle_interrupted`.
    """
    held = aliased(OutboxMessage)
    due = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.channel == channel,
            *is_open(),
            OutboxMessage.not_before <= now,
            OutboxMessage.sending_at.is_(None),
            or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
            or_(OutboxMessage.expires_at.is_(None), OutboxMessage.expires_at > now),
            ~select(held.id)
            .where(
                held.channel == OutboxMessage.channel,
                held.recipient == OutboxMessage.recipient,
                held.leased_until >= now,
                held.sent_at.is_(None),
                held.given_up_at.is_(None),
                held.withdrawn_at.is_(None),
                held.unknown_at.is_(None),
            )
            .exists(),
        )
        .order_by(OutboxMessage.urgency, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = await session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)))
        .values(leased_until=now + LEASE, attempts=OutboxMessage.attempts + 1, sent_by=courier)
        .returning(OutboxMessage)
    )
    return sorted(claimed, key=lambda m: (m.urgency, m.id))


async def mark_sending(session: AsyncSession, message_id: int, *, now: datetime) -> bool:
    """Before a modem is handed a message: from here on a crash means nobody knows. False: it is not ours any more."""
    row = await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, *is_open())
        .values(sending_at=now)
        .returning(OutboxMessage.id)
    )
    return row.one_or_none() is not None


async def mark_sent(
    session: AsyncSession,
    message_id: int,
    *,
    now: datetime,
    reference: int | None = None,
    sms_references: Sequence[int] | None = None,
) -> None:
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(
            sent_at=now,
            leased_until=None,
            last_error=None,
            reference=reference,
            sms_references=None if sms_references is None else list(sms_references),
        )
    )


async def mark_unknown(session: AsyncSession, message_id: int, *, now: datetime, error: str) -> None:
    """It may have left and may not: never sent again blindly; staff are told."""
    await _settle(session, message_id, now=now, error=error, unknown_at=now)


async def mark_failed(
    session: AsyncSession,
    message_id: int,
    *,
    now: datetime,
    error: str,
    permanent: bool = False,
    retry_after: timedelta | None = None,
) -> None:
    """It surely did not leave. Tried again after a growing pause or after `retry_after`; given up when permanent or
    tried enough.
    """
    attempts = await session.scalar(select(OutboxMessage.attempts).where(OutboxMessage.id == message_id)) or 0
    if permanent or (attempts >= MOST_ATTEMPTS and retry_after is None):
        await _settle(session, message_id, now=now, error=error, given_up_at=now)
        return
    growing = min(_FIRST_PAUSE * 2 ** max(attempts - 1, 0), _LONGEST_PAUSE)
    pause = growing if retry_after is None else retry_after
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(not_before=now + pause, leased_until=None, sending_at=None, last_error=error)
    )


async def mark_delivery(
    session: AsyncSession, *, courier: str, phone: str, sms_reference: int, delivered: bool, now: datetime
) -> bool:
    """A delivery report. References repeat after 256 messages, so number and the last hours must fit too. False: it
    fits none.
    """
    message_id = await _reported_on(session, courier, phone, sms_reference, now)
    if message_id is None:
        return False
    fate = {"delivered_at": now} if delivered else {"undelivered_at": now}
    left = {"sent_at": func.coalesce(OutboxMessage.sent_at, now)}  # also what was interrupted or of unknown fate
    await session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(**fate, **left))
    if not delivered:
        await undeliverable.tell(session, message_id, now=now)
    return True


async def _reported_on(
    session: AsyncSession, courier: str, phone: str, sms_reference: int, now: datetime
) -> int | None:
    """The message of that reference, or one whose reference was never learnt."""
    by_reference = and_(
        OutboxMessage.sms_references.contains([sms_reference]), OutboxMessage.sent_at > now - timedelta(hours=72)
    )
    interrupted = and_(
        OutboxMessage.sent_at.is_(None),
        or_(
            OutboxMessage.interrupted_at > now - timedelta(hours=1), OutboxMessage.unknown_at > now - timedelta(hours=1)
        ),
    )
    return await session.scalar(
        select(OutboxMessage.id)
        .where(
            OutboxMessage.channel == Channel.SMS,
            OutboxMessage.sent_by == courier,
            OutboxMessage.recipient == phone,
            or_(by_reference, interrupted),
        )
        .order_by(OutboxMessage.sent_at.desc().nulls_last())
        .limit(1)
    )


async def settle_interrupted(
    session: AsyncSession, channel: Channel, *, courier: str | None, now: datetime, hung: bool = False
) -> int:
    """What a dead courier was handing over, when it died, may have left or not. Returns how many there were.

    It is sent again, once, unless a delivery report says within GRACE that it had left: a kill costs at most one
    duplicate. When the
    modem had fallen silent in the middle (`hung`), or at a second time, it is of unknown fate and people are told.
    With `courier`, that one's are settled; else those whose lease ran out.
    """
    whose = (
        OutboxMessage.sent_by == courier
        if courier is not None
        else or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    )
    found = (
        await session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.channel == channel, *is_open(), OutboxMessage.sending_at.is_not(None), whose)
            .with_for_update(skip_locked=True)
        )
    ).all()
    for message in found:
        if hung or message.interrupted_at is not None:
            await mark_unknown(session, message.id, now=now, error="interrupted while sending")
        else:
            message.interrupted_at, message.not_before = now, now + GRACE
            message.sending_at = message.leased_until = None
    await session.flush()
    return len(found)


async def release(session: AsyncSession, channel: Channel, *, courier: str) -> None:
    """Give back what this courier's dead predecessor had claimed and not begun to hand over."""
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.channel == channel,
            *is_open(),
            OutboxMessage.sent_by == courier,
            OutboxMessage.sending_at.is_(None),
        )
        .values(leased_until=None)
    )


async def give_up_expired(session: AsyncSession, *, now: datetime) -> int:
    """What would only mislead by now (an alert about yesterday) is given up, and staff are told."""
    ids = (
        await session.scalars(
            select(OutboxMessage.id)
            .where(*is_open(), OutboxMessage.expires_at <= now, OutboxMessage.sending_at.is_(None))
            .with_for_update(skip_locked=True)
        )
    ).all()
    for message_id in ids:
        await _settle(session, message_id, now=now, error="expired unsent", given_up_at=now)
    return len(ids)


async def _settle(session: AsyncSession, message_id: int, *, now: datetime, error: str, **columns: datetime) -> None:
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(leased_until=None, last_error=error, **columns)
    )
    await undeliverable.tell(session, message_id, now=now)
