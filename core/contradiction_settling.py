"""A person settles a contradiction with one tap; where that changes the day, it is a correction like any other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, contradiction_notices, corrections, cut_classes
from core.actions import Action
from core.actors import Actor
from core.contradictions import OUTCOMES, reason_after
from core.corrections import DayChange
from core.days import days_of
from core.errors import AlreadySettled, NotFound, NothingToSettle
from core.policy import student_for, students_numbered
from core.wording import contradictions as wording
from db.models import Contradiction, ContradictionOutcome, Person, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Held:
    """A contradiction that its pupil's teacher is about to settle; nobody else can until the transaction ends."""

    contradiction: Contradiction
    student: Student
    school_class: SchoolClass


async def contradiction_for(session: AsyncSession, actor: Actor, contradiction_id: int) -> Held:
    """Load a contradiction that this person may settle, and hold it. Refusals as of `student_for`."""
    row = await session.scalar(select(Contradiction).where(Contradiction.id == contradiction_id).with_for_update())
    if row is None:
        raise NotFound
    return Held(row, *await student_for(session, actor, row.student_id, Action.SETTLE_CONTRADICTION))


async def settle(
    session: AsyncSession, actor: Actor, held: Held, outcome: ContradictionOutcome, *, now: datetime
) -> None:
    """Settle it, once.

    Raises AlreadySettled, NothingToSettle when the facts agree by now, NotFound for an answer that does not fit, and
    the refusals of `correct_day` where the answer changes the day.
    """
    row = held.contradiction
    if row.outcome is not None:
        by = await session.scalar(select(Person.name).where(Person.id == row.settled_by))
        raise AlreadySettled(by or "")
    if row.withdrawn_at is not None:
        raise NothingToSettle
    if outcome not in OUTCOMES[row.kind]:
        raise NotFound
    is_corrected = await _correct(session, actor, row, outcome, now=now)
    row.settled_at, row.settled_by, row.outcome = now, actor.person_id, outcome
    await session.flush()
    if row.on_date == now.date():
        await alerts.settle(session, held.school_class.id, now=now)  # doubted until now, an alert may be owed
    await contradiction_notices.tell_of_settled(
        session, row, held.student, held.school_class, who=actor.name, is_corrected=is_corrected, now=now
    )
    if outcome is ContradictionOutcome.CUT:
        await cut_classes.warn(session, [row.student_id], now=now)


async def _correct(
    session: AsyncSession, actor: Actor, row: Contradiction, outcome: ContradictionOutcome, *, now: datetime
) -> bool:
    """Whether a correction was needed and written."""
    [day] = await days_of(session, students_numbered([row.student_id]), row.on_date)
    after = reason_after(outcome, row.said)
    if not day.status.is_changed_by(after):
        return False
    came_at, left_at = (at and at.astimezone(now.tzinfo) for at in (row.came_at, row.left_at))
    why = wording.why(row.kind, row.said, came_at, left_at, outcome)
    await corrections.correct_day(session, actor, DayChange(row.student_id, after, row.on_date), why=why, now=now)
    return True
