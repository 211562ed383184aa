"""An entry for the calendar as people type it, the days first:

14-18/12/2026 Libur semester            a holiday
7-11 Des 2026 ANBK kelas X, XII         a holiday of some grades
1/2/2027-30/4/2027 PKL XI RPL 1         a class's work placement
2027-02-17..2027-03-05 Ramadan 07.30-12.00, jumat 07.30-11.00, sabtu libur      special hours
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from core.errors import BadCalendarEntry
from core.roster.cells import grade
from core.school_calendar import Entry, Span
from core.school_rules import WEEKDAYS, SchoolRules
from core.sms_language.day_words import MONTHS
from core.sms_language.day_words import WEEKDAYS as DAY_WORDS
from db.models import CalendarKind

LONGEST_NAME = 60  # letters
_LONGEST = timedelta(days=366)
_FURTHEST = timedelta(days=3 * 366)
_PAST = timedelta(days=180)  # a date without a year further back than this is next year's

_MONTH = "|".join(MONTHS)
_DATE = rf"20\d\d-\d\d?-\d\d?|\d\d?(?:[/.]\d\d?(?:[/.]20\d\d)?|\s+(?:{_MONTH})(?![a-z])(?:\s+20\d\d)?)?"
_SPAN = re.compile(rf"(?P<first>{_DATE})(?:\s*(?:-|–|\.\.|s/?d|sampai)\s*(?P<last>{_DATE}))?\s+(?=\S)", re.IGNORECASE)
_PARTS = re.compile(rf"(?P<day>\d+)(?:[/.\s]+(?P<month>\d+|{_MONTH}))?(?:[/.\s]+(?P<year>\d+))?", re.IGNORECASE)
_WEEKDAY = rf"(?:{'|'.join(DAY_WORDS)})"
_CLOCK = r"\d\d?[.:]\d\d"
_HOURS = re.compile(
    rf"[,;\s]+(?:(?:(?P<day>{_WEEKDAY})\s+)?(?P<bell>{_CLOCK})\s*[-–]\s*(?P<home>{_CLOCK})"
    rf"|(?P<day_off>{_WEEKDAY})\s+libur\b)",
    re.IGNORECASE,
)
_OF_CLASS = re.compile(r"\s+(?:untuk\s+)?(?:kelas|kls)\s+(?P<whom>.+)$", re.IGNORECASE)
_PLACEMENT = re.compile(r"pkl\s+(?:(?:kelas|kls)\s+)?(?P<whom>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry as it was typed; `school_class` is a name that is still to be found."""

    entry: Entry
    school_class: str | None = None


def read_entry(text: str, *, today: date, rules: SchoolRules) -> Wanted:
    """What a line means; `rules` name the weekdays on which school is held. Raises BadCalendarEntry."""
    line = " ".join(text.split())
    days = _SPAN.match(line)
    if days is None:
        raise BadCalendarEntry("days")
    first, last = _read_days(days["first"], days["last"] or days["first"], today)
    rest = line[days.end() :]
    if placement := _PLACEMENT.fullmatch(rest):
        return Wanted(Entry(CalendarKind.WORK_PLACEMENT, "PKL", first, last), placement["whom"])
    named, hours = _take_hours(rest, rules)
    name, grades, school_class = _take_whom(named)
    if not name or len(name) > LONGEST_NAME:
        raise BadCalendarEntry("name")
    kind = CalendarKind.SPECIAL_HOURS if hours else CalendarKind.SCHOOL_HOLIDAY
    return Wanted(Entry(kind, name, first, last, grades=grades, hours=hours), school_class)


def read_weekday(word: str) -> int:
    """0 for Monday; English names as the rules have them, or Indonesian ones. Raises BadCalendarEntry."""
    if word.lower() in WEEKDAYS:
        return WEEKDAYS.index(word.lower())
    if not re.fullmatch(_WEEKDAY, word, re.IGNORECASE):
        raise BadCalendarEntry("hours")
    return _number_of(word, DAY_WORDS)


def read_clock_span(text: str) -> Span:
    """`07.30-12.00`; also with colons, or `07:30-` for no fixed end. Raises BadCalendarEntry."""
    begins, dash, ends = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not dash:
        raise BadCalendarEntry("hours")
    span = _clock(begins), _clock(ends) if ends else None
    if span[1] is not None and span[1] <= span[0]:
        raise BadCalendarEntry("hours")
    return span


def _read_days(first: str, last: str, today: date) -> tuple[date, date]:
    """The first takes from the last what it leaves out; a year that nobody names is the one that is near."""
    year, month, day = _parts(last)
    ends = _date(year or today.year, month, day)
    if year is None and ends < today - _PAST:
        ends = _date(today.year + 1, month, day)
    year, month, day = _parts(first)
    begins = _date(year or ends.year, month or ends.month, day)
    if year is None and begins > ends:
        begins = _date(ends.year - 1, month or ends.month, day)
    if not begins <= ends <= begins + _LONGEST or abs(ends - today) > _FURTHEST:
        raise BadCalendarEntry("days")
    return begins, ends


def _parts(words: str) -> tuple[int | None, int | None, int]:
    if words.count("-") == 2:
        iso_year, iso_month, iso_day = map(int, words.split("-"))
        return iso_year, iso_month, iso_day
    found = _PARTS.fullmatch(words)
    assert found is not None  # the span's expression is the stricter one
    year, month = found["year"], found["month"]
    return int(year) if year else None, _month(month) if month else None, int(found["day"])


def _month(words: str) -> int:
    return int(words) if words.isdecimal() else _number_of(words, MONTHS) + 1


def _date(year: int, month: int | None, day: int) -> date:
    try:
        return date(year, month or 0, day)
    except ValueError as error:
        raise BadCalendarEntry("days") from error


def _number_of(word: str, patterns: Sequence[str]) -> int:
    """Which of the patterns it is, from 0 on."""
    return next(number for number, pattern in enumerate(patterns) if re.fullmatch(pattern, word, re.IGNORECASE))


def _take_hours(rest: str, rules: SchoolRules) -> tuple[str, Mapping[str, Span | None] | None]:
    """The words without the hours in them, and the hours: those without a weekday for all that have a bell."""
    found = list(_HOURS.finditer(f" {rest}"))
    if not any(match["bell"] for match in found):
        return rest, None
    hours: dict[str, Span | None] = {}
    for match in found:
        span = read_clock_span(f"{match['bell']}-{match['home']}") if match["bell"] else None
        hours |= dict.fromkeys(_weekdays(match["day"] or match["day_off"], rules), span)
    return _HOURS.sub("", f" {rest}").strip(" ,;"), hours


def _weekdays(word: str | None, rules: SchoolRules) -> list[str]:
    if word is not None:
        return [WEEKDAYS[read_weekday(word)]]
    return [weekday for weekday in WEEKDAYS if getattr(rules, f"bell_{weekday}", None)]


def _take_whom(named: str) -> tuple[str, frozenset[int] | None, str | None]:
    """The name, and either grades, or one class, or neither."""
    found = _OF_CLASS.search(named)
    if found is None:
        return named, None, None
    name, whom = named[: found.start()].strip(" ,;"), found["whom"]
    grades = [_exact_grade(word) for word in re.split(r"\s*(?:,|dan|&)\s*", whom)]
    if all(grades):
        return name, frozenset(g for g in grades if g), None
    return name, None, whom


def _exact_grade(word: str) -> int | None:
    """`X` is a grade, `X RPL 1` a class."""
    return grade(word) if re.fullmatch(r"\d{1,2}|[IVX]+", word.strip(), re.IGNORECASE) else None


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text.replace(".", ":").zfill(5))
    except ValueError as error:
        raise BadCalendarEntry("hours") from error
