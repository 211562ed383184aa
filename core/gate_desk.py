"""Finding somebody at the gate who cannot scan: a name at a time, never a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, and_, func, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.cards import CardHolder
from core.errors import NotFound
from core.gate_facts import Holder
from core.policy import is_staff, member_on, students_seated
from core.typed_names import meant_by
from db.models import ClassMembership, Person, SchoolClass, Student

MOST_FOUND = 8
"""People that one search names: a name at the gate is asked for, the school's list is not."""
SHORTEST_SEARCH = 3  # letters


@dataclass(frozen=True, slots=True)
class FoundAtGate:
    """Not `is_sure`: nobody has the name that was asked for, and theirs are like it, so that even a single one has to
    be chosen.
    """

    holders: Sequence[Holder]
    is_sure: bool


async def find_at_gate(session: AsyncSession, words: str, *, on: date) -> FoundAtGate:
    """Pupils and staff in whose name every word occurs, or the pupil of this NIS, pupils first; failing that, those
    whom the words mean when one mistypes a name, or who are merely like them. At most `MOST_FOUND`.

    Nobody for fewer than `SHORTEST_SEARCH` letters.
    """
    asked = words.lower().split()
    if sum(map(len, asked)) < SHORTEST_SEARCH:
        return FoundAtGate([], is_sure=False)
    who = _everybody(on).subquery()
    everybody = select(who.c.student_id, who.c.person_id, who.c.name, who.c.place).order_by(
        who.c.person_id.is_not(None), who.c.name, who.c.student_id, who.c.person_id
    )
    has_all = and_(*(func.lower(who.c.name).contains(word, autoescape=True) for word in asked))
    named = everybody.where(or_(has_all, who.c.nis == " ".join(asked))).limit(MOST_FOUND)
    if found := [Holder(*row) for row in await session.execute(named)]:
        return FoundAtGate(found, is_sure=True)
    rows = (await session.execute(everybody)).all()
    meant = meant_by(words, [row.name for row in rows])
    return FoundAtGate([Holder(*rows[place]) for place in meant.places[:MOST_FOUND]], meant.is_sure)


async def holder_at_gate(
    session: AsyncSession, *, student_id: int | None, person_id: int | None, on: date
) -> CardHolder:
    """One who was found before: a pupil, or one who works here. Raises NotFound for whoever does not belong to the
    school that day, and for both at once.
    """
    if student_id is not None and person_id is not None:
        raise NotFound
    pupil = students_seated(on).where(Student.id == student_id)
    staff = select(Person).where(Person.id == person_id, is_staff(on))
    found = await session.scalar(pupil) if student_id is not None else await session.scalar(staff)
    if found is None:
        raise NotFound
    return found


def _everybody(on: date) -> CompoundSelect[*tuple[Any, ...]]:
    """Who may come through the gate on a day."""
    sits_there = and_(ClassMembership.student_id == Student.id, member_on(on))
    pupils = (
        students_seated(on)
        .join(ClassMembership, sits_there)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .with_only_columns(
            Student.id.label("student_id"),
            null().label("person_id"),
            Student.name.label("name"),
            Student.nis.label("nis"),
            SchoolClass.name.label("place"),
        )
    )
    return union_all(pupils, select(null(), Person.id, Person.name, null(), null()).where(is_staff(on)))
