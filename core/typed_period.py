"""Days as people type them behind a command: `kemarin`, `1/11 - 15/11`, `3 nov`, `1 okt sampai 30 nov 2026`. Pure."""

import re
from datetime import date, timedelta

from core.periods import Period, day_alone, month_of

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ALSO = {"ags": "agu", "agt": "agu", "may": "mei", "aug": "agu", "oct": "okt", "dec": "des", "nop": "nov"}
_DAYS_AGO = {"hari ini": 0, "kemarin": 1}
_LONGEST = 60  # letters
_BETWEEN = re.compile(r"\s*(?:\bsampai\b|\bhingga\b|\bs\.?/?d\b\.?|[–-])\s*")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([a-z]{3,9})(?:\s+(\d{4}))?")
_YEARS = range(2000, 2100)
_DAY = re.compile(r"\d{1,2}")


def typed_period(text: str, today: date) -> Period | None:
    """From one day to another, a single day, or a month; None when it cannot be read. Without a year the last such
    days that have begun are meant.
    """
    parts = _BETWEEN.split(" ".join(text.lower().split())[:_LONGEST])
    if len(parts) == 1:
        return _one(parts[0], today)
    if len(parts) != 2:
        return None
    last = _one(parts[1], today)
    if last is None:
        return None
    # "1 - 15 november": the first day borrows the month.
    first = _in_month(int(parts[0]), last.last) if _DAY.fullmatch(parts[0]) else _one(parts[0], last.last)
    return Period(first.first, last.last) if first is not None and first.first <= last.last else None


def name_and_period(text: str, today: date) -> tuple[str, Period | None]:
    """`budi 1 nov - 15 nov`: the name, and the days where what begins with the first figure can be read as such. A
    month alone is part of the name: people are called Mei.
    """
    words = text.split()
    begins = next((place for place, word in enumerate(words) if place and word[0].isdecimal()), len(words))
    period = typed_period(" ".join(words[begins:]), today)
    return (" ".join(words[:begins]), period) if period is not None else (text, None)


def _one(text: str, today: date) -> Period | None:
    if text in _DAYS_AGO:
        return day_alone(today - timedelta(days=_DAYS_AGO[text]))
    if found := _NUMBERS.fullmatch(text):
        return _day(int(found[1]), int(found[2]), found[3], today)
    found = _WORDS.fullmatch(text)
    if found is None or (month := _month(found[2])) is None:
        return None
    if found[1] is None:
        begins = _day(1, month, found[3], today)
        return month_of(begins.first) if begins is not None else None
    return _day(int(found[1]), month, found[3], today)


def _month(word: str) -> int | None:
    short = _ALSO.get(word[:3], word[:3])
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _day(day: int, month: int, year: str | None, today: date) -> Period | None:
    try:
        found = date(int(year) if year else today.year, month, day)
        if year is None and found > today:
            found = found.replace(year=today.year - 1)
    except ValueError:
        return None
    return day_alone(found) if found.year in _YEARS else None


def _in_month(day: int, of: date) -> Period | None:
    try:
        return day_alone(of.replace(day=day))
    except ValueError:
        return None
