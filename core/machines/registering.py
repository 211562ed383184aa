"""Telling the service whom a reader's or a machine's numbers mean, from a list with a number and a NIS or NIP a row."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.machines.numbers import (
    STATIONS,
    NumberHolder,
    holders_by_school_number,
    is_reader_number,
    one_of,
    school_numbers,
)
from core.machines.sheets import read_list
from core.roster.cells import LONGEST_IDENTIFIER, identifier
from core.roster.problems import Place
from core.roster.refusals import NothingToImport
from core.roster.tables import Column, Record
from db.models import ReaderNumber

_NUMBER, _HOLDER, _NIS, _NIP = "Nomor", "NIS/NIP", "NIS", "NIP"
_COLUMNS = (
    Column(
        _NUMBER,
        ("nomor", "nomor kartu", "no kartu", "kartu", "card no", "card number", "rfid", "pin", "user id", "ac no"),
        required=True,
    ),
    Column(_HOLDER, ("nis nip", "nip nis", "nis", "nip"), required=True),
    Column(_NIS, ("nis",)),
    Column(_NIP, ("nip",)),
)


class NumberFlaw(enum.Enum):
    """Why a row is left out."""

    NOT_A_NUMBER = enum.auto()
    SCHOOL_NUMBER = enum.auto()
    UNKNOWN_HOLDER = enum.auto()


@dataclass(frozen=True, slots=True)
class BadNumber:
    place: Place
    flaw: NumberFlaw
    about: str


@dataclass(slots=True)
class Registered:
    """How many numbers mean somebody now, and how many nobody any more."""

    given: int = 0
    taken_away: int = 0
    bad_rows: list[BadNumber] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NumberRow:
    place: Place
    number: str
    holder: str


def read_numbers(data: bytes) -> Sequence[NumberRow]:
    """A later row for the same number is the one that holds. Blocks. Raises WorkbookRefused."""
    rows = [
        NumberRow(record.place, identifier(record[_NUMBER]), _holder(record))
        for record in read_list(data, _COLUMNS).records()
    ]
    if not rows:
        raise NothingToImport
    return list({row.number: row for row in rows}.values())


def _holder(record: Record) -> str:
    """Pupils and teachers may stand in one list, each with the column of the others empty."""
    said = (identifier(record[name]) for name in (_HOLDER, _NIS, _NIP))
    return next(filter(None, said), "")


async def register_numbers(
    session: AsyncSession, rows: Sequence[NumberRow], *, machine: str = STATIONS, now: datetime
) -> Registered:
    """A number that somebody else has changes hands; one without NIS or NIP means nobody any more."""
    done = Registered()
    holders = await holders_by_school_number(session, {row.holder for row in rows})
    public = await school_numbers(session, {row.number for row in rows}) if machine == STATIONS else set[str]()
    good: dict[str, NumberHolder] = {}
    gone: list[str] = []
    for row in rows:
        if flaw := _flaw(row, machine, holders, public):
            done.bad_rows.append(BadNumber(row.place, flaw, row.number if flaw in _OF_NUMBER else row.holder))
        elif row.holder:
            good[row.number] = holders[row.holder]
        else:
            gone.append(row.number)
    done.given, done.taken_away = len(good), await _take_away(session, machine, gone, now)
    await _give(session, machine, good, now)
    audit.record(session, "register_numbers", now=now, machine=machine, given=done.given, taken_away=done.taken_away)
    return done


_OF_NUMBER = (NumberFlaw.NOT_A_NUMBER, NumberFlaw.SCHOOL_NUMBER)


def _flaw(row: NumberRow, machine: str, holders: Mapping[str, NumberHolder], public: set[str]) -> NumberFlaw | None:
    is_sound = is_reader_number(row.number) if machine == STATIONS else 0 < len(row.number) <= LONGEST_IDENTIFIER
    if not is_sound:
        return NumberFlaw.NOT_A_NUMBER
    if row.number in public:
        return NumberFlaw.SCHOOL_NUMBER
    return NumberFlaw.UNKNOWN_HOLDER if row.holder and row.holder not in holders else None


async def _take_away(session: AsyncSession, machine: str, numbers: Sequence[str], now: datetime) -> int:
    """They stay, as revoked cards do: a station refuses them by name."""
    held = (ReaderNumber.machine == machine, ReaderNumber.number == one_of(numbers), ReaderNumber.revoked_at.is_(None))
    gone = update(ReaderNumber).where(*held).values(revoked_at=now).returning(ReaderNumber.id)
    return len((await session.scalars(gone)).all())


async def _give(session: AsyncSession, machine: str, holders: Mapping[str, NumberHolder], now: datetime) -> None:
    if not holders:
        return
    rows = [
        {"number": number, "student_id": holder.student_id, "person_id": holder.person_id}
        for number, holder in holders.items()
    ]
    given = insert(ReaderNumber).values(machine=machine, registered_at=now)
    fresh = given.excluded
    changed = {
        "student_id": fresh.student_id,
        "person_id": fresh.person_id,
        "registered_at": fresh.registered_at,
        "revoked_at": None,
    }
    await session.execute(
        given.on_conflict_do_update(index_elements=[ReaderNumber.machine, ReaderNumber.number], set_=changed), rows
    )
