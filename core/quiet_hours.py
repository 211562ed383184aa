"""Nobody is woken by what can wait, by SMS or as a guardian in Telegram. Answers to somebody's own words come at any
hour. Pure.
"""

from datetime import datetime, timedelta

from core.school_rules import SchoolRules


def after_quiet_hours(moment: datetime, rules: SchoolRules) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies. `moment` in the school's zone."""
    begins, ends = rules.quiet_from, rules.quiet_until
    if begins is None or ends is None or begins == ends:
        return moment
    at = moment.time()
    is_quiet = begins <= at < ends if begins < ends else at >= begins or at < ends
    if not is_quiet:
        return moment
    day = moment.date() if at < ends else moment.date() + timedelta(days=1)
    return datetime.combine(day, ends, moment.tzinfo)
