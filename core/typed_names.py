"""Whose name it is that somebody typed: in full, in part, in another order, nearly so. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.sms_language.alike import ALIKE, EXACT, NICKNAME, likeness
from core.sms_language.lexicon import unstretched
from core.sms_language.plain import plain

_DOUBTFUL = 70.0
"""Of 100: one letter of four may be another one. Enough to ask whether this name is meant, never to believe it."""
_AHEAD = 5.0
"""Of 100: who is not so much better than another is not the only one who may be meant."""
_MOST_WORDS = 10  # a name has fewer


@dataclass(frozen=True, slots=True)
class Meant:
    """Places in a list of names.

    `is_sure`: every word that was typed fits them, so a single one is meant, and of several one is. Otherwise they are
    merely like what was typed, best first, and even of one a person has to be asked.
    """

    places: Sequence[int]
    is_sure: bool


def meant_by(typed: str, names: Sequence[str]) -> Meant:
    """Whom of these the words name. A word that fits nothing in a name speaks against it, however well the rest fits:
    "Euis Gumilar" is not Euis Nurjaman.
    """
    words = [unstretched(word) for word in _words(typed)]
    if len(words) > _MOST_WORDS:
        return Meant([], is_sure=False)
    parts = [_words(name) for name in names]
    like = _likenesses(words, {part for own in parts for part in own})
    fits = [_fit(words, own, like) for own in parts]
    totals = [sum(fit) for fit in fits]
    named = [place for place, fit in enumerate(fits) if fit and min(fit) >= ALIKE]
    if named and max(map(len, words)) > 1:
        enough = max(totals[place] for place in named) - _AHEAD
        return Meant([place for place in named if totals[place] > enough], is_sure=True)
    fitting = [sum(score >= ALIKE for score in fit) for fit in fits]
    most = max(fitting, default=0)
    nearly = [place for place, fit in enumerate(fits) if fitting[place] == most and any(fit)]
    return Meant(sorted(nearly, key=lambda place: -totals[place]), is_sure=False)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", plain(name))


def _likenesses(words: Sequence[str], parts: Collection[str]) -> dict[str, dict[str, float]]:
    """Of every word to those parts that it may mean; a school's names share theirs, so each is compared once."""
    return {word: {part: like for part in parts if (like := _likeness(word, part)) >= _DOUBTFUL} for word in words}


def _likeness(word: str, part: str) -> float:
    if len(word) == 1 and word != part:  # "Budi S."
        return NICKNAME if part.startswith(word) else 0.0
    is_short = len(word) == 2 and part.startswith(word)
    # "M." is Muhammad; what else a name's initial stands for is a guess.
    return max(likeness(word, part), _DOUBTFUL if is_short or part == word[0] else 0.0)


def _fit(words: Sequence[str], parts: Sequence[str], like: Mapping[str, Mapping[str, float]]) -> list[float]:
    """How well each word fits a part of its own; 0 where none is left for it. Two words may share a part that was
    written as one: "Nur Hidayah" is Nurhidayah, and the other way round.
    """
    joined = {first + second for first, second in pairwise(parts)}
    fit = [EXACT if word in joined else 0.0 for word in words]
    room = [len(part) for part in parts]
    pairs = [
        (like[word][part], place, index)
        for place, word in enumerate(words)
        for index, part in enumerate(parts)
        if part in like[word]
    ]
    for score, place, index in sorted(pairs, key=lambda pair: -pair[0]):
        word, part = words[place], parts[index]
        taken = len(word) if part.startswith(word) or part.endswith(word) else len(part)
        if not fit[place] and taken <= room[index]:
            fit[place] = score
            room[index] -= taken
    return fit
