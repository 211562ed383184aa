"""A scan as it comes in, before anything is known of it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from core.arrival import OLDEST, is_clock_plausible
from db.models import Direction


@dataclass(frozen=True)
class Moment:
    """When a scan happened, as the station says, and when we heard of it, both in the school's zone; and its nonce.

    `oldest`: how long ago it may have been. `unmeasured`: by a clock for which nobody vouches; counts all the same,
    and is flagged. `night_after`: the day to which it belongs, if that is the one before.
    """

    nonce: str
    scanned_at: datetime
    received_at: datetime
    oldest: timedelta = OLDEST
    night_after: date | None = None
    unmeasured: bool = False

    @cached_property
    def recorded_at(self) -> datetime:
        """The time to keep: one that cannot be true is not kept."""
        return (
            self.scanned_at if is_clock_plausible(self.scanned_at, self.received_at, self.oldest) else self.received_at
        )

    @cached_property
    def on(self) -> date:
        return self.night_after or self.recorded_at.date()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A card's `code`, somebody named by hand, or by the number that a reader typed.

    `asked`: the direction an officer chose; None leaves it to the time of day. `entered_by` and `why`: of one by hand.
    `by_number`: a reader typed it; with nobody named the number means nobody, and since `revoked_at` nobody any more.
    """

    moment: Moment
    code: str | None = None
    student_id: int | None = None
    person_id: int | None = None
    asked: Direction | None = None
    station_id: int | None = None
    entered_by: int | None = None
    why: str | None = None
    by_number: bool = False
    revoked_at: datetime | None = None
