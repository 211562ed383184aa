"""Who came late today, of the pupils that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Actor, at_work, member_on, visible_students
from core.recap_events import is_late_arrival
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
