"""Which daily report is due at a time, and of which days corrected ones may be. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from core.school_rules import SchoolRules

IsSchoolDay = Callable[[date], bool]

LOOK_BACK = timedelta(days=7)
"""A machine that was off for longer has other troubles than a report; and who sets a day right later than that finds it
in the recaps.
"""
_LATE_AFTER = timedelta(minutes=5)
_CORRECTIONS_EVERY = timedelta(minutes=30)
_WAKING_FROM, _WAKING_UNTIL = time(6), time(21)


def report_slot(now: datetime, rules: SchoolRules) -> str:
    """Today's report from `daily_report_at` on; before that one look at whether an earlier one is still owed."""
    return f"{now:%Y-%m-%d}" if now.time() >= rules.daily_report_at else f"{now:%Y-%m-%d} before"


def due_day(now: datetime, rules: SchoolRules, is_school_day: IsSchoolDay) -> date | None:
    """The last school day whose report should be out by now."""
    if now.time() >= rules.daily_report_at and is_school_day(now.date()):
        return now.date()
    earlier = (now.date() - timedelta(days=n) for n in range(1, LOOK_BACK.days + 1))
    return next((day for day in earlier if is_school_day(day)), None)


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
