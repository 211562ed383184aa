"""A daily report that did not reach somebody is told to the administration: somebody prints it, or finds out why."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import telling
from core.daily_report_delivery import ADMINISTRATION
from core.recipients import chats_of
from core.sent_reports import sent_since
from core.wording.sent_reports import not_delivered

_TOLD_WITHIN = timedelta(days=2)
"""By then every courier has long given up."""


async def tell_of_failed_reports(session: AsyncSession, *, now: datetime) -> None:
    """Once for each version, and again when it is more of them."""
    for report in await sent_since(session, now - _TOLD_WITHIN, now=now):
        if report.failed:
            chats = await chats_of(session, ADMINISTRATION, on=now.date())
            key = f"daily-report-failed:{report.on}:{report.version}:{len(report.failed)}"
            await telling.tell(session, chats, not_delivered(report), key=key, now=now)
