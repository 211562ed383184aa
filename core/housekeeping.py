"""What goes stale is dealt with: old Telegram updates are forgotten, expired messages given up, interrupted ones
settled.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import interruptions
from core.school_rules import school_rules
from db.models import Channel, Letter, TelegramUpdate


async def settle_messages(session: AsyncSession, *, now: datetime) -> None:
    """Messages past their use, and those of a modem that died in the middle and did not come back."""
    await interruptions.give_up_expired(session, now=now)
    await interruptions.settle_interrupted(session, Channel.SMS, courier=None, now=now)


async def forget_old_letters(session: AsyncSession, *, now: datetime) -> None:
    """A letter has done its work when the term is over."""
    days = (await school_rules(session)).keep_letters_days
    await session.execute(delete(Letter).where(Letter.sent_at < now - timedelta(days=days)))


async def forget_old_updates(session: AsyncSession, *, now: datetime) -> None:
    """Updates hold what people wrote: they are kept only as long as the school says."""
    days = (await school_rules(session)).keep_updates_days
    await session.execute(
        delete(TelegramUpdate).where(
            TelegramUpdate.done_at.is_not(None), TelegramUpdate.received_at < now - timedelta(days=days)
        )
    )
