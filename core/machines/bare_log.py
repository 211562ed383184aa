"""The log as machines of the ZKTeco family write it onto a stick (`attlog.dat`): no titles, only rows."""

from collections.abc import Sequence

from core.machines.moments import moment_of
from core.machines.sheets import read_csv
from core.roster.cells import text
from core.roster.problems import Place
from core.roster.tables import Record
from core.roster.workbook import is_workbook


def read_bare_log(data: bytes, *, number: str, moment: str) -> Sequence[Record]:
    """Rows that begin with a number and a moment, under these names of columns; none when the first does not."""
    if is_workbook(data):
        return []
    sheet = read_csv(data)
    rows = [(at, row) for at, row in enumerate(sheet.rows, start=1) if len(row) > 1]
    if not rows or not text(rows[0][1][0]).isdigit() or moment_of(rows[0][1][1], "") is None:
        return []
    return [Record(Place(sheet.title, at), {number: row[0], moment: row[1]}) for at, row in rows]
