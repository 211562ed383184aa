"""The Telegram group of the school's leaders, which gets what the public sends with INFO."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, class_groups
from core.actors import Actor
from core.errors import NotAllowed
from core.outbox import is_open
from db.models import Channel, LeadershipGroup, OutboxMessage, Role


async def name_group(session: AsyncSession, actor: Actor, *, chat_id: int, title: str, now: datetime) -> None:
    """Make this chat the leadership group, instead of any before. Administrators and leaders may; others get
    NotAllowed.
    """
    if not actor.holds(Role.ADMINISTRATOR, Role.LEADERSHIP):
        raise NotAllowed
    await session.execute(update(LeadershipGroup).where(LeadershipGroup.left_at.is_(None)).values(left_at=now))
    session.add(LeadershipGroup(chat_id=chat_id, title=title, named_by=actor.person_id, named_at=now))
    audit.record(session, "name_leadership_group", now=now, person_id=actor.person_id, title=title)


async def move(session: AsyncSession, old_chat_id: int, new_chat_id: int, *, now: datetime) -> None:
    """Telegram turned the group into a supergroup with another id: follow it, with everything still owed."""
    moved = await session.execute(
        update(LeadershipGroup)
        .where(LeadershipGroup.chat_id == old_chat_id, LeadershipGroup.left_at.is_(None))
        .values(chat_id=new_chat_id)
        .returning(LeadershipGroup.id)
    )
    if moved.one_or_none() is not None:
        audit.record(session, "leadership_group_moved", now=now)
    await class_groups.move(session, old_chat_id, new_chat_id)
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.channel == Channel.TELEGRAM, OutboxMessage.recipient == str(old_chat_id), *is_open())
        .values(recipient=str(new_chat_id))
    )
