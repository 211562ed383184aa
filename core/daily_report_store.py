"""Daily reports as they went out: each version with what it said and who was owed it."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.daily_report import DailyReport
from db.models import Role, StoredDailyReport


class Copy(BaseModel):
    """What one person was owed of a version. `school_class` None: the whole school's. `keys` of its messages in the
    outbox, which knows what became of them.
    """

    model_config = ConfigDict(frozen=True)

    person_id: int
    role: Role
    school_class: str | None
    keys: tuple[str, ...]


async def stored_report(session: AsyncSession, on: date, version: int | None = None) -> DailyReport | None:
    """What was sent about a day: this version, or the last one."""
    wanted = StoredDailyReport.version == version if version is not None else StoredDailyReport.version > 0
    content = await session.scalar(
        select(StoredDailyReport.content)
        .where(StoredDailyReport.on_date == on, wanted)
        .order_by(StoredDailyReport.version.desc())
        .limit(1)
    )
    return None if content is None else DailyReport.model_validate(content)


async def days_sent(session: AsyncSession, first: date, last: date) -> Sequence[date]:
    """Those of these days about which a report went out."""
    days = StoredDailyReport.on_date
    return (await session.scalars(select(days).where(days.between(first, last)).distinct().order_by(days))).all()
