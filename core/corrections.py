"""Staff set a pupil's day right, with a reason that is kept beside what stood there before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, notices
from core.days import days_of
from core.errors import DayIsOver, WhyMissing
from core.outbox import asked_in
from core.policy import Action, Actor, student_for, students_numbered
from db.models import AbsenceReason, Correction

LONGEST_WHY = 300  # letters


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose before being asked why, and for which day; `reason` None is present."""

    student_id: int
    reason: AbsenceReason | None
    on: date

    def as_extras(self) -> dict[str, object]:
        reason = self.reason.value if self.reason else None
        return {"correct": {"student": self.student_id, "reason": reason, "on": self.on.isoformat()}}


async def asked_by(session: AsyncSession, *, chat_id: int, message_id: int) -> Asked | None:
    """What the message in a chat asked the reason for, if it is such a question."""
    asked = await asked_in(session, chat_id=chat_id, message_id=message_id, about="correct")
    if asked is None:
        return None
    reason = AbsenceReason(asked["reason"]) if asked["reason"] else None
    return Asked(asked["student"], reason, date.fromisoformat(asked["on"]))


async def correct_today(session: AsyncSession, actor: Actor, asked: Asked, *, why: str, now: datetime) -> Correction:
    """Append a correction of today; what guardians and colleagues were told follows it.

    Raises the refusals of `student_for`, DayIsOver for a question of another day, and WhyMissing without a reason in
    words.
    """
    student, school_class = await student_for(session, actor, asked.student_id, Action.CORRECT)
    if asked.on != now.date():
        raise DayIsOver(asked.on)
    words = " ".join(why.split())[:LONGEST_WHY]
    if not words:
        raise WhyMissing
    [day] = await days_of(session, students_numbered([student.id]), now.date())
    correction = Correction(
        student_id=student.id,
        on_date=now.date(),
        reason_before=day.status.reason,
        reason_after=asked.reason,
        why=words,
        corrected_by=actor.person_id,
        corrected_at=now,
    )
    session.add(correction)
    await session.flush()
    await alerts.settle(session, school_class.id, now=now)
    await notices.tell_of_correction(session, correction, student, school_class, who=actor.name, now=now)
    return correction
