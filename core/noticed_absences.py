"""Before a class is reported: whom the report would call present although a guardian has said, and staff have accepted,
that the pupil is away. The reporter sees the classroom and is asked; what is sent as it is goes to the homeroom teacher
as a contradiction.
"""

import enum
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.attendance import DayEvents
from core.days import days_of
from core.errors import Refusal
from core.gate_day import seen_of
from core.policy import students_of_class
from db.models import AbsenceReason, SchoolClass


class Answer(enum.Enum):
    """What the reporter says of those who are left out."""

    INCLUDE = "include"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A pupil whom the report does not name, and why the guardian has said the pupil is away."""

    student_id: int
    name: str
    reason: AbsenceReason


@dataclass
class NoticedLeftOut(Refusal):
    """Not sent yet: the reporter has to say what is right about these pupils of the class, by name."""

    school_class_id: int
    left_out: Sequence[LeftOut]


async def to_include(
    session: AsyncSession,
    school_class: SchoolClass,
    named: Container[int],
    answer: Answer | None,
    *,
    now: datetime,
) -> Mapping[int, AbsenceReason]:
    """Whom a report has to name besides those `named`. Raises NoticedLeftOut: somebody, and no `answer`."""
    if answer is Answer.LEAVE:
        return {}
    left_out = await _left_out(session, school_class, named, now)
    if left_out and answer is None:
        raise NoticedLeftOut(school_class.id, left_out)
    return {one.student_id: one.reason for one in left_out}


async def _left_out(
    session: AsyncSession, school_class: SchoolClass, named: Container[int], now: datetime
) -> Sequence[LeftOut]:
    """Not of whom the gate has seen: the homeroom teacher is asked about them whatever the class says."""
    days = await days_of(session, students_of_class(school_class.id, now.date()), now.date())
    away = [day for day in days if day.student.id not in named and is_to_be_asked_about(day.events)]
    seen = await seen_of(session, [day.student.id for day in away], now.date())
    return [
        LeftOut(day.student.id, day.student.name, day.events.notice_reason)
        for day in away
        if day.events.notice_reason is not None and day.student.id not in seen
    ]


def is_to_be_asked_about(events: DayEvents) -> bool:
    """Whether a report without this pupil would overrule an accepted notice, and does so for the first time."""
    is_called_present = events.class_reported and events.reported_reason is None
    return events.notice_accepted and not events.corrected and not is_called_present
