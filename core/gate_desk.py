"""Finding somebody at the gate who cannot scan: a name at a time, never a list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.cards import CardHolder
from core.errors import NotFound
from core.gate_facts import Holder
from core.policy import grant_holds, member_on, students_seated
from db.models import ClassMembership, Person, RoleGrant, SchoolClass, Student

MOST_FOUND = 8
"""People that one search names: a name at the gate is asked for, the school's list is not."""
SHORTEST_SEARCH = 3  # letters


async def find_at_gate(session: AsyncSession, words: str, *, on: date) -> Sequence[Holder]:
    """Pupils and staff in whose name every word occurs, or the pupil of this NIS; at most `MOST_FOUND`, pupils first.

    Nothing for fewer than `SHORTEST_SEARCH` letters.
    """
    asked = words.lower().split()
    if sum(map(len, asked)) < SHORTEST_SEARCH:
        return []
    found = await _pupils(session, asked, on)
    return [*found, *await _staff(session, asked, on)][:MOST_FOUND]


async def holder_at_gate(
    session: AsyncSession, *, student_id: int | None, person_id: int | None, on: date
) -> CardHolder:
    """One who was found before: a pupil, or one who works here. Raises NotFound for whoever does not belong to the
    school that day, and for both at once.
    """
    if student_id is not None and person_id is not None:
        raise NotFound
    pupil = students_seated(on).where(Student.id == student_id)
    staff = select(Person).where(Person.id == person_id, _works_here(on))
    found = await session.scalar(pupil) if student_id is not None else await session.scalar(staff)
    if found is None:
        raise NotFound
    return found


async def _pupils(session: AsyncSession, words: Sequence[str], on: date) -> list[Holder]:
    named = or_(_has_all(Student.name, words), Student.nis == " ".join(words))
    rows = await session.execute(
        students_seated(on)
        .add_columns(SchoolClass.name)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(named)
        .order_by(Student.name, Student.id)
        .limit(MOST_FOUND)
    )
    return [Holder(student.id, None, student.name, place) for student, place in rows]


async def _staff(session: AsyncSession, words: Sequence[str], on: date) -> list[Holder]:
    named: Select[Person] = (
        select(Person)
        .where(_works_here(on), _has_all(Person.name, words))
        .order_by(Person.name, Person.id)
        .limit(MOST_FOUND)
    )
    return [Holder(None, person.id, person.name, None) for person in await session.scalars(named)]


def _works_here(on: date) -> ColumnElement[bool]:
    """Holds a role and is no pupil: pupils with a task check in as pupils."""
    return and_(Person.student_id.is_(None), Person.id.in_(select(RoleGrant.person_id).where(grant_holds(on))))


def _has_all(name: InstrumentedAttribute[str], words: Sequence[str]) -> ColumnElement[bool]:
    return and_(*(func.lower(name).contains(word, autoescape=True) for word in words))
