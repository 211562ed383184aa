"""A report in one typed line: `A: Budi, Siti; S: Andi`, or `NIHIL`. Pure: what was meant, and what stays unclear."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.typed_names import meant_by
from db.models import AbsenceReason

_REASONS = {
    "sakit": AbsenceReason.SICK,
    "izin": AbsenceReason.EXCUSED,
    "ijin": AbsenceReason.EXCUSED,
    "alfa": AbsenceReason.UNEXCUSED,
    "alpa": AbsenceReason.UNEXCUSED,
    "dispensasi": AbsenceReason.ON_DUTY,
    "dispen": AbsenceReason.ON_DUTY,
    "dipulangkan": AbsenceReason.SENT_HOME,
} | {reason.value.lower(): reason for reason in AbsenceReason}
_WORD = "|".join(sorted(_REASONS, key=len, reverse=True))
_HEAD = re.compile(rf"\b({_WORD})\s*[:=]", re.IGNORECASE)
_NIHIL = re.compile(r"(?P<before>.*?)\bnihil\b[\s.!]*", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"[,;&\n]|\bdan\b", re.IGNORECASE)
_LONGEST = 2000  # characters; a class of fifty with full names has fewer


@dataclass(frozen=True, slots=True)
class TypedReport:
    """As it was typed. `class_words` stand before the first reason, often none; no `named` is NIHIL."""

    class_words: str
    named: Sequence[tuple[AbsenceReason, str]]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that name nobody of the class, or several: `candidates` have that name, or one that is like it. Or a pupil
    who was given several `reasons`.
    """

    words: str
    candidates: Sequence[str]
    reasons: Sequence[AbsenceReason] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """Pupils by id with the reason of each, and what could not be matched."""

    entries: Mapping[int, AbsenceReason]
    unclear: Sequence[Unclear]


def parse(text: str) -> TypedReport | None:
    """None when it is no such line."""
    if len(text) > _LONGEST:
        return None
    if nihil := _NIHIL.fullmatch(text.strip()):
        return TypedReport(_tidy(nihil["before"]), ())
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    named = [
        (_REASONS[head[1].lower()], name)
        for head, end in zip(heads, ends, strict=False)
        for name in map(_tidy, _BETWEEN_NAMES.split(text[head.end() : end]))
        if name
    ]
    return TypedReport(_tidy(text[: heads[0].start()]), named) if named else None


def match(named: Sequence[tuple[AbsenceReason, str]], members: Mapping[int, str]) -> Matched:
    """Which pupil of a class each name means: written in full, in part, or nearly so."""
    given: dict[int, dict[AbsenceReason, None]] = defaultdict(dict)  # in the order in which they were typed, each once
    unclear: list[Unclear] = []
    ids, names = list(members), list(members.values())
    for reason, words in named:
        meant = meant_by(words, names)
        if meant.is_sure and len(meant.places) == 1:
            given[ids[meant.places[0]]][reason] = None
        else:
            unclear.append(Unclear(words, [names[place] for place in meant.places]))
    unclear += [Unclear(members[student], (), list(given[student])) for student in given if len(given[student]) > 1]
    return Matched({student: next(iter(reasons)) for student, reasons in given.items() if len(reasons) == 1}, unclear)


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" .,")
