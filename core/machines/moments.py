"""Days and times as machines write them. Pure."""

import re
from datetime import date, datetime, time, timedelta

from core.roster.cells import Cell, text

_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{2,4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([AP])M)?", re.IGNORECASE)
_CENTURY = 2000


def moment_of(day: Cell, clock: Cell) -> datetime | None:
    """The moment, without a zone, that two cells say, or the first alone; None when they say none.

    Days are written before months, as in Indonesia, unless the year comes first.
    """
    if isinstance(day, datetime) and (day.time() != time() or text(clock) == ""):
        return day
    on, at = _day(day), _time(clock)
    if at is None:
        at = _time(_DATE.sub(" ", text(day), count=1))
    return None if on is None or at is None else datetime.combine(on, at)


def is_month_first(day: Cell) -> bool:
    """Whether it can only be a day if the month stands before it."""
    found = _DATE.match(text(day)) if isinstance(day, str) else None
    if found is None or _day(day) is not None or len(found[1]) == 4:
        return False
    month, first, year = found.groups()
    return _day(f"{first}/{month}/{year}") is not None


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.match(text(cell))
    if found is None:
        return None
    first, month, last = found.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _time(cell: Cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):  # how some sheets keep a time of day
        return (datetime.combine(date.min, time()) + cell).time() if timedelta() <= cell < timedelta(days=1) else None
    found = _TIME.fullmatch(text(cell))
    if found is None:
        return None
    hour, minute, second, half = found.groups()
    shift = {"A": 0, "P": 12}.get((half or "").upper())
    try:
        return time(int(hour) if shift is None else int(hour) % 12 + shift, int(minute), int(second or 0))
    except ValueError:
        return None
