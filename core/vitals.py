"""How the service is: queues and their age, in four small queries. For /health, /metrics and the doctor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import is_open
from db.models import Channel, InboundSms, OutboxMessage, TelegramUpdate


@dataclass(frozen=True, slots=True)
class Vitals:
    """Counts of what waits, and how long (seconds) the oldest due message of each channel has waited."""

    sms_open: int
    telegram_open: int
    sms_oldest_seconds: float
    telegram_oldest_seconds: float
    updates_open: int
    inbound_open: int


async def vitals(session: AsyncSession, *, now: datetime) -> Vitals:
    sms_open, sms_oldest = await _outbox(session, Channel.SMS, now)
    telegram_open, telegram_oldest = await _outbox(session, Channel.TELEGRAM, now)
    updates = select(func.count()).select_from(TelegramUpdate).where(TelegramUpdate.done_at.is_(None))
    inbound = select(func.count()).select_from(InboundSms).where(InboundSms.handled_at.is_(None))
    return Vitals(
        sms_open,
        telegram_open,
        sms_oldest,
        telegram_oldest,
        await session.scalar(updates) or 0,
        await session.scalar(inbound) or 0,
    )


async def _outbox(session: AsyncSession, channel: Channel, now: datetime) -> tuple[int, float]:
    due = OutboxMessage.not_before <= now
    count, oldest = (
        await session.execute(
            select(func.count(), func.min(OutboxMessage.not_before).filter(due)).where(
                OutboxMessage.channel == channel, *is_open()
            )
        )
    ).one()
    return count, (now - oldest).total_seconds() if oldest else 0.0
