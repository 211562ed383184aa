"""Reading back the workbooks that were written."""

from io import BytesIO

from python_calamine import CalamineWorkbook


def rows(content: bytes, sheet: str) -> list[list[object]]:
    return list(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python())


def sheet_names(content: bytes) -> list[str]:
    return list(CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names)


def texts(content: bytes) -> list[str]:
    """Every cell of every sheet, and the sheets' names."""
    names = sheet_names(content)
    return [*names, *(str(cell) for name in names for row in rows(content, name) for cell in row)]
