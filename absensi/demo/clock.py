"""The demo's time: the real clock, moved, and moved again when a visitor jumps to another hour."""

from datetime import UTC, datetime, time, timedelta, tzinfo

_SATURDAY = 5


class MovableClock:
    """A clock of the school that starts at `start` and runs on from there."""

    def __init__(self, zone: tzinfo, start: datetime) -> None:
        self._zone = zone
        self.offset = timedelta()
        self.move_to(start)

    def __call__(self) -> datetime:
        return (datetime.now(UTC) + self.offset).astimezone(self._zone)

    def move_to(self, moment: datetime) -> None:
        self.offset = moment - datetime.now(UTC)


def next_school_day(now: datetime, at: time) -> datetime:
    """That hour on the first day after today that is neither Saturday nor Sunday."""
    moment = datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo)
    while moment.weekday() >= _SATURDAY:
        moment += timedelta(days=1)
    return moment


def next_time(now: datetime, at: time) -> datetime:
    """The next time that it is that hour: today, or on the next school day. A school's clock never goes back."""
    today = datetime.combine(now.date(), at, now.tzinfo)
    return today if today > now else next_school_day(now, at)
