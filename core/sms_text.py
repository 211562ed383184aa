"""What a text costs as SMS: the GSM 7-bit alphabet (3GPP TS 23.038), parts, and folding into it."""

import re
import unicodedata
from collections.abc import Iterable

# Without the carriage return, which the standard has and no phone shows.
GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("^{}\\[~]|€")  # sent as escape + character: two septets

# One character outside the alphabet turns 160 into 70, so typographic ones are replaced by what a keyboard has.
_REPLACEMENTS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼʻ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−•·", "-"),
        "…": "...",
        "×": "x",
        "\t": " ",
        "\r": "\n",
    }
)


def fold(text: str) -> str:
    """The same text in GSM-7: accents, emoji and control characters go, letters of other scripts become `?`."""
    text = text.replace("\r\n", "\n").translate(_REPLACEMENTS)
    folded = "".join(char if _septets(char) else _nearest(char) for char in text)
    return re.sub(r" {2,}", " ", folded).strip()


def _nearest(char: str) -> str:
    """What GSM-7 can say instead of one character; may be nothing."""
    category = unicodedata.category(char)
    if category.startswith("Z"):
        return " " if category == "Zs" else "\n"
    plain = "".join(c for c in unicodedata.normalize("NFKD", char).translate(_REPLACEMENTS) if _septets(c))
    # A letter that vanished silently would change what is said; a lost emoji changes nothing.
    return plain or ("?" if category[0] in "LN" else "")


def _septets(char: str) -> int:
    return 1 if char in GSM7_BASIC else 2 if char in GSM7_EXTENSION else 0


def has_words(text: str) -> bool:
    """Whether a letter or a digit is left of a text once it is folded."""
    return any(map(str.isalnum, fold(text)))


def is_gsm7(text: str) -> bool:
    """Whether the text fits the cheap alphabet as it is."""
    return all(map(_septets, text))


def septets(text: str) -> int:
    """Length of a GSM-7 text as the network counts it; characters outside count nothing."""
    return sum(map(_septets, text))


def parts(text: str) -> int:
    """How many SMS the network bills for this text; an empty one is still one."""
    if is_gsm7(text):
        return _packed(map(_septets, text), single=160, joined=153)
    return _packed((2 if ord(char) > 0xFFFF else 1 for char in text), single=70, joined=67)


def _packed(widths: Iterable[int], *, single: int, joined: int) -> int:
    """Characters are never torn: an escape or surrogate pair that would straddle two parts moves to the next."""
    total, count, used = 0, 1, 0
    for width in widths:
        total += width
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return 1 if total <= single else count


def shorten(name: str, limit: int) -> str:
    """A name in GSM-7 of at most `limit` septets: as many whole words as fit, else the first word cut with a dot."""
    name = " ".join(fold(name).split())
    while septets(name) > limit and " " in name:
        name = name.rpartition(" ")[0]
    return name if septets(name) <= limit else cut(name, limit - 1) + "."


def cut(text: str, limit: int) -> str:
    """The longest beginning of a GSM-7 text within `limit` septets."""
    used = 0
    for position, char in enumerate(text):
        used += _septets(char)
        if used > limit:
            return text[:position]
    return text
