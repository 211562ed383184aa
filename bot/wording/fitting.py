"""Lists that must fit into one message: an edited message cannot be split."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from core.telegram_text import units

CUT = "… (masih ada, tetapi tidak muat dalam satu pesan)"

_ROOM = 3700
"""Of Telegram's 4096 letters; the rest is for what stands around the list."""


def first_lines(lines: Sequence[str], room: int = _ROOM) -> str:
    """As many whole lines as fit into `room` letters, and how many more there are. HTML entities count as written,
    which is never less.
    """
    shown = _fitting(lines, room, 1)
    return "\n".join(lines if shown == len(lines) else [*lines[:shown], _more(len(lines) - shown)])


def last_lines(lines: Sequence[str]) -> str:
    """The same where the last ones count most: how many came before stands above them."""
    left_out = len(lines) - _fitting(lines[::-1], _ROOM, 1)
    return "\n".join([f"… {left_out} sebelumnya", *lines[left_out:]] if left_out else lines)


def first_names(names: Sequence[str], room: int) -> str:
    """In one line, escaped: as many as fit into `room` letters, and how many more there are."""
    shown = _fitting(names, room, 2)
    return escape(", ".join(names if shown == len(names) else [*names[:shown], _more(len(names) - shown)]))


def _more(count: int) -> str:
    return f"… dan {count} lagi"


def _fitting(texts: Sequence[str], room: int, between: int) -> int:
    """How many of them fit, `between` letters apart."""
    lengths = accumulate(units(text) + between for text in texts)
    return sum(length <= room for length in lengths)
