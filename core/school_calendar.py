"""Which days are school days, for whom, and from when to when. Pure: rules and entries go in; no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.arrival import DayOff, Hours
from core.school_rules import WEEKDAYS, SchoolRules
from db.models import CalendarKind

Span = tuple[time, time | None]
"""The bell, and the end of lessons if that is fixed."""

DAYS_OFF = frozenset(
    {
        CalendarKind.NATIONAL_HOLIDAY,
        CalendarKind.JOINT_LEAVE,
        CalendarKind.SCHOOL_HOLIDAY,
        CalendarKind.WORK_PLACEMENT,
    }
)
"""Entries on whose days nobody whom they concern is expected at school."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A confirmed entry of the calendar, as `CalendarEntry` stores it."""

    kind: CalendarKind
    name: str
    first_day: date
    last_day: date
    grades: frozenset[int] | None = None
    school_class_id: int | None = None
    hours: Mapping[str, Span | None] | None = None
    closed_from: time | None = None

    def concerns(self, grade: int | None, class_id: int | None) -> bool:
        """Whether it holds for a class; without a class and grade, only what holds for the whole school does."""
        if self.school_class_id is not None:
            return self.school_class_id == class_id
        return self.grades is None or grade in self.grades

    @property
    def precision(self) -> tuple[bool, bool, timedelta]:
        """Of two periods on one day the one meant more narrowly holds: a class's, a grade's, the shorter one."""
        return self.school_class_id is not None, self.grades is not None, self.first_day - self.last_day


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The calendar from one day to another, both included; asking for a day outside raises ValueError.

    `grade` and `class_id` say about whom is asked; without them about the school as such, and about staff. `entries`:
    the newest first.
    """

    first_day: date
    last_day: date
    rules: SchoolRules
    entries: Sequence[Entry] = ()

    def hours_on(
        self, day: date, *, grade: int | None = None, class_id: int | None = None, own: Span | None = None
    ) -> Hours | None:
        """When school begins and ends; None when there is none. `own`: of a member of staff who has hours of one's
        own that weekday; in a special period they begin and end no further out than the school does.
        """
        entries = self._entries(day, grade, class_id)
        if any(entry.kind in DAYS_OFF for entry in entries):
            return None
        special = _special(day, entries)
        hours = self._hours(special[0]) if special else self.rules.hours_on(day)
        if hours is not None and own is not None:
            hours = _within(hours, own) if special else replace(hours, bell=own[0], home=own[1])
        return hours and _until_closure(hours, entries)

    def day_off(self, day: date, *, grade: int | None = None, class_id: int | None = None) -> DayOff:
        """Why a class has no school on a day without `hours_on`; of staff, who sit in none, the school's as such."""
        if class_id is None or not self._is_held_for_some(day):
            return DayOff.SCHOOL
        entries = self._entries(day, grade, class_id)
        works_elsewhere = any(entry.kind is CalendarKind.WORK_PLACEMENT for entry in entries)
        return DayOff.PLACEMENT if works_elsewhere else DayOff.CLASS

    def is_school_day(self, day: date, grade: int | None = None, class_id: int | None = None) -> bool:
        """Whether lessons are held, at least until an emergency ends them."""
        return self.hours_on(day, grade=grade, class_id=class_id) is not None

    def is_open_at(self, moment: datetime, grade: int | None = None, class_id: int | None = None) -> bool:
        """Whether it is a school day that no emergency has ended by then. `moment` in the school's zone."""
        closures = (entry.closed_from for entry in self._entries(moment.date(), grade, class_id))
        has_ended = any(closed is not None and closed <= moment.time() for closed in closures)
        return self.is_school_day(moment.date(), grade, class_id) and not has_ended

    def school_days(self, start: date, end: date, grade: int | None = None, class_id: int | None = None) -> list[date]:
        """The school days from one day to another, both included: the effective days of a recap."""
        days = (start + timedelta(days=i) for i in range((end - start).days + 1))
        return [day for day in days if self.is_school_day(day, grade, class_id)]

    def why_closed(self, day: date, grade: int | None = None, class_id: int | None = None) -> str | None:
        """The name of what keeps the school closed, or ends the day early; None on an ordinary day and weekend."""
        closing = (e for e in self._entries(day, grade, class_id) if e.kind in DAYS_OFF or e.closed_from is not None)
        return next((entry.name for entry in closing), None)

    def _is_held_for_some(self, day: date) -> bool:
        """For the school as such, or on its free weekday by a period of some grades or one class."""
        if self.hours_on(day) is not None:
            return True
        weekday = WEEKDAYS[day.weekday()]
        is_called = any(entry.hours is not None and entry.hours.get(weekday) for entry in self._covering(day))
        return is_called and self.why_closed(day) is None

    def _entries(self, day: date, grade: int | None, class_id: int | None) -> Sequence[Entry]:
        return [entry for entry in self._covering(day) if entry.concerns(grade, class_id)]

    def _covering(self, day: date) -> Sequence[Entry]:
        if not self.first_day <= day <= self.last_day:
            raise ValueError(f"{day} is not in the calendar from {self.first_day} to {self.last_day}")
        return [entry for entry in self.entries if entry.first_day <= day <= entry.last_day]

    def _hours(self, span: Span | None) -> Hours | None:
        return Hours(*span, self.rules.tolerance) if span else None


def _special(day: date, entries: Sequence[Entry]) -> tuple[Span | None] | None:
    """The special hours that a period sets for the day, in a tuple: they may be none at all."""
    weekday = WEEKDAYS[day.weekday()]
    periods = [entry for entry in entries if entry.hours is not None and weekday in entry.hours]
    narrowest = max(periods, key=lambda entry: entry.precision, default=None)
    return (narrowest.hours[weekday],) if narrowest is not None and narrowest.hours is not None else None


def _within(hours: Hours, own: Span) -> Hours:
    begins, ends = own
    return replace(hours, bell=max(begins, hours.bell), home=_earlier(ends, hours.home))


def _until_closure(hours: Hours, entries: Sequence[Entry]) -> Hours | None:
    """Whom an emergency sends home leaves in time; closed before the bell, the day is none."""
    for closed_from in (entry.closed_from for entry in entries if entry.closed_from is not None):
        if closed_from <= hours.bell:
            return None
        hours = replace(hours, home=_earlier(closed_from, hours.home))
    return hours


def _earlier(one: time | None, other: time | None) -> time | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
