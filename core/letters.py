"""A letter of excuse, photographed: attached to a pupil's absence by whoever reports, seen by homeroom teacher and
counselor only.

The picture stays with Telegram; here is only its name there. Nobody who reports can open it again afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.errors import NotFound
from core.letter_days import takes_letter
from core.policy import limited_to, member_on, require, student_for, visible_students
from core.recipients import chats_of
from core.telling import tell
from core.wording import letters as wording
from db.models import ClassMembership, Letter, Person, Role, SchoolClass, Student

LOOKED_BACK = timedelta(days=30)
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class LetterShown:
    letter: Letter
    student: Student
    school_class: SchoolClass


async def attach(session: AsyncSession, actor: Actor, student_id: int, on: date, photo: str, *, now: datetime) -> str:
    """Keep it with the pupil's day and tell those who may see it. Returns the pupil's name.

    Raises the refusals of `absence_for`.
    """
    student, school_class = await absence_for(session, actor, student_id, on)
    letter = Letter(student_id=student.id, on_date=on, photo=photo, sent_by=actor.person_id, sent_at=now)
    session.add(letter)
    await session.flush()
    await _tell(session, LetterShown(letter, student, school_class), actor, now)
    return student.name


async def absence_for(session: AsyncSession, actor: Actor, student_id: int, on: date) -> tuple[Student, SchoolClass]:
    """The pupil of an absence that a letter can be about.

    Raises the refusals of `student_for`, and NotFound for any other day.
    """
    found = await student_for(session, actor, student_id, Action.REPORT)
    if not await takes_letter(session, actor, student_id, on):
        raise NotFound
    return found


async def letters_for(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[LetterShown]:
    """The newest letters of the last weeks that this person may see, newest first. Raises NotAllowed for whoever sees
    none of anybody.
    """
    require(actor, Action.SEE_LETTER)
    rows = await session.execute(
        _seen_by(actor, now).where(Letter.sent_at > now - LOOKED_BACK).order_by(Letter.id.desc()).limit(MOST_LISTED)
    )
    return [LetterShown(letter, student, school_class) for student, letter, school_class in rows]


async def letter_for(session: AsyncSession, actor: Actor, letter_id: int, *, now: datetime) -> LetterShown:
    """One letter, or NotFound, also for those who may see the pupil but no letters."""
    row = (await session.execute(_seen_by(actor, now).where(Letter.id == letter_id))).one_or_none()
    if row is None:
        raise NotFound
    student, letter, school_class = row
    return LetterShown(letter, student, school_class)


async def sender_of(session: AsyncSession, letter: Letter) -> str:
    """The name of whoever sent it."""
    return (await session.get_one(Person, letter.sent_by)).name


def _seen_by(actor: Actor, now: datetime) -> Select[Student, Letter, SchoolClass]:
    seat = and_(ClassMembership.student_id == Student.id, member_on(now.date()))
    return (
        visible_students(limited_to(actor, Action.SEE_LETTER))
        .add_columns(Letter, SchoolClass)
        .join(Letter, Letter.student_id == Student.id)
        .join(ClassMembership, seat)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
    )


async def _tell(session: AsyncSession, shown: LetterShown, sender: Actor, now: datetime) -> None:
    """With the picture itself, to the class's homeroom teacher and the counselors; not to who has just sent it."""
    roles = (Role.HOMEROOM_TEACHER, Role.COUNSELOR)
    chats = await chats_of(session, roles, on=now.date(), school_class_id=shown.school_class.id)
    caption = wording.letter(
        student=shown.student.name, school_class=shown.school_class.name, on=shown.letter.on_date, who=sender.name
    )
    await tell(
        session,
        chats,
        caption,
        key=f"letter:{shown.letter.id}",
        now=now,
        besides=sender.person_id,
        student_id=shown.student.id,
        extras={"photo": shown.letter.photo},
    )
