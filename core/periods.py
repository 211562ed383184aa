"""From one day to another, both included: what a recap is about."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Both days belong to it; `first` is never after `last`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} comes after {self.last}")

    @property
    def is_month(self) -> bool:
        """A whole calendar month."""
        return self == month_of(self.first)

    @property
    def days(self) -> Sequence[date]:
        return [self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1)]

    @property
    def months(self) -> Sequence["Period"]:
        """The calendar months it touches, each cut to what lies within."""
        found, begins = [], self.first
        while begins <= self.last:
            month = month_of(begins)
            found.append(Period(begins, min(month.last, self.last)))
            begins = month.last + timedelta(days=1)
        return found

    def until(self, day: date) -> "Period | None":
        """What of it is over on a day, the day included; None when it has not begun."""
        return None if day < self.first else Period(self.first, min(self.last, day))


def day_alone(day: date) -> Period:
    return Period(day, day)


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def month_before(month: Period) -> Period:
    return month_of(month.first - timedelta(days=1))


def month_after(month: Period) -> Period:
    return month_of(month_of(month.first).last + timedelta(days=1))
