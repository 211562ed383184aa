"""The Telegram group of the school's leaders, which gets what the public sends with INFO."""

from datetime import datetime

from sqlalchemy import ColumnElement, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, class_groups
from core.errors import NotAllowed
from core.outbox import Debt, is_open, owe
from core.policy import Actor
from core.recipients import chats_of_leaders
from db.models import Channel, LeadershipGroup, OutboxMessage, Role


async def name_group(session: AsyncSession, actor: Actor, *, chat_id: int, title: str, now: datetime) -> None:
    """Make this chat the leadership group, instead of any before. Administrators and leaders may; others get
    NotAllowed.
    """
    if not actor.holds(Role.ADMINISTRATOR, Role.LEADERSHIP):
        raise NotAllowed
    await _leave(session, true(), now=now)  # another takes its place
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


async def shut_out(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """The bot was removed from this group: what it was still to get goes to each leader in private."""
    await _leave(session, LeadershipGroup.chat_id == chat_id, now=now)
    await class_groups.leave(session, chat_id, now=now)
    missed = await session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.channel == Channel.TELEGRAM, OutboxMessage.recipient == str(chat_id), *is_open())
        .values(withdrawn_at=now)
        .returning(OutboxMessage)
    )
    forwarded = [message for message in missed if message.inbound_sms_id is not None]
    leaders = await chats_of_leaders(session, on=now.date())
    debts = (
        Debt(
            recipient=str(chat),
            body=message.body,
            dedupe_key=f"{message.dedupe_key}:{person}",
            inbound_sms_id=message.inbound_sms_id,
        )
        for message in forwarded
        for person, chat in leaders
    )
    await owe(session, Channel.TELEGRAM, *debts, now=now)


async def _leave(session: AsyncSession, which: ColumnElement[bool], *, now: datetime) -> None:
    await session.execute(update(LeadershipGroup).where(which, LeadershipGroup.left_at.is_(None)).values(left_at=now))
