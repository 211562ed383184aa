"""While both class leaders are away another pupil of the class reports: a secretary for some days, named by the
homeroom teacher.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core import accounts, audit, invitations
from core.actions import Action
from core.actors import Actor
from core.errors import AlreadyHeld
from core.inviting import Invited, make_invitation
from core.policy import class_for, limited_to, member_on, student_for, students_of_class, visible_classes
from core.posts import Place
from db.models import ClassMembership, Invitation, Role, SchoolClass, Student, TelegramAccount

LONGEST = 14  # days


@dataclass(frozen=True, slots=True)
class Deputy:
    """`invited` is for a pupil whose Telegram is not known yet; else the pupil holds the role already, in `chat_id`."""

    student: Student
    school_class: SchoolClass
    until: date
    invited: Invited | None
    chat_id: int | None


def is_lasting(until: InstrumentedAttribute[date | None], on: date) -> ColumnElement[bool]:
    """A class leader's own term, told by its last day; a deputy's days end within LONGEST."""
    return or_(until.is_(None), until > on + timedelta(days=LONGEST))


async def classes_to_deputise(session: AsyncSession, actor: Actor) -> Sequence[SchoolClass]:
    """The classes with pupils for which this person may name a deputy, by name."""
    seats = select(ClassMembership.school_class_id).where(member_on(actor.on))
    found = visible_classes(limited_to(actor, Action.NAME_DEPUTY)).where(SchoolClass.id.in_(seats))
    return (await session.scalars(found.order_by(SchoolClass.name))).all()


async def pupils_to_choose(session: AsyncSession, actor: Actor, school_class_id: int) -> Sequence[Student]:
    """The pupils of a class, by name; refusals as in `class_for`."""
    await class_for(session, actor, school_class_id, Action.NAME_DEPUTY)
    found = students_of_class(school_class_id, actor.on).order_by(Student.name, Student.id)
    return (await session.scalars(found)).all()


async def name_deputy(session: AsyncSession, actor: Actor, student_id: int, *, days: int, now: datetime) -> Deputy:
    """Let a pupil report for the own class, today and the days after, `days` in all. Named again, a deputy stays until
    the later of the two last days, and an invitation that nobody has used is dead.

    Raises the refusals of `student_for`, and AlreadyHeld for the class's secretary.
    """
    student, school_class = await student_for(session, actor, student_id, Action.NAME_DEPUTY)
    person = await accounts.person_of_student(session, student, now=now)
    until = await _last_day(session, person.id, school_class.id, days, now)
    chat_id = await session.scalar(
        select(TelegramAccount.telegram_id).where(
            TelegramAccount.person_id == person.id, TelegramAccount.unlinked_at.is_(None)
        )
    )
    invited = None
    if chat_id is not None:
        await accounts.grant(
            session, person.id, Role.CLASS_SECRETARY, now=now, school_class_id=school_class.id, until=until
        )
    else:
        await _withdraw_earlier(session, person.id, school_class.id, actor, now)
        place = Place(school_class.id)
        invited = await make_invitation(
            session, actor, Role.CLASS_SECRETARY, place, school_class.name, person, now=now, last_day=until
        )
    audit.record(
        session, "name_deputy", now=now, person_id=actor.person_id, for_person=person.id, until=until.isoformat()
    )
    return Deputy(student, school_class, until, invited, chat_id)


async def _last_day(session: AsyncSession, person_id: int, school_class_id: int, days: int, now: datetime) -> date:
    """As asked for, or of the days that the pupil has been given before, if they are more."""
    today = now.date()
    asked = today + timedelta(days=min(days, LONGEST) - 1)
    held = await accounts.grant_held(
        session, person_id, Role.CLASS_SECRETARY, on=today, school_class_id=school_class_id
    )
    if held is None:
        return asked
    if held.valid_until is None:
        raise AlreadyHeld
    return max(asked, held.valid_until)


async def _withdraw_earlier(
    session: AsyncSession, person_id: int, school_class_id: int, actor: Actor, now: datetime
) -> None:
    await invitations.withdraw_invitations(
        session,
        Invitation.person_id == person_id,
        Invitation.role == Role.CLASS_SECRETARY,
        Invitation.school_class_id == school_class_id,
        now=now,
        by=actor.person_id,
    )
