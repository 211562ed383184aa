"""Whether the bot can write to our groups: thrown out, not allowed to write, heard again. Administrators are told once,
and what the leadership group cannot get goes to each leader in private.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.outbox import Debt, is_open, owe
from core.recipients import chats_of, chats_of_leaders
from core.telling import tell
from core.wording import groups as wording
from db.models import Channel, ClassGroup, LeadershipGroup, OutboxMessage, Role, SchoolClass

LOST_SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OurGroup:
    """`name` is the leadership group's title, or the class. `row.silent_since`: the bot has not been able to write
    there since; with `row.left_at` it is out.
    """

    row: LeadershipGroup | ClassGroup
    name: str

    @property
    def is_of_class(self) -> bool:
        return isinstance(self.row, ClassGroup)


async def shut_out(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """The bot was removed from this group, which is none of ours any more."""
    for group in await _standing(session, chat_id):
        group.row.left_at, group.row.silent_since = now, group.row.silent_since or now
        await _warn(session, group, "group_lost", wording.lost(group.name, of_class=group.is_of_class), now)
    await _redirect(session, chat_id, now=now)


async def silenced(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """The bot is in this group but may not write. It stays ours, and what comes next is tried there again: rights come
    back without a word to bots.
    """
    for group in await _standing(session, chat_id):
        if group.row.silent_since is None:
            group.row.silent_since = now
            await _warn(session, group, "group_silent", wording.silent(group.name, of_class=group.is_of_class), now)
    await _redirect(session, chat_id, now=now)


async def heard(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """A message has reached this group."""
    for group in await _standing(session, chat_id):
        if group.row.silent_since is not None:
            group.row.silent_since = None
            audit.record(session, "group_heard", now=now, title=group.name)


async def our_groups(session: AsyncSession, *, now: datetime) -> Sequence[OurGroup]:
    """The leadership group, then those of classes by name; also those that were lost lately and not replaced."""
    leadership = select(LeadershipGroup).order_by(LeadershipGroup.id.desc()).limit(1)
    newest = select(func.max(ClassGroup.id)).group_by(ClassGroup.school_class_id)
    of_classes = (
        select(ClassGroup, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == ClassGroup.school_class_id)
        .where(ClassGroup.id.in_(newest))
        .order_by(SchoolClass.name)
    )
    found = [OurGroup(row, row.title) for row in await session.scalars(leadership)]
    found += [OurGroup(row, name) for row, name in await session.execute(of_classes)]
    return [one for one in found if one.row.left_at is None or _was_lost_lately(one.row, one.row.left_at, now)]


def _was_lost_lately(row: LeadershipGroup | ClassGroup, left_at: datetime, now: datetime) -> bool:
    """As opposed to given up for another, in which the bot could write to the end."""
    return row.silent_since is not None and left_at > now - LOST_SHOWN_FOR


async def _standing(session: AsyncSession, chat_id: int) -> Sequence[OurGroup]:
    """What this chat is to us: a group may serve the leaders and a class."""
    leadership = select(LeadershipGroup).where(LeadershipGroup.chat_id == chat_id, LeadershipGroup.left_at.is_(None))
    of_class = (
        select(ClassGroup, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == ClassGroup.school_class_id)
        .where(ClassGroup.chat_id == chat_id, ClassGroup.left_at.is_(None))
    )
    return [
        *[OurGroup(row, row.title) for row in await session.scalars(leadership)],
        *[OurGroup(row, name) for row, name in await session.execute(of_class)],
    ]


async def _warn(session: AsyncSession, group: OurGroup, act: str, body: str, now: datetime) -> None:
    audit.record(session, act, now=now, title=group.name)
    chats = await chats_of(session, (Role.ADMINISTRATOR,), on=now.date())
    key = f"{act}:{group.row.__tablename__}:{group.row.id}:{now.isoformat()}"
    await tell(session, chats, body, key=key, now=now)


async def _redirect(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """What the public said goes to each leader; a class's figures are nobody else's."""
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
