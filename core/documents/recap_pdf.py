"""Month and semester to print: A4 across, each class on pages of its own, with letterhead and two signatures."""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from core.documents.printing import BOLD, REGULAR, fitting, printable
from core.recap_sheets import Book, Column, Line, Sheet, Signatory
from core.tallies import Tally
from core.wording import sheets as wording

_WIDTH, _HEIGHT = landscape(A4)
_MARGIN = 10 * mm
_INNER = _WIDTH - 2 * _MARGIN
_TOP = _HEIGHT - 9 * mm
_BOTTOM = 7 * mm
_ROW, _SIZE = 3.5 * mm, 6.5  # a class of 38 and the signatures fill one page
_HEAD_HEIGHT = 24 * mm
_FOOT_HEIGHT = 30 * mm
_NUMBER, _NIS, _NAME, _COUNT, _SHARE = 6 * mm, 17 * mm, 52 * mm, 6 * mm, 11 * mm
_LETTERS = tuple(Tally().by_letter)
_LINE, _SHADE, _OFF, _ALFA = HexColor(0x9AA5B1), HexColor(0xE4EAF1), HexColor(0xE9E9E9), HexColor(0xB3261E)


def recap_pages(book: Book) -> bytes:
    """The same book gives the same bytes."""
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=landscape(A4), invariant=True)
    canvas.setTitle(printable(f"{book.title}, {book.school}"))
    for sheet in book.sheets:
        _Pages(canvas, book, sheet).draw()
    if not book.sheets:
        _letterhead(canvas, book, wording.nobody())
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def _letterhead(canvas: Canvas, book: Book, about: str) -> None:
    canvas.setFillColor(black)
    for text, font, size, below in (
        (book.school, BOLD, 13, 5),
        (book.address, REGULAR, 8, 9),
        (book.title, BOLD, 10.5, 15.5),
        (about, REGULAR, 8.5, 20),
    ):
        drawn, fitted = fitting(text, font, size, _INNER)
        canvas.setFont(font, fitted)
        canvas.drawString(_MARGIN, _TOP - below * mm, drawn)
    canvas.setLineWidth(0.8)
    canvas.line(_MARGIN, _TOP - 11 * mm, _WIDTH - _MARGIN, _TOP - 11 * mm)


class _Pages:
    """A class's sheet: its columns' places, and its lines over as many pages as they take."""

    def __init__(self, canvas: Canvas, book: Book, sheet: Sheet) -> None:
        self._canvas, self._book, self._sheet = canvas, book, sheet
        totals = (len(_LETTERS) + 1) * _COUNT + _SHARE
        self._cell = (_INNER - _NUMBER - _NIS - _NAME - totals) / max(len(sheet.columns), 1)
        self._first = _MARGIN + _NUMBER + _NIS + _NAME
        self._totals = self._first + self._cell * len(sheet.columns)

    def draw(self) -> None:
        lines = list(enumerate(self._sheet.lines, start=1))
        while True:
            room = self._room(len(lines))
            self._page(lines[:room], is_last=room >= len(lines))
            lines = lines[room:]
            if not lines:
                return

    def _room(self, left: int) -> int:
        """Lines for this page; the sum and the signatures stay together with at least some lines."""
        height = _TOP - _HEAD_HEIGHT - 2 * _ROW - _BOTTOM
        whole, with_foot = int(height / _ROW), int((height - _FOOT_HEIGHT) / _ROW)
        if left <= with_foot:
            return left
        return min(whole, max(left - 3, 1))

    def _page(self, lines: Sequence[tuple[int, Line]], *, is_last: bool) -> None:
        about = wording.about_class(self._sheet.class_name, self._sheet.homeroom.name, self._sheet.school_days)
        _letterhead(self._canvas, self._book, about)
        top = _TOP - _HEAD_HEIGHT
        self._heads(top)
        for place, (number, line) in enumerate(lines):
            self._line(top - (place + 2) * _ROW, number, line)
        if is_last:
            below = top - (len(lines) + 2) * _ROW
            self._sum(below)
            self._foot(below - _ROW)
        self._canvas.showPage()

    def _heads(self, top: float) -> None:
        low, both = top - _ROW, 2 * _ROW
        left = _MARGIN
        for head, width in ((wording.NUMBER, _NUMBER), (wording.NIS, _NIS), (wording.NAME, _NAME)):
            self._box(left, low, width, both, head, font=BOLD, fill=_SHADE)
            left += width
        for _, group in groupby(enumerate(self._sheet.columns), key=lambda placed: self._group(placed[1], placed[0])):
            members = [place for place, _ in group]
            name = self._sheet.columns[members[0]].group
            self._box(left, top, self._cell * len(members), _ROW, name, font=BOLD, fill=_SHADE)
            left += self._cell * len(members)
        for place, column in enumerate(self._sheet.columns):
            fill = _OFF if column.is_off else _SHADE
            self._box(self._first + place * self._cell, low, self._cell, _ROW, column.label, font=BOLD, fill=fill)
        for place, head in enumerate((*_LETTERS, "?")):
            self._box(self._totals + place * _COUNT, low, _COUNT, both, head, font=BOLD, fill=_SHADE)
        self._box(self._totals + 7 * _COUNT, low, _SHARE, both, wording.SHARE, font=BOLD, fill=_SHADE)

    @staticmethod
    def _group(column: Column, place: int) -> tuple[str, int]:
        """Months stand over all their letters; two days that begin alike (Senin, Selasa) each have their own."""
        return (column.group, -1) if len(column.group) > 1 else (column.group, place)

    def _line(self, bottom: float, number: int, line: Line) -> None:
        self._box(_MARGIN, bottom, _NUMBER, _ROW, str(number))
        self._box(_MARGIN + _NUMBER, bottom, _NIS, _ROW, line.nis)
        self._box(_MARGIN + _NUMBER + _NIS, bottom, _NAME, _ROW, line.name, is_left=True)
        for place, (mark, column) in enumerate(zip(line.marks, self._sheet.columns, strict=True)):
            fill, ink = (_OFF, black) if column.is_off else (white, _ALFA if mark == "A" else black)
            font = BOLD if mark == "A" else REGULAR
            self._box(self._first + place * self._cell, bottom, self._cell, _ROW, mark, font=font, fill=fill, ink=ink)
        self._counts(bottom, line.tally, REGULAR)

    def _sum(self, bottom: float) -> None:
        self._box(_MARGIN, bottom, self._totals - _MARGIN, _ROW, wording.SUM, font=BOLD, fill=_SHADE)
        self._counts(bottom, self._sheet.tally, BOLD)

    def _counts(self, bottom: float, tally: Tally, font: str) -> None:
        for place, count in enumerate((*tally.by_letter.values(), tally.unknown)):
            self._box(self._totals + place * _COUNT, bottom, _COUNT, _ROW, str(count or ""), font=font)
        left = self._totals + 7 * _COUNT
        self._box(left, bottom, _SHARE, _ROW, wording.share(tally.attendance), font=font)

    def _box(
        self,
        left: float,
        bottom: float,
        width: float,
        height: float,
        text: str,
        *,
        font: str = REGULAR,
        fill: Color = white,
        ink: Color = black,
        is_left: bool = False,
    ) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.3)
        canvas.setFillColor(fill)
        canvas.rect(left, bottom, width, height, stroke=1, fill=1)
        if not text:
            return
        drawn, size = fitting(text, font, _SIZE, width - 1.2 * mm)
        canvas.setFillColor(ink)
        canvas.setFont(font, size)
        middle = bottom + height / 2 - size * 0.35
        if is_left:
            canvas.drawString(left + 0.8 * mm, middle, drawn)
        else:
            canvas.drawCentredString(left + width / 2, middle, drawn)

    def _foot(self, top: float) -> None:
        drawn, size = fitting(wording.legend(), REGULAR, 6.5, _INNER)
        self._canvas.setFillColor(black)
        self._canvas.setFont(REGULAR, size)
        self._canvas.drawString(_MARGIN, top - 0.5 * mm, drawn)
        dated = wording.place_and_date(self._book.city, self._book.signed_on)
        self._signature(_MARGIN + 8 * mm, top, wording.KNOWING, wording.PRINCIPAL, self._book.principal)
        self._signature(_WIDTH - _MARGIN - 75 * mm, top, dated, wording.HOMEROOM, self._sheet.homeroom)

    def _signature(self, left: float, top: float, above: str, office: str, who: Signatory) -> None:
        for text, font, below in (
            (above, REGULAR, 5),
            (office, REGULAR, 9),
            (who.name or wording.NO_NAME, BOLD, 23),
            (wording.nip(who.nip), REGULAR, 26.5),
        ):
            drawn, size = fitting(text, font, 8, 75 * mm)
            self._canvas.setFont(font, size)
            self._canvas.drawString(left, top - below * mm, drawn)
