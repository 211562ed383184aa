"""What happens at school on a day, as the service itself records it: a scan at the gate, a class's report."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.check_ins import enter_by_hand
from db.models import AbsenceReason, Direction, Student
from tests.core.reporting import report_class
from tests.school import NOW, OFFICER, SECRETARY, School, actor


async def scan(
    session: AsyncSession, student: Student, now: datetime = NOW, direction: Direction = Direction.IN
) -> None:
    officer, nonce = await actor(session, OFFICER), f"{student.id}:{now}"
    await enter_by_hand(session, officer, student_id=student.id, why="kartu", nonce=nonce, now=now, direction=direction)


async def report(session: AsyncSession, school: School, now: datetime = NOW, **reasons: AbsenceReason) -> None:
    """X RPL 1 reports these of the cast."""
    entries = {getattr(school, name).id: reason for name, reason in reasons.items()}
    await report_class(session, await actor(session, SECRETARY), school.x_rpl_1.id, entries, seen=now, now=now)
