"""Contradictions as they are shown: who, what, and whether somebody has settled it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    AbsenceReason,
    Contradiction,
    ContradictionKind,
    ContradictionOutcome,
    Person,
    SchoolClass,
    Student,
)

MOST_SHOWN = 20
"""In one message, so that it stays under 4096 letters and 100 buttons."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One contradiction. `came_at`, or `left_at` of who was seen on leaving alone, is in the school's zone; `by` has
    settled it, with `outcome`.
    """

    id: int
    student_id: int
    student: str
    school_class: str
    kind: ContradictionKind
    said: AbsenceReason | None
    came_at: datetime | None
    left_at: datetime | None = None
    is_withdrawn: bool = False
    outcome: ContradictionOutcome | None = None
    by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None and not self.is_withdrawn


def as_shown(row: Contradiction, student: str, school_class: str, by: str | None, now: datetime) -> Shown:
    """A row with the names around it; `now` gives the school's zone."""
    return Shown(
        row.id,
        row.student_id,
        student,
        school_class,
        row.kind,
        row.said,
        row.came_at and row.came_at.astimezone(now.tzinfo),
        row.left_at and row.left_at.astimezone(now.tzinfo),
        row.withdrawn_at is not None,
        row.outcome,
        by,
    )


def first_of(found: Sequence[Shown]) -> Sequence[Shown]:
    """What fits into a message; of too many the open ones first, so that each comes up in its turn."""
    ordered = found if len(found) <= MOST_SHOWN else sorted(found, key=lambda one: not one.is_open)
    return ordered[:MOST_SHOWN]


async def told_together(
    session: AsyncSession, students: Select[Student], school_class_id: int, on: date, *, found_at: datetime
) -> Sequence[Shown]:
    """What one message told a class's teachers about a day, as it stands now, of these pupils; by name."""
    of_class = (Contradiction.school_class_id == school_class_id) & (Contradiction.on_date == on)
    return await _listed(session, students, of_class & (Contradiction.found_at == found_at), found_at)


async def of_day(session: AsyncSession, students: Select[Student], on: date, *, now: datetime) -> Sequence[Shown]:
    """All that a day had for these pupils and that did not vanish, by class and name."""
    that_day = (Contradiction.on_date == on) & Contradiction.withdrawn_at.is_(None)
    return await _listed(session, students, that_day, now)


async def _listed(
    session: AsyncSession, students: Select[Student], which: ColumnElement[bool], now: datetime
) -> Sequence[Shown]:
    rows = await session.execute(
        select(Contradiction, Student.name, SchoolClass.name, Person.name)
        .join(Student, Student.id == Contradiction.student_id)
        .join(SchoolClass, SchoolClass.id == Contradiction.school_class_id)
        .outerjoin(Person, Person.id == Contradiction.settled_by)
        .where(which, Student.id.in_(students.with_only_columns(Student.id)))
        .order_by(SchoolClass.name, Student.name, Contradiction.id)
    )
    return [as_shown(row, student, school_class, by, now) for row, student, school_class, by in rows]
