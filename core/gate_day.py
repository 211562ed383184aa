"""How a day at the gates stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Direction, Scan


@dataclass(frozen=True, slots=True)
class Tally:
    """People, not scans, of the whole school: pupils and staff."""

    arrived: int
    late: int
    left: int


async def tally_of(session: AsyncSession, on: date) -> Tally:
    """What counts so far on a day, at all stations together."""
    came = Scan.direction == Direction.IN
    row = await session.execute(
        select(
            func.count().filter(came),
            func.count().filter(came, Scan.minutes_late.is_not(None)),
            func.count().filter(Scan.direction == Direction.OUT),
        ).where(Scan.on_date == on, Scan.counts)
    )
    arrived, late, left = row.one()
    return Tally(arrived, late, left)


async def arrived_of(session: AsyncSession, student_ids: Collection[int], on: date) -> Collection[int]:
    """Those of these pupils who were seen coming in on a day."""
    return set(
        await session.scalars(
            select(Scan.student_id).where(
                Scan.on_date == on, Scan.direction == Direction.IN, Scan.counts, Scan.student_id.in_(student_ids)
            )
        )
    )
