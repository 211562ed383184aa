"""What the bot says about contradictions beyond the messages of `core.wording.contradictions`. HTML, names escaped."""

from collections.abc import Sequence
from html import escape

from core.open_contradictions import OpenOne
from core.sms_text import shorten
from core.wording.contradictions import disagreement
from core.wording.dates import day_short

NOTED = "Tercatat."
_NAME_LETTERS = 36  # so that a page with the longest names stays under 4096


def to_check(shown: Sequence[OpenOne], total: int, page: int, pages: int) -> str:
    """A page of what nobody has settled; `total` of them on `pages`."""
    if not shown:
        return "Tidak ada yang perlu diperiksa."
    lines = [f"{number}. {_line(one)}" for number, one in enumerate(shown, start=1)]
    place = f"\nHalaman {page + 1} dari {pages}" if pages > 1 else ""
    head = f"🔎 <b>Perlu diperiksa: {total}</b>{place}"
    return "\n".join([head, "", *lines, "", "Mana yang benar? Tekan satu tombol."])


def _line(one: OpenOne) -> str:
    shown = one.shown
    name = escape(shorten(shown.student, _NAME_LETTERS))
    said = disagreement(shown.kind, shown.said, shown.came_at, shown.left_at)
    return f"<b>{name}</b> · {escape(shown.school_class)}, {day_short(one.on)}: {said}"
