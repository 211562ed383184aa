"""Today of a guardian's own children: how each stands, and when each came and left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.days import StudentDay, days_of
from core.policy import students_numbered
from db.models import Direction, Scan


@dataclass(frozen=True, slots=True)
class ChildDay:
    """`came_at` and `left_at` in the school's zone; `minutes_late` from the bell."""

    day: StudentDay
    came_at: datetime | None
    left_at: datetime | None
    minutes_late: int | None


async def children_today(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[ChildDay]:
    """Two queries, however many children; those alone who sit in a class today."""
    scans = await session.scalars(
        select(Scan).where(Scan.student_id.in_(actor.children), Scan.on_date == now.date(), Scan.counts)
    )
    counted = {(scan.student_id, scan.direction): scan for scan in scans}
    return [
        _of_child(day, counted.get((day.student.id, Direction.IN)), counted.get((day.student.id, Direction.OUT)), now)
        for day in await days_of(session, students_numbered(actor.children), now.date())
    ]


def _of_child(day: StudentDay, came: Scan | None, left: Scan | None, now: datetime) -> ChildDay:
    return ChildDay(
        day,
        came.scanned_at.astimezone(now.tzinfo) if came else None,
        left.scanned_at.astimezone(now.tzinfo) if left else None,
        came.minutes_late if came else None,
    )
