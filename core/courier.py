"""Paying what the outbox owes: claim with a lease, send outside the transaction, mark.

At least once, never lost: a courier that dies leaves a lease that runs out. Several couriers of a channel may run at
once, and one recipient's messages leave one after another: while one of them is held, the others of that recipient
wait.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import undeliverable
from core.doubted_alerts import is_doubted_alert
from core.outbox import is_open
from db.models import Channel, OutboxMessage

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=30)


async def claim(
    session: AsyncSession, channel: Channel, *, now: datetime, courier: str, limit: int = 10
) -> Sequence[OutboxMessage]:
    """Due messages, most urgent first, taken off the table for LEASE.

    A message that a dead courier had begun to hand over (`sending_at`) is left to `settle_interrupted`. An alert that
    became doubtful a moment ago stays where it is.
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
            ~is_doubted_alert(now.date()),
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
    await settle(session, message_id, now=now, error=error, unknown_at=now)


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
        await settle(session, message_id, now=now, error=error, given_up_at=now)
        return
    growing = min(_FIRST_PAUSE * 2 ** max(attempts - 1, 0), _LONGEST_PAUSE)
    pause = growing if retry_after is None else retry_after
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(not_before=now + pause, leased_until=None, sending_at=None, last_error=error)
    )


async def hold(session: AsyncSession, channel: Channel, recipient: str, *, until: datetime) -> None:
    """Nothing leaves for this recipient before then; what was claimed for it is given back as if it was never tried."""
    claimed = OutboxMessage.leased_until.is_not(None)
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.channel == channel,
            OutboxMessage.recipient == recipient,
            *is_open(),
            OutboxMessage.sending_at.is_(None),
        )
        .values(
            not_before=func.greatest(OutboxMessage.not_before, until),
            attempts=OutboxMessage.attempts - case((claimed, 1), else_=0),
            leased_until=None,
        )
    )


async def settle(session: AsyncSession, message_id: int, *, now: datetime, error: str, **columns: datetime) -> None:
    """End a message otherwise than by sending it, and tell those who can phone."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(leased_until=None, last_error=error, **columns)
    )
    await undeliverable.tell(session, message_id, now=now)
