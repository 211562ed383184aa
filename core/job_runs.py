"""Scheduled work happens once for a slot, whoever ticks and however often."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import JobRun


async def is_first_run(session: AsyncSession, job: str, slot: str, *, now: datetime) -> bool:
    """Take the slot, in the same transaction as what the job owes. False: it was taken before."""
    taken = await session.scalar(
        insert(JobRun).values(job=job, slot=slot, ran_at=now).on_conflict_do_nothing().returning(JobRun.slot)
    )
    return taken is not None


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Slots that nobody can ask for again; there are thousands a day."""
    await session.execute(delete(JobRun).where(JobRun.ran_at < now - timedelta(days=30)))
