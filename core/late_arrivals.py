"""Who came late, of the pupils that somebody may see: today, and on other days for those who may look back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.errors import NotFound
from core.periods import Period
from core.policy import at_work, member_on, visible_students
from core.recap_events import is_late_arrival
from core.recap_scopes import sight_of
from db.models import ClassMembership, Scan, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class LateArrival:
    """`came_at` in the school's zone; `minutes` from the bell."""

    name: str
    school_class: str
    came_at: datetime
    minutes: int


async def late_today(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[LateArrival]:
    """By class and time of arrival."""
    rows = await session.execute(
        visible_students(at_work(actor))
        .with_only_columns(Student.name, SchoolClass.name, Scan.scanned_at, Scan.minutes_late)
        .join_from(Student, ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .join(Scan, and_(Scan.student_id == Student.id, Scan.on_date == actor.on, is_late_arrival()))
        .order_by(SchoolClass.name, Scan.scanned_at, Student.name)
    )
    return [LateArrival(name, of, at.astimezone(now.tzinfo), minutes or 0) for name, of, at, minutes in rows]


@dataclass(frozen=True, slots=True)
class LatePupil:
    """`school_class` is today's; `days` in order."""

    name: str
    school_class: str
    days: Sequence[date]


async def late_between(session: AsyncSession, actor: Actor, period: Period) -> Sequence[LatePupil]:
    """Who came late on these days, the most often first. Raises NotFound for days that the actor may not look at."""
    sight = at_work(sight_of(actor, period))
    if not sight.grants:
        raise NotFound
    rows = await session.execute(
        visible_students(sight)
        .with_only_columns(Student.id, Student.name, SchoolClass.name, Scan.on_date)
        .join_from(Student, ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .join(Scan, and_(Scan.student_id == Student.id, is_late_arrival()))
        .where(Scan.on_date.between(period.first, period.last))
        .order_by(SchoolClass.name, Student.name, Student.id, Scan.on_date)
    )
    pupils: dict[int, LatePupil] = {}
    days: dict[int, list[date]] = defaultdict(list)
    for number, name, school_class, on in rows:
        days[number].append(on)
        pupils[number] = LatePupil(name, school_class, days[number])
    return sorted(pupils.values(), key=lambda pupil: len(pupil.days), reverse=True)
