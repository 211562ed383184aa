"""The record of administrative acts: who, when, what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import AuditEntry, Person


@dataclass(frozen=True, slots=True)
class Act:
    """An entry with the names of who did it (None: the command line or the service itself) and to whom."""

    entry: AuditEntry
    who: str | None
    whom: str | None


def record(session: AsyncSession, act: str, *, now: datetime, person_id: int | None = None, **detail: Any) -> None:
    """Append an act; `person_id` None is the command line. Never put a secret or a full phone number into `detail`."""
    session.add(AuditEntry(at=now, person_id=person_id, act=act, detail=detail))


async def count_today(session: AsyncSession, act: str, *, telegram_id: int, now: datetime) -> int:
    """How many such acts stand against an account within a day: wrong codes."""
    counted = select(func.count()).where(
        AuditEntry.act == act,
        AuditEntry.at > now - timedelta(days=1),
        AuditEntry.detail["telegram_id"].as_string() == str(telegram_id),  # many are too large for an integer
    )
    return await session.scalar(counted) or 0


async def latest(session: AsyncSession, *, before: int | None = None, limit: int) -> Sequence[Act]:
    """The acts before this entry, or the last ones, the newest first."""
    whom = aliased(Person)
    rows = await session.execute(
        select(AuditEntry, Person.name, whom.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(whom, whom.id == AuditEntry.detail["for_person"].as_integer())
        .where(AuditEntry.id < before if before is not None else true())
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [Act(*row) for row in rows]
