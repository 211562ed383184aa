"""A day that is reported, and what somebody was owed of its report."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    AbsenceReason,
    CalendarEntry,
    CalendarKind,
    Direction,
    OutboxFile,
    OutboxMessage,
    StoredDailyReport,
)
from tests.core.school_day import report, scan
from tests.school import NOW, TODAY, School

HOME, DUE, LAST_CALL = NOW.replace(hour=15, minute=2), NOW.replace(hour=15, minute=30), NOW.replace(hour=15, minute=55)


async def have_a_day(session: AsyncSession, school: School) -> School:
    """Budi came late and stayed, Andi came and went home, Siti is sick; X RPL 2 and X TKRO 1 said nothing."""
    await scan(session, school.budi, NOW + timedelta(minutes=20))
    await scan(session, school.andi, NOW)
    await scan(session, school.andi, HOME, Direction.OUT)
    await report(session, school, NOW, siti=AbsenceReason.SICK)
    return school


async def send_on_placement(session: AsyncSession, school: School) -> None:
    """X TKRO 1 works elsewhere today."""
    placement = CalendarEntry(
        kind=CalendarKind.WORK_PLACEMENT,
        name="PKL",
        first_day=TODAY,
        last_day=TODAY,
        school_class_id=school.x_tkro_1.id,
        added_at=NOW,
        confirmed_at=NOW,
    )
    session.add(placement)
    await session.flush()


async def owed(session: AsyncSession, to: int, version: int = 1) -> list[tuple[str, OutboxFile | None]]:
    """(text, file) of a version of today's report for somebody."""
    rows = await session.execute(
        select(OutboxMessage.body, OutboxFile)
        .outerjoin(OutboxFile, OutboxFile.id == OutboxMessage.file_id)
        .where(
            OutboxMessage.recipient == str(to), OutboxMessage.dedupe_key.startswith(f"daily-report:{TODAY}:{version}:")
        )
        .order_by(OutboxMessage.id)
    )
    return [(body, file) for body, file in rows]


async def versions(session: AsyncSession) -> Sequence[StoredDailyReport]:
    return (await session.scalars(select(StoredDailyReport).order_by(StoredDailyReport.version))).all()
