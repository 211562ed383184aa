"""Which of a guardian's children does a message name?"""

import re
from collections.abc import Sequence

from core.sms_language.alike import ALIKE, likeness
from core.sms_language.days import without_days
from core.sms_language.lexicon import FILLERS, WORDS, unstretched
from core.sms_language.plain import plain

_MY_CHILD = re.compile(r"\b(?:putr[ai]|putera|anak|adik|kakak) ?(?:saya|sy|kami|ku|nya|bapak|ibu)\b")


def child_named(text: str, names: Sequence[str]) -> int | None:
    """Index of the one child named, by full name, a part of it or its beginning; None for none and for several."""
    places = [frozenset(places) for places in _places(_words(text), [_parts(name) for name in names])]
    # "Siti Aminah" names Aminah though her sister is a Siti too; "Budi dan Siti" names nobody alone.
    named = [i for i, own in enumerate(places) if own and not any(own < other for other in places)]
    return named[0] if len(named) == 1 else None


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
    if word != part and (word in WORDS or word in FILLERS):
        return 0.0
    alike = likeness(word, part)
    return alike if alike >= ALIKE else 0.0
