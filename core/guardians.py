"""Guardians and their numbers: registering with the printed keycode, whose children a number speaks for, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.alerts import alert_key
from core.outbox import withdraw
from core.policy import member_on
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


async def leave(session: AsyncSession, guardians: Sequence[Guardian], *, now: datetime) -> None:
    """These registrations end, and so does what waited to be sent for them. The rows stay: consent and its end."""
    await session.execute(update(Guardian).where(Guardian.id.in_([g.id for g in guardians])).values(left_at=now))
    await withdraw(session, [alert_key(g, now.date()) for g in guardians], now=now)
