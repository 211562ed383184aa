"""Work of which only one may be under way at a time, whichever process does it."""

import enum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


class Work(enum.Enum):
    """Numbers of PostgreSQL's advisory locks; any will do, the same for every process."""

    IMPORT = 0x494D_504F
    DAILY_REPORT = 0x4441_494C


async def take_turn(session: AsyncSession, work: Work) -> None:
    """Wait until nobody else does this work; from then on others wait, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(work.value)))
