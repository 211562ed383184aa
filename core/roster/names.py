"""Finding people by a name as somebody else has written it. Pure."""

import re
from collections.abc import Iterable
from typing import TypeVar

from rapidfuzz import fuzz

from core.roster.cells import key
from db.models import Person, Student

_CLOSE = 92
"""Of 100: one letter in a name of a dozen or more."""
_TITLES = re.compile(r"^((prof|drs|dra|dr|ir|h|hj|kh|ustadz|ustadzah|bapak|pak|ibu|bu)\.? +)+", re.IGNORECASE)


Named = TypeVar("Named", Person, Student)


def matches(name: str, people: Iterable[Named]) -> list[Named]:
    """Who may be meant: those of exactly this name, else of this name without academic titles, else of nearly it."""
    people = list(people)
    same = [one for one in people if key(one.name) == key(name)]
    bare = _bare(name)
    return (
        same
        or [one for one in people if _bare(one.name) == bare]
        or [one for one in people if fuzz.ratio(_bare(one.name), bare, score_cutoff=_CLOSE)]
    )


def _bare(name: str) -> str:
    """`Dra. Hj. Siti Aminah, M.Pd.` is `siti aminah`."""
    return _TITLES.sub("", key(name).partition(",")[0]).strip()
