"""Time is an argument. `now` is always aware and in the school's zone, so `now.date()` is the school's today."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

Clock = Callable[[], datetime]


def school_clock(zone: tzinfo, offset: timedelta = timedelta()) -> Clock:
    """The real clock, moved by `offset` (trials start at another time), in the school's zone."""
    return lambda: (datetime.now(UTC) + offset).astimezone(zone)
