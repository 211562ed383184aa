"""A class reported by somebody who may, without the screen on which people do it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.policy import class_for
from core.reporting import SentReport, append_report
from db.models import AbsenceReason


async def report_class(
    session: AsyncSession,
    actor: Actor,
    school_class_id: int,
    entries: Mapping[int, AbsenceReason],
    *,
    seen: datetime,
    now: datetime,
) -> SentReport:
    """Append a report for today. `seen` is when the reporter last saw what others had reported."""
    school_class = await class_for(session, actor, school_class_id, Action.REPORT)
    return await append_report(session, actor, school_class, entries, seen=seen, now=now)
