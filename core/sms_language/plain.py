"""Text as typed on a phone made comparable: lower case, plain ASCII, one space."""

import re
import unicodedata

LONGEST = 2000
"""Characters looked at. The longest SMS a phone sends has 1,530; what is behind says nothing about the day."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_KEPT = re.compile(r"[^a-z0-9.,;:!?/&\n-]+")


def plain(text: str) -> str:
    """Lower case letters, digits and the punctuation that carries meaning; apostrophes close up ("jum'at")."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].translate(_DASHES)).casefold()
    closed = re.sub(r"['’`´]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))
    return re.sub(r" *\n\s*", "\n", _KEPT.sub(" ", closed.replace("\r", "\n"))).strip()[:LONGEST]
