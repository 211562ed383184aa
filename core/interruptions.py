"""What a dead courier left behind, and what has waited past its use."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.courier import mark_unknown, settle
from core.outbox import is_open
from db.models import Channel, OutboxMessage

GRACE = timedelta(seconds=20)
"""For the delivery report of a message whose sending was interrupted; reports take seconds when the phone is on."""


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


async def settle_interrupted(
    session: AsyncSession, channel: Channel, *, courier: str | None, now: datetime, hung: bool = False
) -> int:
    """What a dead courier was handing over, when it died, may have left or not. Returns how many there were.

    It is sent again, once, unless a delivery report says within GRACE that it had left: a kill costs at most one
    duplicate. When the modem had fallen silent in the middle (`hung`), or at a second time, it is of unknown fate and
    people are told. With `courier`, that one's are settled; else those whose lease ran out.
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
        await settle(session, message_id, now=now, error="expired unsent", given_up_at=now)
    return len(ids)
