"""What SMS cost: how many have left today, and whether the school's daily cap allows more."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import sms_text
from core.outbox import BULK, is_open
from core.school_rules import school_rules
from db.models import Channel, OutboxMessage


@dataclass(frozen=True, slots=True)
class SmsToday:
    """Messages and the parts they took; the network charges by the part."""

    messages: int
    parts: int


async def sms_today(session: AsyncSession, *, now: datetime) -> SmsToday:
    """What has left since midnight, or may have."""
    bodies = (await session.scalars(select(OutboxMessage.body).where(_handed_over_since_midnight(now)))).all()
    return SmsToday(len(bodies), sum(sms_text.parts(body) for body in bodies))


async def may_send(session: AsyncSession, *, now: datetime) -> bool:
    """Whether the daily cap (messages) leaves room; what waits beyond its use is given up, and staff are told."""
    cap = (await school_rules(session)).sms_daily_cap
    counted = select(func.count()).select_from(OutboxMessage).where(_handed_over_since_midnight(now))
    return (await session.scalar(counted) or 0) < cap


async def room_for_bulk(session: AsyncSession, *, now: datetime) -> int:
    """How many more SMS of the kind that may take its time fit into today: it gets half of the cap, so that alerts and
    answers always find room.
    """
    cap = (await school_rules(session)).sms_daily_cap
    is_bulk = and_(OutboxMessage.channel == Channel.SMS, OutboxMessage.urgency == BULK)
    gone = select(func.count()).where(is_bulk, _handed_over_since_midnight(now)).scalar_subquery()
    waiting = select(func.count()).where(is_bulk, *is_open(), OutboxMessage.sending_at.is_(None)).scalar_subquery()
    return cap // 2 - (await session.scalar(select(gone + waiting)) or 0)


def _handed_over_since_midnight(now: datetime) -> ColumnElement[bool]:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return and_(OutboxMessage.channel == Channel.SMS, OutboxMessage.sending_at >= midnight)
