"""From the bytes of a file to sheets of cells. Formulas are never run: their last values are read."""

from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from core.roster.packed import check_packed
from core.roster.refusals import NotAWorkbook, SheetTooLarge, WorkbookProtected, WorkbookTooLarge
from core.roster.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet
from core.roster.spreadsheetml import is_spreadsheetml, read_spreadsheetml

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(data: bytes) -> bool:
    """Whether it begins as one; whether it is whole shows on reading."""
    return data.startswith((_ZIP, _OLE)) or is_spreadsheetml(data)


def read_workbook(data: bytes, *, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """The sheets of an `.xlsx`, an `.xls` or a spreadsheet in XML, whatever its name. Raises WorkbookRefused.

    A spreadsheet in XML holds at most MOST_ROWS.
    """
    if len(data) > MOST_BYTES:
        raise WorkbookTooLarge(MOST_BYTES // 2**20)
    if is_spreadsheetml(data):
        return read_spreadsheetml(data)
    if data.startswith(_ZIP):
        check_packed(data)
    elif not data.startswith(_OLE):
        raise NotAWorkbook
    return _load(data, most_rows)


def _load(data: bytes, most_rows: int) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            return [_sheet(workbook.get_sheet_by_name(name), most_rows) for name in workbook.sheet_names]
    except PasswordError as error:
        raise WorkbookProtected from error
    except (CalamineError, OSError, ValueError) as error:
        raise NotAWorkbook from error


def _sheet(sheet: CalamineSheet, most_rows: int) -> Sheet:
    if sheet.total_height > most_rows or sheet.total_width > MOST_COLUMNS:
        raise SheetTooLarge(most_rows, MOST_COLUMNS)
    return Sheet(sheet.name, list(sheet.to_python(skip_empty_area=False)))
