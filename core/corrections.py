"""Staff set a pupil's day right, with a reason that is kept beside what stood there before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, notices
from core.actions import Action
from core.actors import Actor
from core.attendance import Source
from core.days import StudentDay, days_of
from core.errors import AlreadySo, NotFound, TooLongAgo, WhyMissing
from core.policy import may, student_for, students_numbered
from core.school_rules import school_rules
from core.school_years import current_term
from db.models import AbsenceReason, Correction, Role, SchoolClass

LONGEST_WHY = 300  # letters


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a pupil's day shall be; `reason` None is present."""

    student_id: int
    reason: AbsenceReason | None
    on: date


async def correct_day(session: AsyncSession, actor: Actor, change: DayChange, *, why: str, now: datetime) -> Correction:
    """Append a correction; what colleagues were told follows it, and for today what guardians were told.

    Raises the refusals of `day_to_correct`, AlreadySo when nothing would change, and WhyMissing without a reason in
    words.
    """
    day = await day_to_correct(session, actor, change.student_id, change.on)
    # A guardian's mere notice is no such thing: with it staff make the day what the guardian has said.
    if not day.status.is_changed_by(change.reason) and day.status.source is not Source.GUARDIAN:
        raise AlreadySo(change.reason)
    words = " ".join(why.split())[:LONGEST_WHY]
    if not words:
        raise WhyMissing
    correction = Correction(
        student_id=day.student.id,
        on_date=change.on,
        reason_before=day.status.reason,
        reason_after=change.reason,
        why=words,
        corrected_by=actor.person_id,
        corrected_at=now,
    )
    session.add(correction)
    await session.flush()
    if change.on == now.date():
        await alerts.settle(session, day.school_class.id, now=now)
    await notices.tell_of_correction(session, correction, day.student, day.school_class, who=actor.name, now=now)
    return correction


async def day_to_correct(session: AsyncSession, actor: Actor, student_id: int, on: date) -> StudentDay:
    """A pupil's day, loaded and checked in one act.

    Raises the refusals of `student_for`; NotFound for a day to come, or on which the pupil sat in no class of those
    that the actor corrects: days in another class are that class's; TooLongAgo.
    """
    _, school_class = await student_for(session, actor, student_id, Action.CORRECT)
    days = await days_of(session, students_numbered([student_id]), on)
    if on > actor.on or not days or not may(actor, Action.CORRECT, days[0].school_class):
        raise NotFound
    earliest = await earliest_day(session, actor, school_class)
    if on < earliest:
        raise TooLongAgo(on, earliest)
    return days[0]


async def earliest_day(session: AsyncSession, actor: Actor, school_class: SchoolClass) -> date:
    """How far back somebody who may correct this class may do so: administrators the whole semester, its homeroom
    teacher as many days as the school has set, the duty teacher today.
    """
    begins = (await current_term(session, actor.on)).starts_on
    if actor.holds(Role.ADMINISTRATOR):
        return begins
    if any(g.role is Role.HOMEROOM_TEACHER and g.school_class_id == school_class.id for g in actor.grants):
        return max(begins, actor.on - timedelta(days=(await school_rules(session)).correction_days))
    return actor.on
