"""How much a word somebody typed is like a part of a name. Pure."""

import re

from rapidfuzz.fuzz import ratio

EXACT, NICKNAME, ALIKE = 100.0, 90.0, 82.0
"""Of 100: the part itself; its beginning, its end or its sound; misspelt. Below `ALIKE` another name is meant."""

# One name in as many spellings as families: "M.", "Moh", "Mochamad", "Muhammed".
_MUHAMMAD = re.compile(r"m|mhd|m[ou]c?h(?:d|amm?[ae]d)?")


def likeness(word: str, part: str) -> float:
    """Of 100, as `plain` gives both; a word of one or two letters is like itself alone."""
    if word == part:
        return EXACT
    if len(word) < 3:
        return 0.0
    if part.startswith(word) or (part.endswith(word) and len(word) > 3):
        return NICKNAME
    if _MUHAMMAD.fullmatch(word) and _MUHAMMAD.fullmatch(part):
        return NICKNAME
    spoken, name = _heard(word), _heard(part)
    if spoken == name:
        return NICKNAME
    if min(len(word), len(part)) < 4:
        return 0.0
    return min(max(ratio(word, part), ratio(spoken, name)), NICKNAME)


def _heard(name: str) -> str:
    """ "Rizky", "Rizqi" and "Riski" sound the same, and so do "Soeharto" and "Suharto"."""
    return name.replace("oe", "u").replace("y", "i").replace("z", "s").replace("q", "k")
