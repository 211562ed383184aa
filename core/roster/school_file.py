"""What a school's workbook says: the school file with its five sheets, Dapodik's download, or a plain list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.roster import office_rows as rows
from core.roster.cells import key
from core.roster.office_rows import Office
from core.roster.problems import BadRow
from core.roster.pupil_rows import COLUMNS, PupilList, read_pupils
from core.roster.refusals import MissingColumns, NothingToImport
from core.roster.sheets import Sheet
from core.roster.tables import Column, Record, Table, find_table
from core.roster.workbook import read_workbook

_OFFICE: dict[str, tuple[Sequence[Column], Callable[[Iterable[Record], Office], None]]] = {
    "guru": (rows.TEACHER_COLUMNS, rows.read_teachers),
    "jurusan": (rows.DEPARTMENT_COLUMNS, rows.read_departments),
    "kelas": (rows.CLASS_COLUMNS, rows.read_classes),
    "petugas": (rows.POST_COLUMNS, rows.read_posts),
}
_PUPILS = "siswa"


@dataclass(frozen=True, slots=True)
class SchoolFile:
    """The good rows of every sheet and the bad rows of all.

    `sheets`: which of guru, jurusan, kelas, siswa, petugas there are.
    """

    sheets: frozenset[str]
    pupils: PupilList
    office: Office

    @property
    def bad_rows(self) -> list[BadRow]:
        return [*self.pupils.bad, *self.office.bad]


def read_school_file(data: bytes) -> SchoolFile:
    """Raises WorkbookRefused. Takes a second for 5,000 pupils with Dapodik's 66 columns: not for an event loop."""
    tables = _tables(read_workbook(data))
    office = Office()
    for title, (_, read) in _OFFICE.items():
        if title in tables:
            read(tables[title].records(), office)
    rows.one_holder_each(office)
    pupils = read_pupils(tables[_PUPILS].records() if _PUPILS in tables else ())
    file = SchoolFile(frozenset(tables), pupils, office)
    if not (pupils.rows or office.teachers or office.departments or office.classes or office.posts or file.bad_rows):
        raise NothingToImport
    return file


def _tables(sheets: Sequence[Sheet]) -> dict[str, Table]:
    """The lists by what they are: by the sheets' titles, or the first sheet that looks like a list of pupils."""
    wanted = {_PUPILS: COLUMNS} | {title: columns for title, (columns, _) in _OFFICE.items()}
    titled = {key(sheet.title): sheet for sheet in reversed(sheets) if key(sheet.title) in wanted and any(sheet.rows)}
    if not titled:
        return {_PUPILS: _first_list(sheets)}
    return {title: find_table(sheet, wanted[title]) for title, sheet in titled.items()}


def _first_list(sheets: Sequence[Sheet]) -> Table:
    """Raises MissingColumns for the sheet that came nearest to a list of pupils."""
    refusals: list[MissingColumns] = []
    for sheet in sheets:
        try:
            return find_table(sheet, COLUMNS)
        except MissingColumns as refusal:
            refusals.append(refusal)
    raise min(refusals, key=lambda refusal: len(refusal.columns)) if refusals else NothingToImport()
