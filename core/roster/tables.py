"""A list inside a sheet: the row of titles, wherever it stands, and the rows below it by the names of their columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.roster.cells import Cell, key, text
from core.roster.problems import Place
from core.roster.refusals import MissingColumns
from core.roster.sheets import Sheet

_TITLES_WITHIN = 30
_PARENTS = ("data ayah", "data ibu", "data wali")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name on the interface page, and the titles under which schools have it, best first."""

    name: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the list; a column that the sheet lacks reads as empty."""

    place: Place
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        return self.cells.get(column, "")

    def says(self, column: str) -> str:
        return text(self[column])


@dataclass(frozen=True, slots=True)
class Table:
    sheet: Sheet
    titles_at: int
    columns: Mapping[str, int]

    def records(self) -> Iterator[Record]:
        """Rows in which any of our columns has something. A second row of titles has nothing there, or repeats them."""
        titles = self._cells(self.sheet.rows[self.titles_at])
        for number, row in enumerate(self.sheet.rows[self.titles_at + 1 :], start=self.titles_at + 2):
            cells = self._cells(row)
            if any(text(cell) for cell in cells.values()) and cells != titles:
                yield Record(Place(self.sheet.title, number), cells)

    def _cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        return {name: row[at] for name, at in self.columns.items() if at < len(row)}


def find_table(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """The list under the first row that has all required titles. Raises MissingColumns with what the best row lacks."""
    required = [column for column in columns if column.required]
    lacking = [column.name for column in required]
    for at in range(min(len(sheet.rows), _TITLES_WITHIN)):
        found = _columns_at(sheet, at, columns)
        missing = [column.name for column in required if column.name not in found]
        if not missing:
            return Table(sheet, at, found)
        lacking = min(lacking, missing, key=len)
    raise MissingColumns(sheet.title, tuple(lacking))


def _columns_at(sheet: Sheet, at: int, columns: Sequence[Column]) -> dict[str, int]:
    groups = _groups_over(sheet, at)
    # Under "Data Ayah" stands the father's "Nama": a parent's column counts only where there is no other of that title.
    order = sorted(range(len(groups)), key=lambda column: groups[column] in _PARENTS)
    places: dict[str, int] = {}
    for column in order:
        places.setdefault(_title(sheet.rows[at][column]), column)
    titled = {column.name: [places[title] for title in column.titles if title in places] for column in columns}
    return {name: found[0] for name, found in titled.items() if found}


def _groups_over(sheet: Sheet, at: int) -> list[str]:
    """The title above each column. A merged one stands in its first column and holds for the empty ones after it."""
    above = sheet.rows[at - 1] if at else []
    groups: list[str] = []
    for column in range(len(sheet.rows[at])):
        own = _title(above[column]) if column < len(above) else ""
        groups.append(own or (groups[-1] if groups else ""))
    return groups


def _title(cell: Cell) -> str:
    return key(re.sub(r"[^\w]+", " ", text(cell)))
