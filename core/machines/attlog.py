"""The log as ZKTeco machines write it on a stick, `1_attlog.dat`: no titles, and between tabs the number, day and time,
and keys that are not read. Pure.
"""

import re
from collections.abc import Iterator

from core.machines.sheets import csv_sheet
from core.roster.cells import text
from core.roster.problems import Place
from core.roster.tables import Record

_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\w{1,24}\t\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?\s")


def is_attlog(data: bytes) -> bool:
    return _FIRST.match(data) is not None


def attlog_records(data: bytes, *, number: str, moment: str) -> Iterator[Record]:
    """Every line that is not empty; `number` and `moment` name the two columns. Raises WorkbookRefused."""
    sheet = csv_sheet(data)
    for at, row in enumerate(sheet.rows, start=1):
        if any(map(text, row)):
            yield Record(Place(sheet.title, at), dict(zip((number, moment), row, strict=False)))
