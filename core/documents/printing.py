"""What the printed sheets have in common: text that fits, letters that the fonts have, QR codes, pages by class."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "Helvetica", "Helvetica-Bold"
_SMALLEST = 4  # points: below this splitting at spaces helps no more

Item = TypeVar("Item")


def pages_by_class(items: Sequence[Item], class_of: Callable[[Item], str], per_page: int) -> Iterator[list[Item]]:
    """In the order given; every class begins a page, so that a stack can be handed out by class."""
    for _, group in groupby(items, key=class_of):
        members = list(group)
        for start in range(0, len(members), per_page):
            yield members[start : start + per_page]


def fitting(text: str, font: str, size: float, width: float) -> tuple[str, float]:
    """The text and the largest size up to `size` at which it takes no more than `width` points."""
    drawn = printable(text)
    return drawn, min(size, size * width / max(stringWidth(drawn, font, size), 1))


def wrapped(text: str, font: str, size: float, width: float, most: int) -> tuple[list[str], float]:
    """The text on at most `most` lines, split at spaces, and the largest size up to `size` at which they fit.

    One endless word makes the size as small as it takes: nothing is cut off.
    """
    drawn = printable(text)
    lines = simpleSplit(drawn, font, size, width)
    while size > _SMALLEST and (len(lines) > most or _widest(lines, font, size) > width):
        size -= 0.5
        lines = simpleSplit(drawn, font, size, width)
    return lines, min(size, size * width / max(_widest(lines, font, size), 1))


def draw_modules(
    canvas: Canvas, matrix: Sequence[Sequence[bool | None]], left: float, bottom: float, side: float
) -> None:
    """A QR code as filled squares, sharp at any size, `side` points wide; the quiet zone is the caller's."""
    dot = side / len(matrix)
    path = canvas.beginPath()
    for row, cells in enumerate(matrix):
        for column, is_dark in enumerate(cells):
            if is_dark:
                path.rect(left + column * dot, bottom + side - (row + 1) * dot, dot, dot)
    canvas.drawPath(path, stroke=0, fill=1)


def printable(text: str) -> str:
    """The fonts that every PDF reader brings know Latin letters: others lose their marks, or become `?`."""
    return "".join(_in_latin(letter) for letter in text)


def _in_latin(letter: str) -> str:
    for written in (letter, unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()):
        if written and written.encode("cp1252", "ignore"):
            return written
    return "?"


def _widest(lines: Sequence[str], font: str, size: float) -> float:
    return max((stringWidth(line, font, size) for line in lines), default=0)
