"""The rows of a list of pupils.

A telephone column is never looked at: it may be the child's own, and consent is the guardian's to give.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.roster.cells import LONGEST_IDENTIFIER, LONGEST_NAME, gender, identifier, is_identifier, key, nisn
from core.roster.problems import BadRow, Place, Problem
from core.roster.tables import Column, Record

COLUMNS = (
    Column("NIS", ("nis", "nipd", "nis nipd", "no induk", "nomor induk", "nomor induk siswa"), required=True),
    Column("Nama", ("nama", "nama siswa", "nama lengkap", "nama peserta didik"), required=True),
    Column("Kelas", ("kelas", "rombel saat ini", "rombel", "rombongan belajar"), required=True),
    Column("NISN", ("nisn",)),
    Column("JK", ("jk", "l p", "jenis kelamin")),
)


@dataclass(frozen=True, slots=True)
class PupilRow:
    place: Place
    nis: str
    nisn: str | None
    name: str
    gender: str | None
    class_name: str


@dataclass(slots=True)
class PupilList:
    """The good rows, the bad ones, and who the bad ones speak of: by NIS, or by (class, name) where there is none.

    A pupil whose row is wrong is not missing from the file: nobody leaves the school by a typing error.
    """

    rows: list[PupilRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    spoken_of: set[str | tuple[str, str]] = field(default_factory=set)

    def leave_out(self, row: PupilRow, problem: Problem, about: str = "", other: str = "") -> None:
        self.bad.append(BadRow(row.place, problem, about, other))
        self.spoken_of |= {row.nis, (key(row.class_name), key(row.name))}


def read_pupils(records: Iterable[Record]) -> PupilList:
    found = PupilList()
    by_nis: dict[str, list[PupilRow]] = defaultdict(list)
    for row in _sound_rows(records, found):
        by_nis[row.nis].append(row)
    found.rows.extend(_without_repeated_nisn(_one_row_each(by_nis.values(), found), found))
    return found


def _sound_rows(records: Iterable[Record], found: PupilList) -> Iterator[PupilRow]:
    """Rows that are right by themselves."""
    for record in records:
        row = _row(record, found)
        problem = _problem_of(row)
        if problem is None:
            yield row
        else:
            found.leave_out(row, problem, row.nis or row.name)


def _row(record: Record, found: PupilList) -> PupilRow:
    number: str | None = None
    try:
        number = nisn(record["NISN"])
    except ValueError:
        found.bad.append(BadRow(record.place, Problem.BAD_NISN, record.says("NISN"), record.says("Nama")))
    return PupilRow(
        place=record.place,
        nis=identifier(record["NIS"]),
        nisn=number,
        name=record.says("Nama"),
        gender=gender(record["JK"]),
        class_name=record.says("Kelas"),
    )


def _problem_of(row: PupilRow) -> Problem | None:
    if not row.nis:
        return Problem.NO_NIS
    if not is_identifier(row.nis):
        return Problem.BAD_NIS
    if not row.name:
        return Problem.NO_NAME
    if not row.class_name:
        return Problem.NO_CLASS
    too_long = len(row.nis) > LONGEST_IDENTIFIER or max(len(row.name), len(row.class_name)) > LONGEST_NAME
    return Problem.TOO_LONG if too_long else None


def _one_row_each(groups: Iterable[list[PupilRow]], found: PupilList) -> Iterator[PupilRow]:
    """A repeated row counts once. Rows of one NIS that contradict each other are all left out: which is right?"""
    for rows in groups:
        if len({(key(row.name), key(row.class_name)) for row in rows}) == 1:
            yield rows[0]
            for row in rows[1:]:
                found.leave_out(row, Problem.REPEATED, row.nis, str(rows[0].place.row))
        else:
            for row in rows:
                others = (f"{other.name} ({other.class_name})" for other in rows if other is not row)
                found.leave_out(row, Problem.SAME_NIS_OTHER_PUPIL, row.nis, "; ".join(others))


def _without_repeated_nisn(rows: Iterable[PupilRow], found: PupilList) -> Iterator[PupilRow]:
    """The first row keeps a NISN that two pupils claim."""
    first: dict[str, PupilRow] = {}
    for row in sorted(rows, key=lambda row: row.place):
        holder = first.setdefault(row.nisn, row) if row.nisn else row
        if holder is row:
            yield row
        else:
            found.leave_out(row, Problem.SAME_NISN, row.nisn or "", f"{holder.name} ({holder.place.row})")
