"""The record of administrative acts: who, when, what."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditEntry


def record(session: AsyncSession, act: str, *, now: datetime, person_id: int | None = None, **detail: Any) -> None:
    """Append an act; `person_id` None is the command line. Never put a secret or a full phone number into `detail`."""
    session.add(AuditEntry(at=now, person_id=person_id, act=act, detail=detail))
