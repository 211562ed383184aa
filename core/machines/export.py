"""A machine's export as rows of who and when. Pure: bytes in, rows out, and by row number what cannot be used.

What a machine says about in and out is not read: it is a key that people forget to press. The rule of the gate decides.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.arrival import AHEAD
from core.machines.attlog import attlog_records, is_attlog
from core.machines.moments import moment_of
from core.machines.sheets import read_list
from core.roster.cells import LONGEST_IDENTIFIER, identifier
from core.roster.problems import Place
from core.roster.refusals import NothingToImport
from core.roster.tables import Column, Record

OLDEST_ROW = timedelta(days=400)
"""A school year and what it takes to remember the machine; what is older helps nobody and may be a machine that was
reset.
"""

NUMBER, DAY, CLOCK = "Nomor", "Tanggal", "Jam"
_COLUMNS = (
    Column(
        NUMBER,
        (
            *("nis", "nip", "nis nip", "nip nis", "pin", "user id", "userid", "no id", "id", "id pengguna", "ac no"),
            *("enno", "nomor", "no kartu", "nomor kartu", "card no", "card number", "kartu"),
        ),
        required=True,
    ),
    Column(
        DAY,
        (
            *("tanggal", "tgl", "date", "tanggal waktu", "tgl waktu", "tanggal jam", "date time", "datetime"),
            *("scan date", "tanggal scan", "check time", "timestamp", "waktu", "time"),
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
    """The rows in the order of their times. Blocks for a second or two where there are many. Raises WorkbookRefused."""
    read = [_read(record, now) for record in _records(data)]
    if not read:
        raise NothingToImport
    rows = [row for row in read if isinstance(row, ExportRow)]
    return Export(sorted(rows, key=lambda row: row.at), [row for row in read if isinstance(row, BadRow)])


def _records(data: bytes) -> Iterator[Record]:
    if is_attlog(data):
        return attlog_records(data, number=NUMBER, moment=DAY)
    return read_list(data, _COLUMNS).records()


def _read(record: Record, now: datetime) -> ExportRow | BadRow:
    number = identifier(record[NUMBER])
    if not number or len(number) > LONGEST_IDENTIFIER:
        return BadRow(record.place, Flaw.NO_NUMBER, number[:LONGEST_IDENTIFIER])
    said = f"{record.says(DAY)} {record.says(CLOCK)}".strip()[:LONGEST_IDENTIFIER]
    moment = moment_of(record[DAY], record[CLOCK])
    if moment is None:
        return BadRow(record.place, Flaw.NO_MOMENT, said)
    at = moment.replace(tzinfo=now.tzinfo)
    if not now - OLDEST_ROW <= at <= now + AHEAD:
        return BadRow(record.place, Flaw.TOO_OLD if at < now else Flaw.IN_FUTURE, said)
    return ExportRow(record.place, number, at)
