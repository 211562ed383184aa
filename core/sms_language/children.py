"""Which of a guardian's children does a message name?"""

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from core.sms_language.days import without_days
from core.sms_language.lexicon import FILLERS, WORDS, unstretched
from core.sms_language.plain import plain

_EXACT, _NICKNAME, _ALIKE = 100.0, 90.0, 82.0
_MY_CHILD = re.compile(r"\b(?:putr[ai]|putera|anak|adik|kakak) ?(?:saya|sy|kami|ku|nya|bapak|ibu)\b")


def child_named(text: str, names: Sequence[str]) -> int | None:
    """Index of the one child named, by full name, a part of it or its beginning; None for none and for several."""
    named = children_named(text, names)
    return named[0] if len(named) == 1 else None


def children_named(text: str, names: Sequence[str]) -> Sequence[int]:
    """Indexes of all whom the text may name: none, one, or several when it leaves open whom of them it means."""
    named = [frozenset(places) for places in _places(_words(text), [_parts(name) for name in names])]
    # "Siti Aminah" names Aminah though her sister is a Siti too; "Budi dan Siti" names nobody alone.
    return [i for i, places in enumerate(named) if places and not any(places < other for other in named)]


def _words(text: str) -> list[str]:
    """Words that may be names: days and "putri saya" are not."""
    left = _MY_CHILD.sub(" ", without_days(plain(text)))
    return [unstretched(word) for word in re.findall(r"\b[a-z]\w+", left)]


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"\w+", plain(name)) if len(part) > 2] or re.findall(r"\w+", plain(name))


def _places(words: Sequence[str], names: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each child the places of the words that name it; a word names those whom it fits best."""
    places: list[set[int]] = [set() for _ in names]
    for place, word in enumerate(words):
        scores = [max((_likeness(word, part) for part in parts), default=0.0) for parts in names]
        best = max(scores, default=0.0)
        for index, score in enumerate(scores):
            if best and score == best:
                places[index].add(place)
    return places


def _likeness(word: str, part: str) -> float:
    """0 when the word does not mean this part of a name. Words of the language must fit exactly ("Hari", "Putri")."""
    if word == part:
        return _EXACT
    if word in WORDS or word in FILLERS or len(word) < 3:
        return 0.0
    if part.startswith(word) or (part.endswith(word) and len(word) > 3):
        return _NICKNAME
    alike = ratio(_heard(word), _heard(part)) if min(len(word), len(part)) > 3 else 0.0
    return min(alike, _NICKNAME) if alike >= _ALIKE else 0.0


def _heard(name: str) -> str:
    """ "Rizky", "Rizki" and "Riski" sound the same, and so do "Soeharto" and "Suharto"."""
    return name.replace("oe", "u").replace("y", "i").replace("z", "s")
