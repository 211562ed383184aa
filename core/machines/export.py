"""A machine's export as rows of who and when. Pure: bytes in, rows out, and by row number what cannot be used.

What a machine says about in and out is not read: it is a key that people forget to press. The rule of the gate decides.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.arrival import AHEAD
from core.machines.bare_log import read_bare_log
from core.machines.moments import is_month_first, moment_of
from core.machines.sheets import read_list
from core.roster.cells import LONGEST_IDENTIFIER, identifier
from core.roster.problems import Place
from core.roster.refusals import MissingColumns, MonthFirst, NothingToImport, WorkbookRefused
from core.roster.tables import Column, Record

OLDEST_ROW = timedelta(days=400)
"""A school year and what it takes to remember the machine; what is older helps nobody and may be a machine that was
reset.
"""

_NUMBERS = (
    Column("NIS", ("nis", "nis nip", "nip nis")),
    Column("NIP", ("nip",)),
    Column(
        "PIN",
        (
            *("pin", "no pin", "user id", "userid", "no id", "id", "id pengguna", "id karyawan", "id pegawai", "ac no"),
            *("enno", "enroll no", "enroll number", "person id", "employee id", "emp id", "emp no", "nomor"),
        ),
    ),
    Column("Kartu", ("no kartu", "nomor kartu", "card no", "card number", "kartu")),
)
"""Machines have several, most of them empty: of a row the first that says something holds."""
NUMBER, DAY, CLOCK = "Nomor (NIS, NIP, PIN atau ID)", "Tanggal", "Jam"
_COLUMNS = (
    *_NUMBERS,
    Column(NUMBER, tuple(title for column in _NUMBERS for title in column.titles), required=True),
    Column(
        DAY,
        (
            *("tanggal", "tgl", "date", "tanggal waktu", "tgl waktu", "tanggal jam", "date time", "datetime"),
            *("scan date", "tanggal scan", "waktu scan", "check time", "punch time", "timestamp", "waktu", "time"),
        ),
        required=True,
    ),
    Column(CLOCK, ("jam", "waktu", "pukul", "time", "jam scan", "scan time")),
)


class Flaw(enum.Enum):
    """Why a row is left out."""

    NO_NUMBER = enum.auto()
    UNKNOWN_NUMBER = enum.auto()
    NO_MOMENT = enum.auto()
    TOO_OLD = enum.auto()
    IN_FUTURE = enum.auto()


@dataclass(frozen=True, slots=True)
class BadRow:
    """`about` is the cell in question."""

    place: Place
    flaw: Flaw
    about: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    place: Place
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Export:
    rows: Sequence[ExportRow]
    bad_rows: Sequence[BadRow]


def read_export(data: bytes, *, now: datetime) -> Export:
    """The rows in the order of their times. Blocks for a second or two where there are many.

    Raises WorkbookRefused, also when any row shows that months are written before days.
    """
    records = _records(data)
    for record in records:
        if is_month_first(record[DAY]):
            raise MonthFirst(record.place.row, record.says(DAY)[:LONGEST_IDENTIFIER])
    read = [_read(record, now) for record in records]
    if not read:
        raise NothingToImport
    rows = [row for row in read if isinstance(row, ExportRow)]
    return Export(sorted(rows, key=lambda row: row.at), [row for row in read if isinstance(row, BadRow)])


def is_export(data: bytes) -> bool:
    """Whether this is a machine's log and no list of people: numbers, each with a moment. Blocks as `read_export`."""
    try:
        return any(_number(record) and moment_of(record[DAY], record[CLOCK]) for record in _records(data))
    except WorkbookRefused:
        return False


def _records(data: bytes) -> Sequence[Record]:
    try:
        return list(read_list(data, _COLUMNS).records())
    except MissingColumns:
        if bare := read_bare_log(data, number=NUMBER, moment=DAY):
            return bare
        raise


def _number(record: Record) -> str:
    said = (identifier(record[name]) for name in (*(column.name for column in _NUMBERS), NUMBER))
    return next((number for number in said if number.strip("0-.")), "")


def _read(record: Record, now: datetime) -> ExportRow | BadRow:
    number = _number(record)
    if not number or len(number) > LONGEST_IDENTIFIER:
        return BadRow(record.place, Flaw.NO_NUMBER, number[:LONGEST_IDENTIFIER])
    said = " ".join(dict.fromkeys((record.says(DAY), record.says(CLOCK)))).strip()[:LONGEST_IDENTIFIER]
    moment = moment_of(record[DAY], record[CLOCK])
    if moment is None:
        return BadRow(record.place, Flaw.NO_MOMENT, said)
    at = moment.replace(tzinfo=now.tzinfo)
    if not now - OLDEST_ROW <= at <= now + AHEAD:
        return BadRow(record.place, Flaw.TOO_OLD if at < now else Flaw.IN_FUTURE, said)
    return ExportRow(record.place, number, at)
