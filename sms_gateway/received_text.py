"""Mending the text of a received part."""

from collections.abc import Iterable
from unicodedata import category

from core.sms_text import GSM7_EXTENSION


def mended(text: str, length: int, *, seven_bit: bool) -> str:
    """The text without what libgammu appends to it.

    `length` counts septets, so an extension character counts two, yet libgammu takes it for the number of characters
    and fills up with NULs or the remains of earlier texts. Other control characters than line breaks go as well:
    databases and spreadsheets refuse them.
    """
    kept = _first_septets(text, length) if seven_bit else text
    return "".join(character for character in kept if character == "\n" or category(character) != "Cc")


def joined(texts: Iterable[str | None]) -> str:
    """Parts in their order, `…` for each that never came. A surrogate pair torn between two parts is whole again."""
    text = "".join("…" if part is None else part for part in texts)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _first_septets(text: str, length: int) -> str:
    used = 0
    for position, character in enumerate(text):
        if used >= length:
            return text[:position]
        used += 2 if character in GSM7_EXTENSION else 1
    return text
