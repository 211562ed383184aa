"""What a card at the gate means. Pure: the facts go in, one verdict comes out; no database and no clock.

Every row of the table in `docs/decisions/0015-check-in-rules.md` is a test of `decide`.
"""

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from db.models import Direction

OLDEST = timedelta(days=7)
"""A station that was longer without network than this has lost its clock or its purpose."""
AHEAD = timedelta(minutes=2)
"""How far a station's measured clock may still run ahead of ours."""
ARRIVALS_LAST = timedelta(hours=4)
"""From so long after the bell on, whoever is already in is taken to be leaving."""
SAME_VISIT = timedelta(minutes=30)
"""So soon after arriving nobody leaves: the card was held up twice. A leaving so soon after another is the same."""


class Outcome(enum.StrEnum):
    """What becomes of a scan. Stored under these names."""

    ON_TIME = "on_time"
    LATE = "late"
    EXCUSED_BUT_HERE = "excused_but_here"
    NO_SCHOOL_TODAY = "no_school_today"
    CLASS_OFF = "class_off"
    ON_PLACEMENT = "on_placement"
    OUT = "out"
    EARLY_OUT = "early_out"
    AGAIN = "again"
    UNKNOWN_CARD = "unknown_card"
    REVOKED_CARD = "revoked_card"
    UNKNOWN_NUMBER = "unknown_number"
    REVOKED_NUMBER = "revoked_number"
    EXPIRED_CARD = "expired_card"
    LEFT_SCHOOL = "left_school"
    BAD_CLOCK = "bad_clock"


@dataclass(frozen=True, slots=True)
class Hours:
    """A school day: when lessons begin, when they end if that is fixed, and what is forgiven on both sides.

    `closed_from`: an emergency has ended it.
    """

    bell: time
    home: time | None
    tolerance: timedelta
    closed_from: time | None = None

    def begin_on(self, moment: datetime) -> datetime:
        """The bell of the day of `moment`."""
        return datetime.combine(moment.date(), self.bell, tzinfo=moment.tzinfo)

    def may_leave_on(self, moment: datetime) -> datetime | None:
        """From when on leaving is not early on the day of `moment`; None when it never is."""
        if self.home is None:
            return None
        return datetime.combine(moment.date(), self.home, tzinfo=moment.tzinfo) - self.tolerance

    def is_closed_at(self, moment: datetime) -> bool:
        return self.closed_from is not None and moment.time() >= self.closed_from


class DayOff(enum.Enum):
    """Why somebody has no school on a day: nobody has, others have, or the class works elsewhere."""

    SCHOOL = enum.auto()
    CLASS = enum.auto()
    PLACEMENT = enum.auto()


_WITHOUT_SCHOOL = {
    DayOff.SCHOOL: Outcome.NO_SCHOOL_TODAY,
    DayOff.CLASS: Outcome.CLASS_OFF,
    DayOff.PLACEMENT: Outcome.ON_PLACEMENT,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the verdict rests on. Datetimes are in the school's zone.

    `belongs`: the holder sits in a class or holds a role that day. `in_at` and `out_at`: the scans of that day which
    count so far. `hours` None: no school that day for the holder, and `day_off` says why. `reported_absent`: as sakit,
    izin or alfa. `expected` False: staff who have no hours that day, for whom nothing is late or early. `oldest`: how
    long ago the scan may have been. `by_number`: a reader typed the number of an RFID card, which is no card of ours.
    `on`: the day it belongs to, if that is the one before: the holder stayed until after midnight.
    """

    scanned_at: datetime
    received_at: datetime
    hours: Hours | None
    asked: Direction | None = None
    known: bool = True
    revoked_at: datetime | None = None
    valid_on: date | None = None
    belongs: bool = True
    in_at: datetime | None = None
    out_at: datetime | None = None
    reported_absent: bool = False
    expected: bool = True
    oldest: timedelta = OLDEST
    day_off: DayOff = DayOff.SCHOOL
    by_number: bool = False
    on: date | None = None

    @property
    def day(self) -> datetime:
        """Some moment of the day to which the scan belongs."""
        return datetime.combine(self.on, time(), self.scanned_at.tzinfo) if self.on else self.scanned_at

    @property
    def is_after_midnight(self) -> bool:
        return self.day.date() < self.scanned_at.date()

    def counted_at(self, direction: Direction) -> datetime | None:
        return self.in_at if direction is Direction.IN else self.out_at


@dataclass(frozen=True, slots=True)
class Verdict:
    """`minutes_late` from the bell, for arrivals beyond the tolerance. `counts`: it is the person's arrival or leaving
    of that day, of which there is one each; AGAIN is a scan beside the one that counts.
    """

    outcome: Outcome
    direction: Direction | None = None
    minutes_late: int | None = None
    counts: bool = False


def decide(facts: Facts) -> Verdict:
    """The one rule of the gate, whichever scan was delivered first. Of two arrivals the earlier counts; of two leavings
    the later while leaving is early, for whoever leaves again had not gone, and from then on the earlier.
    """
    refused = _refusal(facts)
    if refused is not None:
        return Verdict(refused)
    direction = facts.asked or _direction(facts)
    if not _counts(facts, direction):
        return Verdict(Outcome.AGAIN, direction)
    return _arrival(facts) if direction is Direction.IN else _leaving(facts)


def is_clock_plausible(scanned_at: datetime, received_at: datetime, oldest: timedelta = OLDEST) -> bool:
    """Whether the time of a scan can be true, as a station says it or, with another `oldest`, a machine's export."""
    return received_at - oldest <= scanned_at <= received_at + AHEAD


def set_right(scanned_at: datetime, received_at: datetime) -> datetime:
    """The time of a scan by a clock that is a little ahead: nothing was scanned after it arrived here."""
    return received_at if received_at < scanned_at <= received_at + AHEAD else scanned_at


def _refusal(facts: Facts) -> Outcome | None:
    """A card is judged by what held when it was scanned: one that was lost at noon was good in the morning."""
    if not is_clock_plausible(facts.scanned_at, facts.received_at, facts.oldest):
        return Outcome.BAD_CLOCK
    if not facts.known:
        return Outcome.UNKNOWN_NUMBER if facts.by_number else Outcome.UNKNOWN_CARD
    if facts.revoked_at is not None and facts.revoked_at <= facts.scanned_at:
        return Outcome.REVOKED_NUMBER if facts.by_number else Outcome.REVOKED_CARD
    if facts.valid_on not in (None, facts.day.date()):
        return Outcome.EXPIRED_CARD
    return None if facts.belongs else Outcome.LEFT_SCHOOL


def _counts(facts: Facts, direction: Direction) -> bool:
    """Whether it takes the place of the scan that counts in that direction so far; an empty place it takes anyway."""
    counted_at = facts.counted_at(direction)
    if counted_at is None:
        return True
    if direction is Direction.OUT and _is_early(facts, min(counted_at, facts.scanned_at)):
        return facts.scanned_at > counted_at
    return facts.scanned_at < counted_at


def _direction(facts: Facts) -> Direction:
    """By the time of day; who has not come yet arrives, however late, until it is time to go home."""
    if _just_came(facts):
        return Direction.IN
    if facts.is_after_midnight:
        return Direction.OUT
    if facts.hours is None:
        return Direction.IN
    turns_at = facts.hours.may_leave_on(facts.day)
    if facts.in_at is not None and facts.in_at <= facts.scanned_at:
        last_arrivals = facts.hours.begin_on(facts.day) + ARRIVALS_LAST
        turns_at = min(last_arrivals, turns_at or last_arrivals)
    return Direction.OUT if turns_at is not None and facts.scanned_at >= turns_at else Direction.IN


def _just_came(facts: Facts) -> bool:
    return facts.in_at is not None and timedelta() <= facts.scanned_at - facts.in_at < SAME_VISIT


def _arrival(facts: Facts) -> Verdict:
    """A day without school counts as well: that somebody came stays true when the school sets the day's hours after
    the fact, and recaps ask for school days only.
    """
    if facts.hours is None:
        return Verdict(_WITHOUT_SCHOOL[facts.day_off], Direction.IN, counts=True)
    late = _minutes_late(facts, facts.hours) if facts.expected else None
    outcome = Outcome.ON_TIME if late is None else Outcome.LATE
    if facts.reported_absent:
        outcome = Outcome.EXCUSED_BUT_HERE
    return Verdict(outcome, Direction.IN, late, counts=True)


def _leaving(facts: Facts) -> Verdict:
    if facts.hours is None:
        return Verdict(_WITHOUT_SCHOOL[facts.day_off], Direction.OUT, counts=True)
    if facts.in_at is None and facts.hours.is_closed_at(facts.scanned_at):
        return Verdict(Outcome.NO_SCHOOL_TODAY, Direction.OUT, counts=True)  # nobody has told this one
    is_early = _is_early(facts, facts.scanned_at)
    return Verdict(Outcome.EARLY_OUT if is_early else Outcome.OUT, Direction.OUT, counts=True)


def _is_early(facts: Facts, left_at: datetime) -> bool:
    may_leave = facts.hours.may_leave_on(facts.day) if facts.hours else None
    return facts.expected and may_leave is not None and left_at < may_leave


def _minutes_late(facts: Facts, hours: Hours) -> int | None:
    """Whole minutes as clocks show them: with ten forgiven, 07:10:59 is on time and 07:11:00 is eleven late."""
    minutes = (facts.scanned_at - hours.begin_on(facts.day)) // timedelta(minutes=1)
    return minutes if minutes > hours.tolerance // timedelta(minutes=1) else None
