"""A time of today as people type it: `6.45`, `06:45`, `0645`, `jam 7`. Pure."""

import re
from datetime import datetime, time

from core.errors import TimeImpossible

_CLOCK = re.compile(
    r"(?:(?:pukul|jam|pkl\.?)\s*)?(?P<hour>\d{1,2})(?:\s*[.:]?\s*(?P<minute>\d{2}))?", re.IGNORECASE | re.ASCII
)


def typed_moment(text: str, now: datetime) -> datetime:
    """When it was, today and not after `now`. Raises TimeImpossible, also for what cannot be read."""
    typed = _CLOCK.fullmatch(text.strip())
    if typed is None:
        raise TimeImpossible
    try:
        clock = time(int(typed["hour"]), int(typed["minute"] or 0))
    except ValueError:
        raise TimeImpossible from None
    moment = datetime.combine(now.date(), clock, now.tzinfo)
    if moment > now:
        raise TimeImpossible
    return moment
