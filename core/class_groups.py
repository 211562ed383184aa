"""Telegram groups of the staff around a class: they get its figures, never a pupil's name, since nobody knows who reads
along.
"""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.actions import Action
from core.actors import Actor
from core.class_names import class_named
from core.errors import NotAllowed, NotFound
from core.policy import limited_to, may_anywhere, visible_classes
from db.models import ClassGroup, SchoolClass


async def name_group(
    session: AsyncSession, actor: Actor, class_name: str, *, chat_id: int, now: datetime
) -> SchoolClass | None:
    """Make this chat the group of a class, instead of any before. None when no class was named.

    Raises NotAllowed to those who may name no group, NotFound for a class that is not theirs to name one for.
    """
    if not may_anywhere(actor, Action.NAME_CLASS_GROUP):
        raise NotAllowed
    if not class_name.strip():
        return None
    own = visible_classes(limited_to(actor, Action.NAME_CLASS_GROUP)).order_by(SchoolClass.id.desc())
    found = class_named(class_name, await session.scalars(own))  # of two years' the newer
    if found is None:
        raise NotFound
    before = or_(ClassGroup.chat_id == chat_id, ClassGroup.school_class_id == found.id)
    await session.execute(update(ClassGroup).where(before, ClassGroup.left_at.is_(None)).values(left_at=now))
    session.add(ClassGroup(chat_id=chat_id, school_class_id=found.id, named_by=actor.person_id, named_at=now))
    audit.record(session, "name_class_group", now=now, person_id=actor.person_id, school_class=found.name)
    return found


async def class_chat(session: AsyncSession, school_class_id: int) -> int | None:
    """The chat id of a class's group, if it has one."""
    return await session.scalar(
        select(ClassGroup.chat_id).where(ClassGroup.school_class_id == school_class_id, ClassGroup.left_at.is_(None))
    )


async def move(session: AsyncSession, old_chat_id: int, new_chat_id: int) -> None:
    """Telegram turned the group into a supergroup with another id."""
    await session.execute(
        update(ClassGroup)
        .where(ClassGroup.chat_id == old_chat_id, ClassGroup.left_at.is_(None))
        .values(chat_id=new_chat_id)
    )
