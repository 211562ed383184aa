"""Guardians and their numbers: registering with the printed keycode, whose children a number speaks for, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, phone
from core.alerts import alert_key
from core.errors import NotFound
from core.outbox import withdraw
from core.policy import Action, Actor, member_on, student_for, visible_students
from db.models import ClassMembership, Guardian, Keycode, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil for whom a number speaks, with the class of the day."""

    guardian: Guardian
    student: Student
    school_class: SchoolClass


async def children_of(session: AsyncSession, phone: str, on: date) -> Sequence[Child]:
    """The pupils of this number who sit in a class on the day, in the order of registering."""
    rows = await session.execute(
        select(Guardian, Student, SchoolClass)
        .join(Student, Student.id == Guardian.student_id)
        .join(ClassMembership, (ClassMembership.student_id == Student.id) & member_on(on))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Guardian.phone == phone, Guardian.left_at.is_(None))
        .order_by(Guardian.id)
    )
    return [Child(guardian, student, school_class) for guardian, student, school_class in rows]


async def register(session: AsyncSession, phone: str, keycode: str, *, now: datetime) -> tuple[Child, bool] | None:
    """Let the number speak for the pupil of this keycode. Returns the child and whether it is new; None: no living
    keycode.

    A pupil who sits in no class today (left, or not yet placed) counts as no living keycode: there is nobody to be
    told.
    """
    issued = await session.scalar(select(Keycode).where(Keycode.code == keycode, Keycode.revoked_at.is_(None)))
    if issued is None:
        return None
    fresh = await session.scalar(
        insert(Guardian)
        .values(student_id=issued.student_id, phone=phone, keycode_id=issued.id, registered_at=now)
        .on_conflict_do_nothing()
        .returning(Guardian.id)
    )
    for child in await children_of(session, phone, now.date()):
        if child.student.id == issued.student_id:
            return child, fresh is not None
    return None


async def speaks_by(session: AsyncSession, phone: str, keycode: str) -> bool:
    """Whether the number speaks already for the pupil of this living keycode."""
    held = (
        select(Guardian.id)
        .join(Keycode, Keycode.student_id == Guardian.student_id)
        .where(Keycode.code == keycode, Keycode.revoked_at.is_(None))
        .where(Guardian.phone == phone, Guardian.left_at.is_(None))
    )
    return await session.scalar(held) is not None


async def numbers_of(session: AsyncSession, student_id: int) -> Sequence[Guardian]:
    """The numbers that speak for a pupil, in the order of registering."""
    return (
        await session.scalars(
            select(Guardian)
            .where(Guardian.student_id == student_id, Guardian.left_at.is_(None))
            .order_by(Guardian.registered_at, Guardian.id)
        )
    ).all()


async def registered_since(session: AsyncSession, actor: Actor, moment: datetime) -> Sequence[Child]:
    """Who has registered since then for the pupils whom the actor may see, the newest first."""
    rows = await session.execute(
        visible_students(actor)
        .add_columns(Guardian, SchoolClass)
        .join(Guardian, Guardian.student_id == Student.id)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Guardian.registered_at >= moment, Guardian.left_at.is_(None))
        .order_by(Guardian.id.desc())
    )
    return [Child(guardian, student, school_class) for student, guardian, school_class in rows]


async def registration_for(session: AsyncSession, actor: Actor, guardian_id: int) -> Child:
    """A number that speaks for a pupil, for an administrator. Raises NotFound (ended, or the pupil is gone) and
    NotAllowed.
    """
    guardian = await session.scalar(select(Guardian).where(Guardian.id == guardian_id, Guardian.left_at.is_(None)))
    if guardian is None:
        raise NotFound
    student, school_class = await student_for(session, actor, guardian.student_id, Action.ADMINISTER)
    return Child(guardian, student, school_class)


async def withdraw_number(session: AsyncSession, actor: Actor, guardian_id: int, *, now: datetime) -> Child:
    """End a registration that should not be: a wrong or lost number. Returns what it was; refusals as before."""
    child = await registration_for(session, actor, guardian_id)
    await leave(session, [child.guardian], now=now)
    audit.record(
        session,
        "withdraw_number",
        now=now,
        person_id=actor.person_id,
        student_id=child.student.id,
        phone=phone.masked(child.guardian.phone),
    )
    return child


async def leave(session: AsyncSession, guardians: Sequence[Guardian], *, now: datetime) -> None:
    """These registrations end, and so does what waited to be sent for them. The rows stay: consent and its end."""
    await session.execute(update(Guardian).where(Guardian.id.in_([g.id for g in guardians])).values(left_at=now))
    await withdraw(session, [alert_key(g, now.date()) for g in guardians], now=now)
