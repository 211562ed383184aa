"""A time as people type it: `6.45`, `06:45`, `0645`, `jam 7`, `pukul 6.45 WIB`. Pure."""

import re
from datetime import datetime, time

from core.errors import TimeImpossible

_CLOCK = re.compile(
    r"(?:(?:pukul|jam|pkl\.?)\s*)?(?P<hour>\d{1,2})(?:\s*[.:]?\s*(?P<minute>\d{2}))?(?:\s*(?:wib|wita|wit))?",
    re.IGNORECASE | re.ASCII,
)


def typed_time(text: str) -> time | None:
    """None when it is no time of a day."""
    typed = _CLOCK.fullmatch(text.strip())
    if typed is None:
        return None
    try:
        return time(int(typed["hour"]), int(typed["minute"] or 0))
    except ValueError:
        return None


def typed_moment(text: str, now: datetime) -> datetime:
    """When it was, today and not after `now`. Raises TimeImpossible, also for what cannot be read."""
    clock = typed_time(text)
    if clock is None:
        raise TimeImpossible
    moment = datetime.combine(now.date(), clock, now.tzinfo)
    if moment > now:
        raise TimeImpossible
    return moment
