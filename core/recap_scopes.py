"""About whom somebody may ask for a recap of a period: the school, departments, classes, a pupil."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.class_names import class_named
from core.errors import NotFound
from core.periods import Period
from core.policy import (
    WHOLE_SCHOOL,
    looking_back,
    seats_between,
    seats_of_student,
    visible_classes,
    visible_seats,
    visible_students,
)
from db.models import ClassMembership, Department, Role, SchoolClass, Student


class Place(enum.Enum):
    SCHOOL = "s"
    DEPARTMENT = "d"
    CLASS = "c"
    PUPIL = "p"


@dataclass(frozen=True, slots=True)
class Scope:
    """The school (`id` 0, no name), or a department, class or pupil by its id."""

    place: Place
    id: int = 0
    name: str = ""


async def scopes_for(session: AsyncSession, actor: Actor, period: Period) -> Sequence[Scope]:
    """From the widest to the narrowest; empty when the actor may not look at these days."""
    sight = sight_of(actor, period)
    classes = await _classes(session, sight, period)
    whole = [Scope(Place.SCHOOL)] if sight.holds(*WHOLE_SCHOOL) and classes else []
    departments = await _departments(session, sight, {c.department_id for c in classes})
    return [*whole, *departments, *(Scope(Place.CLASS, c.id, c.name) for c in classes)]


async def scope_of_class(session: AsyncSession, actor: Actor, period: Period, words: str) -> Scope | None:
    """The class of `scopes_for` that has this name, as people type it."""
    found = class_named(words, await _classes(session, sight_of(actor, period), period))
    return Scope(Place.CLASS, found.id, found.name) if found is not None else None


async def scope_for(session: AsyncSession, actor: Actor, period: Period, place: Place, number: int) -> Scope:
    """One of `scopes_for`, or a pupil of whom the actor may see these days. Raises NotFound for any other."""
    if place is Place.PUPIL:
        return await _pupil(session, sight_of(actor, period), number)
    for scope in await scopes_for(session, actor, period):
        if (scope.place, scope.id) == (place, number):
            return scope
    raise NotFound


def seats_in(actor: Actor, scope: Scope, period: Period) -> Select[ClassMembership]:
    """Who sat in a scope that `scope_for` has let through."""
    sight = sight_of(actor, period)
    if scope.place is Place.PUPIL:
        return seats_of_student(sight, scope.id, period.first, period.last)
    seats = visible_seats(sight, period.first, period.last)
    if scope.place is Place.CLASS:
        return seats.where(ClassMembership.school_class_id == scope.id)
    if scope.place is Place.DEPARTMENT:
        of_department = select(SchoolClass.id).where(SchoolClass.department_id == scope.id)
        return seats.where(ClassMembership.school_class_id.in_(of_department))
    return seats


def sight_of(actor: Actor, period: Period) -> Actor:
    """Today is for every role that sees the pupils; any other day for those that may look back."""
    return actor if period.first == period.last == actor.on else looking_back(actor)


async def _classes(session: AsyncSession, sight: Actor, period: Period) -> Sequence[SchoolClass]:
    """Those in which somebody sat then."""
    sat_in = seats_between(period.first, period.last).with_only_columns(ClassMembership.school_class_id)
    found = await session.scalars(visible_classes(sight).where(SchoolClass.id.in_(sat_in)).order_by(SchoolClass.name))
    return found.all()


async def _pupil(session: AsyncSession, sight: Actor, number: int) -> Scope:
    student = await session.scalar(visible_students(sight).where(Student.id == number))
    if student is None:
        raise NotFound
    return Scope(Place.PUPIL, student.id, student.name)


async def _departments(session: AsyncSession, sight: Actor, numbers: set[int | None]) -> Sequence[Scope]:
    """Those whose every class the actor sees."""
    whole = sight.holds(*WHOLE_SCHOOL)
    headed = {grant.department_id for grant in sight.grants if grant.role is Role.DEPARTMENT_HEAD}
    wanted = [n for n in numbers if n is not None and (whole or n in headed)]
    found = await session.scalars(select(Department).where(Department.id.in_(wanted)).order_by(Department.code))
    return [Scope(Place.DEPARTMENT, department.id, department.code) for department in found]
