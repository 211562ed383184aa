"""The days an SMS names: "besok", "2 hari", "senin s/d rabu", "tgl 3-5 nov". Calendar days; the school's calendar is
applied where the days are used.

Days from a week ago to sixty days ahead make sense, two weeks at a stretch; beyond that `Days.doubtful` or nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from core.sms_language.day_words import AFTER, DATE, MONTH, MONTHS, NUMBERS, PHRASE, TOMORROW, WEEKDAYS, YESTERDAY

EARLIEST, LATEST, LONGEST = timedelta(days=-7), timedelta(days=60), 14


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention of days. `first` None: a mere duration (`count`) or end (`last`)."""

    words: str
    first: date | None = None
    last: date | None = None
    count: int | None = None
    is_doubtful: bool = False
    is_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The days meant; of doubtful ones only the first is certain."""

    first: date
    last: date
    words: str
    doubtful: bool = False


def find_phrases(text: str, today: date) -> tuple[str, list[Phrase]]:
    """The text (as `plain` gives it) with each mention replaced by `@0`, `@1`..., and the mentions."""
    phrases: list[Phrase] = []

    def replace(match: re.Match[str]) -> str:
        if match["nowhere"] or match["since"]:
            return " "
        phrases.append(_read(match, today))
        return f" @{len(phrases) - 1} "

    return PHRASE.sub(replace, text), phrases


def without_days(text: str) -> str:
    """The text (as `plain` gives it) with every mention of days taken out."""
    return PHRASE.sub(" ", text)


def combine(phrases: Sequence[Phrase], today: date) -> Days | None:
    """All mentions together; today when there are none; None when a day is unreadable or senseless."""
    if any(phrase.is_unreadable for phrase in phrases):
        return None
    dated = _without_stale([phrase for phrase in phrases if phrase.first], today)
    first = min((phrase.first for phrase in dated if phrase.first), default=today)
    if not EARLIEST <= first - today <= LATEST:
        return None
    last = max([first, *_ends(phrases, first), *(phrase.last for phrase in dated if phrase.last)])
    doubtful = any(phrase.is_doubtful for phrase in phrases) or _has_gap(dated)
    if (last - first).days >= LONGEST:
        last, doubtful = first, True
    return Days(first, last, ", ".join(phrase.words for phrase in phrases), doubtful)


def _without_stale(dated: Sequence[Phrase], today: date) -> Sequence[Phrase]:
    """ "Kemarin jatuh, hari ini tidak masuk": yesterday is the story, today the notice."""
    current = [phrase for phrase in dated if (phrase.last or today) >= today]
    return current or dated


def _ends(phrases: Sequence[Phrase], first: date) -> Iterable[date]:
    for phrase in phrases:
        if phrase.count:
            yield first + timedelta(days=phrase.count - 1)
        elif phrase.first is None and phrase.last:
            yield phrase.last


def _has_gap(dated: Sequence[Phrase]) -> bool:
    """ "Senin ... dan ... Kamis" are two days, not four; we can keep only one stretch."""
    spans = sorted((phrase.first, phrase.last or phrase.first) for phrase in dated if phrase.first)
    return any((later[0] - earlier[1]).days > 1 for earlier, later in pairwise(spans))


def _read(match: re.Match[str], today: date) -> Phrase:
    words = match[0].strip()
    if match["count"] or match["whole"]:
        return Phrase(words, count=_length(match), is_doubtful=bool(match["or"]))
    if match["vague"]:
        return Phrase(words, is_unreadable=True)
    if match["until"]:
        end = _resolve(match["end"], today, not_before=today)
        return Phrase(words, last=end, is_doubtful=end is None)
    if match["point"]:
        day = _resolve(match["point"], today)
        return Phrase(words, day, day, is_unreadable=day is None)
    return _read_pair(match, words, today)


def _read_pair(match: re.Match[str], words: str, today: date) -> Phrase:
    start = match["from"] or match["date_from"] or match["one"]
    end = match["to"] or match["date_to"] or match["other"]
    if month := re.search(rf"\d ?({MONTH}(?: ?20\d\d)?)", end):
        # "3 s/d 5 november": the month holds for both; "30 s/d 2 november" began in the month before.
        last = _resolve(end, today)
        first = _resolve(start if re.search(MONTH, start) else f"{start} {month[1]}", today)
        if first and last and first > last:
            first = _resolve(f"tgl {re.sub(r'[^0-9]', '', start)}", last - timedelta(days=last.day))
    else:
        first = _resolve(start if re.search(r"\D", start) else f"tgl {start}", today)
        last = _resolve(end if re.search(r"\D", end) else f"tgl {end}", today, not_before=first)
    if first is None:
        return Phrase(words, is_unreadable=True)
    if last is None or last < first or (match["both"] and (last - first).days > 1):
        return Phrase(words, first, first, is_doubtful=True)
    return Phrase(words, first, last)


def _length(match: re.Match[str]) -> int:
    whole = match["whole"]
    number, unit = (1, whole[2:]) if whole else (_number(match["number"]), match["unit"])
    return number * (7 if unit.startswith(("m", "p")) else 30 if unit.startswith("b") else 1)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word) + 1


def _resolve(point: str, today: date, *, not_before: date | None = None) -> date | None:
    """The day one mention means; of several possible ones the nearest, or the first `not_before`."""
    if re.search(DATE, point):
        return _nearest(_dates(point, today), today, not_before)
    for index, names in enumerate((*WEEKDAYS, "minggu|ahad")):
        if re.search(rf"\b(?:{names})\b", point):
            return _weekday(index, point, not_before or today)
    for names, offset in ((AFTER, 2), (TOMORROW, 1), (YESTERDAY, -1)):
        if re.search(rf"\b(?:{names})\b", point):
            return today + timedelta(days=offset)
    return today


def _weekday(index: int, point: str, start: date) -> date:
    ahead = (index - start.weekday()) % 7
    if re.search(rf"lalu|{YESTERDAY}", point):
        return start + timedelta(days=ahead - 7)
    # "Senin depan" said on a Monday is not today.
    return start + timedelta(days=7 if not ahead and "depan" in point else ahead)


def _dates(point: str, today: date) -> Iterable[date]:
    """Every day the written date can be, this year and around, or this month and around."""
    numbers = [int(number) for number in re.findall(r"\d+", point)]
    named = next((i for i, name in enumerate(MONTHS, 1) if re.search(rf"\d ?(?:{name})", point)), None)
    if named:
        numbers.insert(1, named)
    day, *rest = numbers
    if len(rest) == 2:
        candidates = [(rest[1] % 100 + 2000, rest[0])]
    elif rest:
        candidates = [(today.year + offset, rest[0]) for offset in (-1, 0, 1)]
    else:
        months = today.year * 12 + today.month - 1
        candidates = [divmod(months + offset, 12) for offset in (-1, 0, 1)]
        candidates = [(year, month + 1) for year, month in candidates]
    for year, month in candidates:
        try:
            yield date(year, month, day)
        except ValueError:
            continue  # the 31st of a shorter month


def _nearest(days: Iterable[date], today: date, not_before: date | None) -> date | None:
    if not_before:
        return min((day for day in days if day >= not_before), default=None)
    return min(days, key=lambda day: abs(day - today), default=None)
