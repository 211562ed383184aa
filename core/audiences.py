"""For whom an announcement is: guardians, by their numbers and their Telegram accounts, or people with a task."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor, grant_holds
from core.policy import at_work, member_on, visible_students
from core.recipients import is_reachable
from db.models import (
    Announcement,
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
    """Guardians, or people with a task: of a class, a department, a role, or without any of them everybody."""

    for_guardians: bool
    school_class_id: int | None = None
    department_id: int | None = None
    role: Role | None = None

    @classmethod
    def of(cls, announcement: Announcement) -> "Audience":
        return cls(
            announcement.for_guardians, announcement.school_class_id, announcement.department_id, announcement.role
        )


@dataclass(frozen=True, slots=True)
class Recipients:
    """Phone numbers and Telegram ids, each once, whatever the number of children or roles."""

    numbers: Sequence[str]
    chats: Sequence[str]


async def recipients(session: AsyncSession, actor: Actor, to: Audience) -> Recipients:
    """Of guardians only those of pupils whom the actor sees at work: one's own child opens no other class."""
    if not to.for_guardians:
        return Recipients([], [str(chat) for chat in await session.scalars(_chats_of_task_holders(actor, to))])
    numbers = await session.scalars(_numbers(actor, to))
    chats = await session.scalars(_chats_of_guardians(actor, to))
    return Recipients([number for number in numbers if number is not None], [str(chat) for chat in chats])


def _numbers(actor: Actor, to: Audience) -> Select[str | None]:
    return select(Guardian.phone).where(_speaks_for_pupil(actor, to)).distinct().order_by(Guardian.phone)


def _chats_of_guardians(actor: Actor, to: Audience) -> Select[int]:
    return (
        select(TelegramAccount.telegram_id)
        .join(Guardian, Guardian.person_id == TelegramAccount.person_id)
        .where(is_reachable(), _speaks_for_pupil(actor, to))
        .distinct()
        .order_by(TelegramAccount.telegram_id)
    )


def _speaks_for_pupil(actor: Actor, to: Audience) -> ColumnElement[bool]:
    """Of a `Guardian`: today, for a pupil who sits in the place."""
    pupils = (
        visible_students(at_work(actor))
        .with_only_columns(Student.id)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(_in_place(to))
    )
    return and_(Guardian.left_at.is_(None), Guardian.student_id.in_(pupils))


def _chats_of_task_holders(actor: Actor, to: Audience) -> Select[int]:
    """People with a task in the place: of a department, its head and those of its classes."""
    of_role = RoleGrant.role == to.role if to.role is not None else true()
    of_department = RoleGrant.department_id == to.department_id if to.department_id is not None else false()
    return (
        select(TelegramAccount.telegram_id)
        .join(RoleGrant, RoleGrant.person_id == TelegramAccount.person_id)
        .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
        .where(grant_holds(actor.on), is_reachable(), of_role, or_(_in_place(to), of_department))
        .distinct()
        .order_by(TelegramAccount.telegram_id)
    )


def _in_place(to: Audience) -> ColumnElement[bool]:
    if to.school_class_id is not None:
        return SchoolClass.id == to.school_class_id
    return SchoolClass.department_id == to.department_id if to.department_id is not None else true()
