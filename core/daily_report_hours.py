"""When daily reports are due, and of which days late and corrected ones may be. Pure."""

from datetime import date, datetime, time, timedelta

from core.school_rules import SchoolRules

LOOK_BACK = timedelta(days=7)
"""A machine that was off for longer has other troubles than a report; and who sets a day right later than that finds it
in the recaps.
"""
_LATE_AFTER = timedelta(minutes=5)
_CORRECTIONS_EVERY = timedelta(minutes=30)
_WAKING_FROM, _WAKING_UNTIL = time(6), time(21)


def report_slot(now: datetime, rules: SchoolRules) -> str | None:
    """Today's report, from `daily_report_at` on."""
    return f"{now:%Y-%m-%d}" if now.time() >= rules.daily_report_at else None


def days_overdue(now: datetime) -> list[date]:
    """Those of the last week, without today: whatever is to be said of them should have gone out."""
    return [now.date() - timedelta(days=n) for n in range(LOOK_BACK.days, 0, -1)]


def is_late(on: date, now: datetime, rules: SchoolRules) -> bool:
    return now > datetime.combine(on, rules.daily_report_at, now.tzinfo) + _LATE_AFTER


def correction_slot(now: datetime, rules: SchoolRules) -> str | None:
    """Every half hour while people are awake, counted from `report_deadline`, the last call of the day."""
    if not _WAKING_FROM <= now.time() < _WAKING_UNTIL:
        return None
    since = now - datetime.combine(now.date(), rules.report_deadline, now.tzinfo)
    return f"{now:%Y-%m-%d} {since // _CORRECTIONS_EVERY:+d}"


def days_to_correct(now: datetime, rules: SchoolRules) -> tuple[date, date]:
    """The first and the last day that such a slot is about: a week back; today once the last call has come."""
    today = now.date()
    last = today if now.time() >= rules.report_deadline else today - timedelta(days=1)
    return today - LOOK_BACK, last
