"""A pupil's month, day by day, for those who may look back: homeroom teacher, leaders, counselor, and the pupil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import recap
from core.actors import Actor
from core.errors import NotFound
from core.periods import Period, month_of
from core.policy import looking_back, seats_of_student, visible_students
from core.recap_roll import Roll, roll_for
from core.recap_sheets import UNKNOWN
from core.school_years import current_term
from core.tallies import Tally, total
from db.models import Student


@dataclass(frozen=True, slots=True)
class PupilMonth:
    """`marks` of the school days that are over or begun: a letter, `?` for not reported, empty for present. `term`:
    what the semester came to so far.
    """

    student: Student
    school_class: str
    month: Period
    marks: Mapping[date, str]
    tally: Tally
    term: Tally

    @property
    def days(self) -> Sequence[date]:
        return list(self.marks)


async def month_of_pupil(session: AsyncSession, actor: Actor, student_id: int, day: date) -> PupilMonth:
    """The month of a day. Raises NotFound for a pupil whose past days are not this person's to see."""
    sight = looking_back(actor)
    student = await session.scalar(visible_students(sight).where(Student.id == student_id))
    so_far = month_of(day).until(actor.on)
    if student is None or so_far is None:
        raise NotFound
    term = await current_term(session, actor.on)
    roll = await roll_for(session, seats_of_student(sight, student_id, so_far.first, so_far.last), so_far)
    semester = Period(term.starts_on, actor.on)
    whole = await roll_for(session, seats_of_student(sight, student_id, semester.first, semester.last), semester)
    return PupilMonth(
        student,
        _last_class(whole),
        month_of(day),
        await _marks(session, roll),
        total(pupil.tally for pupil in await recap.by_pupil(session, roll)),
        total(pupil.tally for pupil in await recap.by_pupil(session, whole)),
    )


async def _marks(session: AsyncSession, roll: Roll) -> dict[date, str]:
    reported = await recap.reported_days(session, roll)
    marks = {
        on: "" if (seat.school_class_id, on) in reported else UNKNOWN
        for seat in roll.seats
        for on in roll.days[seat.school_class_id]
        if seat.first <= on <= seat.last
    }
    for day in await recap.letters(session, roll):
        marks[day.on_date] = "" if day.letter == recap.PRESENT else day.letter
    return dict(sorted(marks.items()))


def _last_class(roll: Roll) -> str:
    last = max(roll.seats, key=lambda seat: seat.first, default=None)
    return roll.classes[last.school_class_id].name if last is not None else ""
