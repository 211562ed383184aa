"""Dates as people type them: `24/11 - 5/12`, `24/11/2026`, `24-11-2026 sampai 5-12-2026`. Pure."""

import re
from datetime import date

_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?")
_BETWEEN = re.compile(r"\s*(?:-|–|s/d|sd|sampai)\s*", re.IGNORECASE)


def typed_span(text: str, today: date) -> tuple[date, date | None] | None:
    """The first and the last day, or only the first; None when it is no date, or the end comes before the beginning.

    Without a year a date is the next one from today on, and the end's the next one from the beginning on.
    """
    first = _DATE.match(text.strip())
    if first is None:
        return None
    rest = text.strip()[first.end() :]
    since = _day(first, today)
    if since is None or not rest.strip():
        return (since, None) if since else None
    between = _BETWEEN.match(rest)
    last = _DATE.fullmatch(rest[between.end() :]) if between else None
    until = _day(last, since) if last else None
    return (since, until) if until is not None and until >= since else None


def _day(said: re.Match[str], not_before: date) -> date | None:
    day, month, year = said.groups()
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        this_year = date(not_before.year, int(month), int(day))
        return this_year if this_year >= not_before else this_year.replace(year=not_before.year + 1)
    except ValueError:  # 31 November, or 29 February of a year that has none
        return None
