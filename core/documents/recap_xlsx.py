"""Month and semester as a workbook: a summary of the classes where there are several, then a sheet for each class."""

import re
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships no types

from core.recap_sheets import Book, Column, Line, Sheet, Signatory
from core.tallies import Tally
from core.wording import sheets as wording

# A name that begins with = or looks like an address or a number stays a name.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_LETTERS = tuple(Tally().by_letter)
_HEAD_ROW = 5
_FIXED = (wording.NUMBER, wording.NIS, wording.NAME, wording.GENDER)
_WIDTHS = (4, 11, 34, 5)
_TITLE_LETTERS = 31  # of a sheet's tab


def recap_workbook(book: Book) -> bytes:
    """The same book gives the same sheets; the file carries the time it was made."""
    packed = BytesIO()
    with Workbook(packed, _PLAIN) as workbook:
        paint = _Paint(workbook, book)
        if len(book.sheets) != 1:
            paint.summary(_tab(workbook, wording.SUMMARY))
        for sheet in book.sheets:
            paint.sheet(_tab(workbook, sheet.class_name), sheet)
    return packed.getvalue()


def _tab(workbook: Workbook, name: str) -> Worksheet:
    """Spreadsheets forbid some letters in a tab's name, and two names that differ in case alone."""
    wanted = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:_TITLE_LETTERS] or wording.CLASS
    taken = {sheet.get_name().lower() for sheet in workbook.worksheets()}
    chosen, number = wanted, 1
    while chosen.lower() in taken:
        number += 1
        chosen = f"{wanted[: _TITLE_LETTERS - 4]} ({number})"
    return workbook.add_worksheet(chosen)


class _Paint:
    """The book's formats, and what is drawn with them."""

    def __init__(self, workbook: Workbook, book: Book) -> None:
        self._book = book
        box = {"border": 1, "border_color": "#9AA5B1", "font_size": 10}
        middle = box | {"align": "center", "valign": "vcenter"}
        self._school = workbook.add_format({"bold": True, "font_size": 15})
        self._title = workbook.add_format({"bold": True, "font_size": 12})
        self._plain = workbook.add_format({"font_size": 10})
        self._head = workbook.add_format(middle | {"bold": True, "bg_color": "#E4EAF1"})
        self._name, self._cell = workbook.add_format(box), workbook.add_format(middle)
        self._off = workbook.add_format(middle | {"bg_color": "#E9E9E9"})
        self._alfa = workbook.add_format(middle | {"bold": True, "font_color": "#B3261E"})
        self._sum = workbook.add_format(middle | {"bold": True, "top": 2})
        self._share = workbook.add_format(middle | {"num_format": "0.0%"})
        self._share_sum = workbook.add_format(middle | {"bold": True, "top": 2, "num_format": "0.0%"})

    def sheet(self, tab: Worksheet, sheet: Sheet) -> None:
        self._letterhead(tab, wording.about_class(sheet.class_name, sheet.homeroom.name, sheet.school_days))
        self._heads(tab, sheet.columns)
        for number, line in enumerate(sheet.lines):
            self._line(tab, _HEAD_ROW + 2 + number, number + 1, line, sheet.columns)
        below = _HEAD_ROW + 2 + len(sheet.lines)
        first = len(_FIXED) + len(sheet.columns)
        tab.merge_range(below, 0, below, first - 1, wording.SUM, self._sum)
        self._totals(tab, below, first, sheet.tally, is_sum=True)
        tab.write_string(below + 1, 0, wording.legend(), self._plain)
        self._signatures(tab, below + 3, first, sheet.homeroom)
        self._printed(tab, len(sheet.columns))

    def summary(self, tab: Worksheet) -> None:
        """One line a class, and the whole."""
        heads = (wording.NUMBER, wording.CLASS, wording.PUPILS, wording.SCHOOL_DAYS)
        self._letterhead(tab, "")
        for column, head in enumerate((*heads, *_LETTERS, wording.UNREPORTED, wording.SHARE)):
            tab.write_string(_HEAD_ROW, column, head, self._head)
        for number, sheet in enumerate(self._book.sheets, start=1):
            row = _HEAD_ROW + number
            tab.write_number(row, 0, number, self._cell)
            tab.write_string(row, 1, sheet.class_name, self._name)
            tab.write_number(row, 2, len(sheet.lines), self._cell)
            tab.write_number(row, 3, sheet.school_days, self._cell)
            self._totals(tab, row, len(heads), sheet.tally)
        below = _HEAD_ROW + len(self._book.sheets) + 1
        tab.merge_range(below, 0, below, len(heads) - 1, wording.SUM, self._sum)
        whole = sum((sheet.tally for sheet in self._book.sheets), start=Tally())
        self._totals(tab, below, len(heads), whole, is_sum=True)
        tab.set_column(1, 1, 24)
        tab.set_column(2, len(heads) + len(_LETTERS) + 1, 12)
        tab.freeze_panes(_HEAD_ROW + 1, 2)

    def _letterhead(self, tab: Worksheet, about: str) -> None:
        for row, (text, form) in enumerate(
            (
                (self._book.school, self._school),
                (self._book.address, self._plain),
                (self._book.title, self._title),
                (about, self._plain),
            )
        ):
            tab.write_string(row, 0, text, form)

    def _heads(self, tab: Worksheet, columns: Sequence[Column]) -> None:
        for place, head in enumerate(_FIXED):
            tab.merge_range(_HEAD_ROW, place, _HEAD_ROW + 1, place, head, self._head)
            tab.set_column(place, place, _WIDTHS[place])
        for place, column in enumerate(columns, start=len(_FIXED)):
            tab.write_string(_HEAD_ROW, place, column.group, self._head)
            tab.write_string(_HEAD_ROW + 1, place, column.label, self._off if column.is_off else self._head)
        first = len(_FIXED) + len(columns)
        for place, head in enumerate((*_LETTERS, wording.UNREPORTED, wording.SHARE), start=first):
            tab.merge_range(_HEAD_ROW, place, _HEAD_ROW + 1, place, head, self._head)
        tab.set_column(len(_FIXED), first - 1, 3.2 if len(columns) > 20 else 5)
        tab.set_column(first, first + len(_LETTERS) - 1, 4.5)
        tab.set_column(first + len(_LETTERS), first + len(_LETTERS) + 1, 9)
        tab.freeze_panes(_HEAD_ROW + 2, len(_FIXED))

    def _line(self, tab: Worksheet, row: int, number: int, line: Line, columns: Sequence[Column]) -> None:
        tab.write_number(row, 0, number, self._cell)
        tab.write_string(row, 1, line.nis, self._cell)
        tab.write_string(row, 2, line.name, self._name)
        tab.write_string(row, 3, line.gender, self._cell)
        for place, (mark, column) in enumerate(zip(line.marks, columns, strict=True), start=len(_FIXED)):
            form = self._off if column.is_off else self._alfa if mark == "A" else self._cell
            if mark.isdigit():
                tab.write_number(row, place, int(mark), form)
            else:
                tab.write_string(row, place, mark, form)
        self._totals(tab, row, len(_FIXED) + len(columns), line.tally)

    def _totals(self, tab: Worksheet, row: int, first: int, tally: Tally, *, is_sum: bool = False) -> None:
        """Counts are numbers, to be reckoned with in the office."""
        form, share = (self._sum, self._share_sum) if is_sum else (self._cell, self._share)
        for place, count in enumerate((*tally.by_letter.values(), tally.unknown), start=first):
            tab.write_number(row, place, count, form)
        last = first + len(_LETTERS) + 1
        if tally.attendance is None:
            tab.write_string(row, last, wording.share(None), form)
        else:
            tab.write_number(row, last, tally.attendance, share)

    def _signatures(self, tab: Worksheet, row: int, right: int, homeroom: Signatory) -> None:
        book = self._book
        left = ["", wording.KNOWING, wording.PRINCIPAL, "", "", "", *_signed(book.principal)]
        others = [
            wording.place_and_date(book.city, book.signed_on),
            "",
            wording.HOMEROOM,
            "",
            "",
            "",
            *_signed(homeroom),
        ]
        place = max(len(_FIXED), right - 4)
        for offset, (one, other) in enumerate(zip(left, others, strict=True)):
            tab.write_string(row + offset, 2, one, self._plain)
            tab.write_string(row + offset, place, other, self._plain)

    def _printed(self, tab: Worksheet, columns: int) -> None:
        tab.set_landscape()
        tab.set_paper(9)  # A4
        tab.fit_to_pages(1, 0)
        tab.repeat_rows(_HEAD_ROW, _HEAD_ROW + 1)
        tab.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def _signed(who: Signatory) -> tuple[str, str]:
    return who.name or wording.NO_NAME, wording.nip(who.nip)
