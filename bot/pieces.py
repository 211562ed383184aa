"""HTML that is too long for one message: in pieces, or cut. Lengths are counted as Telegram does, after entities."""

import re
from collections.abc import Sequence
from html import unescape

from bot.wording.fitting import CUT
from core.telegram_text import units

LONGEST_TEXT = 4096

_SIGNS = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
_NAME = re.compile(r"</?([\w-]+)")


def split_at_lines(html: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Pieces of at most `longest`. Lines stay whole (a very long one is cut at a word), and what a cut finds
    open, as a quotation, is closed and opened again.
    """
    if units(html) <= longest:  # what is shown is never longer than what is written
        return [html]
    pieces = []
    while (end := _end(signs := _SIGNS.findall(html), longest)) < len(signs):
        still_open = _open(signs[:end])
        closing = "".join(f"</{_NAME.findall(tag)[0]}>" for tag in reversed(still_open))
        pieces.append("".join(signs[:end]) + closing)
        rest = signs[end + 1 :] if signs[end].isspace() else signs[end:]
        html = "".join([*still_open, *rest])
    return [*pieces, html]


def cut_to_fit(html: str) -> str:
    """As it is where it fits; else its beginning, which says that there is more. For what cannot be split."""
    if len(split_at_lines(html)) == 1:
        return html
    return f"{split_at_lines(html, LONGEST_TEXT - len(CUT) - 1)[0]}\n{CUT}"


def _end(signs: Sequence[str], longest: int) -> int:
    """How many signs the first piece takes: all, or up to the end of the last line that fits, or of the last word where
    that would leave more than half of it empty.
    """
    used = line = word = 0
    for at, sign in enumerate(signs):
        used += _length(sign)
        if used > longest:
            return line if line * 2 >= at else word or at
        if sign == "\n":
            line = at
        elif sign == " ":
            word = at
    return len(signs)


def _length(sign: str) -> int:
    """Of what is shown: formatting is nothing, an entity one letter."""
    return 0 if len(sign) > 1 and sign[0] == "<" else units(unescape(sign))


def _open(signs: Sequence[str]) -> list[str]:
    still_open: list[str] = []
    for tag in (sign for sign in signs if len(sign) > 1 and sign[0] == "<"):
        if tag[1] == "/":
            still_open.pop()
        else:
            still_open.append(tag)
    return still_open
