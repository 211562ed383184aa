"""The network says what became of an SMS."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import undeliverable
from db.models import Channel, OutboxMessage


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
