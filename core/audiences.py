"""For whom an announcement is: guardians' numbers, or the Telegram chats of people with a post."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor, grant_holds
from core.policy import at_work, member_on, visible_students
from db.models import (
    Announcement,
    Channel,
    ClassMembership,
    Guardian,
    Role,
    RoleGrant,
    SchoolClass,
    Student,
    TelegramAccount,
)


@dataclass(frozen=True, slots=True)
class Audience:
    """A class, a department, a role, or without any of them everybody."""

    channel: Channel
    school_class_id: int | None = None
    department_id: int | None = None
    role: Role | None = None

    @classmethod
    def of(cls, announcement: Announcement) -> "Audience":
        return cls(announcement.channel, announcement.school_class_id, announcement.department_id, announcement.role)


async def recipients(session: AsyncSession, actor: Actor, to: Audience) -> Sequence[str]:
    """Phone numbers or Telegram ids, each once, whatever the number of children or roles."""
    if to.channel is Channel.SMS:
        return [number for number in await session.scalars(_numbers(actor, to)) if number is not None]
    found = await session.scalars(_chats(actor, to))
    return [str(chat) for chat in found]


def _numbers(actor: Actor, to: Audience) -> Select[str | None]:
    pupils = visible_students(at_work(actor)).with_only_columns(Student.id)
    return (
        select(Guardian.phone)
        .join(ClassMembership, and_(ClassMembership.student_id == Guardian.student_id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Guardian.left_at.is_(None), Guardian.student_id.in_(pupils), _in_place(to))
        .distinct()
        .order_by(Guardian.phone)
    )


def _chats(actor: Actor, to: Audience) -> Select[int]:
    """People with a post in the place: of a department, its head and those of its classes."""
    of_role = RoleGrant.role == to.role if to.role is not None else true()
    of_department = RoleGrant.department_id == to.department_id if to.department_id is not None else false()
    return (
        select(TelegramAccount.telegram_id)
        .join(RoleGrant, RoleGrant.person_id == TelegramAccount.person_id)
        .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
        .where(
            grant_holds(actor.on),
            TelegramAccount.unlinked_at.is_(None),
            TelegramAccount.blocked_at.is_(None),
            of_role,
            or_(_in_place(to), of_department),
        )
        .distinct()
        .order_by(TelegramAccount.telegram_id)
    )


def _in_place(to: Audience) -> ColumnElement[bool]:
    if to.school_class_id is not None:
        return SchoolClass.id == to.school_class_id
    return SchoolClass.department_id == to.department_id if to.department_id is not None else true()
