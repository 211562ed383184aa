"""Which daily report is due at a time, and when a corrected one is. Pure."""

from datetime import date, datetime, time, timedelta

from core.school_rules import SchoolRules

LATE_AFTER = timedelta(minutes=5)
CORRECTIONS_EVERY = timedelta(minutes=30)
NEXT_MORNING = time(6)
_LOOK_BACK = 7  # days; longer holidays than that need no report when the machine comes back


def due_day(now: datetime, rules: SchoolRules) -> date | None:
    """The last school day whose report should be out by now: today's from `daily_report_at` on."""
    if rules.hours_on(now.date()) and now.time() >= rules.daily_report_at:
        return now.date()
    return last_school_day(now.date(), rules)


def last_school_day(before: date, rules: SchoolRules) -> date | None:
    earlier = (before - timedelta(days=n) for n in range(1, _LOOK_BACK + 1))
    return next((day for day in earlier if rules.hours_on(day)), None)


def is_late(on: date, now: datetime, rules: SchoolRules) -> bool:
    return now > datetime.combine(on, rules.daily_report_at, now.tzinfo) + LATE_AFTER


def correction_due(now: datetime, rules: SchoolRules) -> tuple[date, str] | None:
    """The day and the slot of a corrected report: at `report_deadline`, every half hour until midnight, and once in
    the morning of the next school day.
    """
    if not rules.hours_on(now.date()):
        return None
    since = now - datetime.combine(now.date(), rules.report_deadline, now.tzinfo)
    if since >= timedelta():
        return now.date(), f"{now:%Y-%m-%d}+{since // CORRECTIONS_EVERY}"
    before = last_school_day(now.date(), rules)
    if before is None or now.time() < NEXT_MORNING:
        return None
    return before, f"{before:%Y-%m-%d}+next"
