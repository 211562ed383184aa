"""What happens at which time. A job names the slot that is due; the slot is taken once, however many schedulers
tick.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    alerts,
    chasing,
    confirmation_corrections,
    confirmations,
    contradiction_finding,
    daily_report_delivery,
    failed_reports,
    housekeeping,
    job_runs,
    mass_alerts,
    outbox_files,
    pending_imports,
    registration_requests,
)
from core.daily_report_hours import correction_slot, report_slot
from core.school_rules import SchoolRules

SlotOf = Callable[[datetime, SchoolRules], str | None]


@dataclass(frozen=True, slots=True)
class Job:
    """`slot` gives the name of the slot that is due at a time, or None."""

    name: str
    slot: SlotOf
    work: Callable[..., Awaitable[None]]

    async def run(self, session: AsyncSession, now: datetime) -> None:
        await self.work(session, now=now)


def every_minute(now: datetime, _rules: SchoolRules) -> str | None:
    return f"{now:%Y-%m-%dT%H:%M}"


def every_tick(now: datetime, _rules: SchoolRules) -> str | None:
    """Four times a minute; as often as the scheduler ticks."""
    return f"{now:%Y-%m-%dT%H:%M}:{now.second // 15}"


def every_ten_minutes(now: datetime, _rules: SchoolRules) -> str | None:
    return f"{now:%Y-%m-%dT%H}:{now.minute // 10}"


def every_hour(now: datetime, _rules: SchoolRules) -> str | None:
    return f"{now:%Y-%m-%dT%H}"


def daily_at_night(now: datetime, _rules: SchoolRules) -> str | None:
    return f"{now:%Y-%m-%d}"


def when_reports_are_chased(now: datetime, rules: SchoolRules) -> str | None:
    """Once a day from the hour the school has set; a machine that was off then catches up before noon."""
    due = rules.chase_reports_at <= now.time() and now.hour < 12
    return f"{now:%Y-%m-%d}" if due else None


JOBS = (
    Job("ask_before_mass_alarm", every_minute, mass_alerts.ask_before_mass_alarm),
    Job("take_back_stragglers", every_minute, alerts.take_back_stragglers),
    Job("settle_messages", every_minute, housekeeping.settle_messages),
    Job("confirm_check_ins", every_minute, confirmations.confirm_check_ins),
    Job("correct_confirmations", every_minute, confirmation_corrections.correct_confirmations),
    Job("forget_old_updates", daily_at_night, housekeeping.forget_old_updates),
    Job("forget_old_letters", daily_at_night, housekeeping.forget_old_letters),
    Job("forget_settled_requests", daily_at_night, registration_requests.forget_settled),
    Job("forget_old_runs", daily_at_night, job_runs.forget_old),
    Job("forget_old_files", daily_at_night, outbox_files.forget_old),
    Job("find_contradictions", every_tick, contradiction_finding.find_contradictions),
    Job("find_late_contradictions", every_minute, contradiction_finding.find_late_contradictions),
    Job("forget_uploads", every_hour, pending_imports.forget_expired),
    Job("chase_missing_reports", when_reports_are_chased, chasing.chase_missing_reports),
    Job("send_overdue_reports", every_minute, daily_report_delivery.send_overdue_reports),
    Job("send_daily_report", report_slot, daily_report_delivery.send_daily_report),
    Job("send_corrected_report", correction_slot, daily_report_delivery.send_corrected_reports),
    Job("tell_of_failed_reports", every_ten_minutes, failed_reports.tell_of_failed_reports),
)
