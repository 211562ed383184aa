"""Guardians, by number or by Telegram: registering with the printed keycode, whose children one speaks for, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import accounts, audit
from core.actions import Action
from core.actors import Actor
from core.alerts import alert_key
from core.errors import NotAllowed, NotFound
from core.outbox import withdraw
from core.policy import member_on, student_for, visible_students
from core.wording.guardians import registered_as
from db.models import ClassMembership, Guardian, Keycode, Person, RoleGrant, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil for whom a guardian speaks, with the class of the day."""

    guardian: Guardian
    student: Student
    school_class: SchoolClass


async def children_of(session: AsyncSession, phone: str, on: date) -> Sequence[Child]:
    """The pupils of this number who sit in a class on the day, in the order of registering."""
    return await _children(session, Guardian.phone == phone, on)


async def children_of_person(session: AsyncSession, person_id: int, on: date) -> Sequence[Child]:
    """The same, of a person in Telegram."""
    return await _children(session, Guardian.person_id == person_id, on)


async def _children(session: AsyncSession, of: ColumnElement[bool], on: date) -> Sequence[Child]:
    rows = await session.execute(
        select(Guardian, Student, SchoolClass)
        .join(Student, Student.id == Guardian.student_id)
        .join(ClassMembership, (ClassMembership.student_id == Student.id) & member_on(on))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(of, Guardian.left_at.is_(None))
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
    is_new = await enter(session, issued, phone=phone, now=now)
    child = of_pupil(await children_of(session, phone, now.date()), issued.student_id)
    return (child, is_new) if child is not None else None


async def enter(
    session: AsyncSession, keycode: Keycode, *, phone: str | None = None, person_id: int | None = None, now: datetime
) -> bool:
    """Write down that one of the two speaks for the keycode's pupil. False: it did before."""
    fresh = await session.scalar(
        insert(Guardian)
        .values(
            student_id=keycode.student_id, phone=phone, person_id=person_id, keycode_id=keycode.id, registered_at=now
        )
        .on_conflict_do_nothing()
        .returning(Guardian.id)
    )
    return fresh is not None


async def enter_account(
    session: AsyncSession, keycode: Keycode, *, telegram_id: int, telegram_name: str, now: datetime
) -> tuple[Person, bool]:
    """The same for a Telegram account, which speaks for a person from now on if it did for nobody. Returns the person
    and whether the registration is new. Raises NotAllowed for the pupil's own account.
    """
    person = await accounts.link(session, telegram_id=telegram_id, telegram_name=telegram_name, person_id=None, now=now)
    refuse_oneself(person, keycode)
    return person, await enter(session, keycode, person_id=person.id, now=now)


def refuse_oneself(person: Person | None, keycode: Keycode) -> None:
    """Raises NotAllowed for the pupil of this keycode, who would be the own guardian."""
    if person is not None and person.student_id == keycode.student_id:
        raise NotAllowed


def of_pupil(children: Sequence[Child], student_id: int) -> Child | None:
    """The one of them who is this pupil."""
    return next((child for child in children if child.student.id == student_id), None)


async def speaks_by(session: AsyncSession, phone: str, keycode: str) -> bool:
    """Whether the number speaks already for the pupil of this living keycode."""
    held = (
        select(Guardian.id)
        .join(Keycode, Keycode.student_id == Guardian.student_id)
        .where(Keycode.code == keycode, Keycode.revoked_at.is_(None))
        .where(Guardian.phone == phone, Guardian.left_at.is_(None))
    )
    return await session.scalar(held) is not None


async def guardians_of(session: AsyncSession, student_id: int) -> Sequence[Guardian]:
    """Who speaks for a pupil, in the order of registering."""
    return (
        await session.scalars(
            select(Guardian)
            .where(Guardian.student_id == student_id, Guardian.left_at.is_(None))
            .options(joinedload(Guardian.person))
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
        .options(joinedload(Guardian.person))
        .order_by(Guardian.id.desc())
    )
    return [Child(guardian, student, school_class) for student, guardian, school_class in rows]


async def registration_for(session: AsyncSession, actor: Actor, guardian_id: int) -> Child:
    """A guardian of a pupil, for an administrator. Raises NotFound (ended, or the pupil is gone) and NotAllowed."""
    guardian = await session.scalar(
        select(Guardian)
        .where(Guardian.id == guardian_id, Guardian.left_at.is_(None))
        .options(joinedload(Guardian.person))
    )
    if guardian is None:
        raise NotFound
    student, school_class = await student_for(session, actor, guardian.student_id, Action.ADMINISTER)
    return Child(guardian, student, school_class)


async def withdraw_guardian(session: AsyncSession, actor: Actor, guardian_id: int, *, now: datetime) -> Child:
    """End a registration that should not be: a wrong or lost number. Returns what it was; refusals as before."""
    child = await registration_for(session, actor, guardian_id)
    await leave(session, [child.guardian], now=now)
    audit.record(
        session,
        "withdraw_number",
        now=now,
        person_id=actor.person_id,
        student_id=child.student.id,
        phone=registered_as(child.guardian),
    )
    return child


async def leave(session: AsyncSession, guardians: Sequence[Guardian], *, now: datetime) -> None:
    """These registrations end, and so does what waited to be sent for them. The rows stay: consent and its end. A
    Telegram account that was here for them alone speaks for nobody from now on.
    """
    await session.execute(update(Guardian).where(Guardian.id.in_([g.id for g in guardians])).values(left_at=now))
    await withdraw(session, [alert_key(g, now.date()) for g in guardians], now=now)
    for person_id in {g.person_id for g in guardians if g.person_id is not None}:
        if not await _has_ties(session, person_id):
            await accounts.unlink(session, person_id, now=now)


async def _has_ties(session: AsyncSession, person_id: int) -> bool:
    """Whether the person has, had or will have a task at the school, or is still somebody's guardian."""
    tasks = select(RoleGrant.id).where(RoleGrant.person_id == person_id).exists()
    children = select(Guardian.id).where(Guardian.person_id == person_id, Guardian.left_at.is_(None)).exists()
    return bool(await session.scalar(select(or_(tasks, children))))
