"""Which daily report is due at a time, and when a corrected one is. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from core.school_rules import SchoolRules

IsSchoolDay = Callable[[date], bool]

LOOK_BACK = timedelta(days=7)
"""A machine that was off for longer has other troubles than a report."""
_LATE_AFTER = timedelta(minutes=5)
_CORRECTIONS_EVERY = timedelta(minutes=30)
_NEXT_MORNING = time(6)


def report_slot(now: datetime, rules: SchoolRules) -> str:
    """Today's report from `daily_report_at` on; before that one look at whether an earlier one is still owed."""
    return f"{now:%Y-%m-%d}" if now.time() >= rules.daily_report_at else f"{now:%Y-%m-%d} before"


def due_day(now: datetime, rules: SchoolRules, is_school_day: IsSchoolDay) -> date | None:
    """The last school day whose report should be out by now."""
    if now.time() >= rules.daily_report_at and is_school_day(now.date()):
        return now.date()
    return _school_day_before(now.date(), is_school_day)


def is_late(on: date, now: datetime, rules: SchoolRules) -> bool:
    return now > datetime.combine(on, rules.daily_report_at, now.tzinfo) + _LATE_AFTER


def correction_slot(now: datetime, rules: SchoolRules) -> str | None:
    """At `report_deadline`, every half hour after it until midnight, and once in the morning."""
    since = now - datetime.combine(now.date(), rules.report_deadline, now.tzinfo)
    if since >= timedelta():
        return f"{now:%Y-%m-%d}+{since // _CORRECTIONS_EVERY}"
    return f"{now:%Y-%m-%d} morning" if now.time() >= _NEXT_MORNING else None


def day_to_correct(now: datetime, rules: SchoolRules, is_school_day: IsSchoolDay) -> date | None:
    """The day that such a slot is about: today, or in the morning of a school day the one before it."""
    if not is_school_day(now.date()):
        return None
    return now.date() if now.time() >= rules.report_deadline else _school_day_before(now.date(), is_school_day)


def _school_day_before(day: date, is_school_day: IsSchoolDay) -> date | None:
    earlier = (day - timedelta(days=n) for n in range(1, LOOK_BACK.days + 1))
    return next((day for day in earlier if is_school_day(day)), None)
