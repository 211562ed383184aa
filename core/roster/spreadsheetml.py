"""Excel's XML of 2003, which Dapodik's download sometimes is under the name `.xls`."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from core.roster.cells import Cell
from core.roster.refusals import NotAWorkbook, SheetTooLarge
from core.roster.sheets import MOST_COLUMNS, MOST_ROWS, Sheet

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def is_spreadsheetml(data: bytes) -> bool:
    head = data[:2048]
    return b"<?xml" in head and b"urn:schemas-microsoft-com:office:spreadsheet" in head


def read_spreadsheetml(data: bytes) -> list[Sheet]:
    """Its sheets. Raises NotAWorkbook and SheetTooLarge. Expat itself stops entities that multiply."""
    sheets: list[Sheet] = []
    try:
        for event, element in iterparse(BytesIO(data), events=("start", "end")):
            if event == "start" and element.tag == f"{_NS}Worksheet":
                sheets.append(Sheet(element.get(f"{_NS}Name", ""), []))
            elif event == "end" and element.tag == f"{_NS}Row" and sheets:
                _append(sheets[-1].rows, element)
                element.clear()
    except ParseError as error:
        raise NotAWorkbook from error
    return sheets


def _append(rows: list[list[Cell]], row: Element) -> None:
    """A row may say its own number; the empty ones before it are not written."""
    number = _whole(row.get(f"{_NS}Index"), len(rows) + 1)
    if number > MOST_ROWS:
        raise SheetTooLarge(MOST_ROWS, MOST_COLUMNS)
    rows.extend([] for _ in range(number - 1 - len(rows)))
    cells: list[Cell] = []
    for column, cell in _cells(row):
        cells.extend([""] * (column - len(cells)))
        cells.append(cell)
    rows.append(cells)


def _cells(row: Element) -> Iterator[tuple[int, Cell]]:
    """(column from 0, value); a merged cell stands in its first column and pushes the next one on."""
    column = 0
    for cell in row.iter(f"{_NS}Cell"):
        column = max(column, _whole(cell.get(f"{_NS}Index"), column + 1) - 1)
        if column >= MOST_COLUMNS:
            return
        data = cell.find(f"{_NS}Data")
        yield column, "" if data is None else "".join(data.itertext())
        column += 1 + _whole(cell.get(f"{_NS}MergeAcross"), 0)


def _whole(number: str | None, otherwise: int) -> int:
    return int(number) if number is not None and number.isascii() and number.isdigit() else otherwise
