"""From the bytes of a machine's export, CSV or workbook, to the sheet with its list."""

import codecs
import csv
from collections.abc import Sequence
from io import StringIO
from itertools import islice

from core.roster.cells import Cell
from core.roster.refusals import MissingColumns, NotAWorkbook, SheetTooLarge, WorkbookTooLarge
from core.roster.sheets import MOST_BYTES, MOST_COLUMNS, Sheet
from core.roster.tables import Column, Table, find_table
from core.roster.workbook import is_workbook, read_workbook

MOST_ROWS = 100_000
"""Half a year of a school of 400; a longer export can be taken over in parts."""
_MOST_READ = MOST_ROWS + 100  # titles and signatures


def read_list(data: bytes, columns: Sequence[Column]) -> Table:
    """The first sheet that has the columns. Raises WorkbookRefused."""
    if len(data) > MOST_BYTES:
        raise WorkbookTooLarge(MOST_BYTES // 2**20)
    sheets = read_workbook(data, most_rows=_MOST_READ) if is_workbook(data) else [read_csv(data)]
    refusals: list[MissingColumns] = []
    for sheet in sheets:
        try:
            return find_table(sheet, columns)
        except MissingColumns as refusal:
            refusals.append(refusal)
    raise min(refusals, key=lambda refusal: len(refusal.columns)) if refusals else NotAWorkbook()


def read_csv(data: bytes) -> Sheet:
    """Rows apart by commas, semicolons or tabs. Raises WorkbookRefused."""
    words = _decoded(data)
    first = words.partition("\n")[0]
    try:
        reader = csv.reader(StringIO(words, newline=""), delimiter=max(",;\t", key=first.count))
        rows: list[list[Cell]] = [list(row[: MOST_COLUMNS + 1]) for row in islice(reader, _MOST_READ + 1)]
    except csv.Error as error:
        raise NotAWorkbook from error
    if len(rows) > _MOST_READ or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise SheetTooLarge(_MOST_READ, MOST_COLUMNS)
    return Sheet("CSV", rows)


def _decoded(data: bytes) -> str:
    """Windows machines write their code page, newer ones UTF-8 or UTF-16 with a mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data:  # a picture, or anything else that is no text
        raise NotAWorkbook
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
