"""Whose number it is. RFID numbers are cards whose code the school did not choose: they are good at a station only
where they were registered, and never where they are somebody's NIS, NISN or NIP, which anybody may know.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ARRAY, CollectionAggregate, String, any_, literal, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Person, ReaderNumber, Student

STATIONS = ""
"""The `machine` of numbers that are good at every station."""

_TYPED = re.compile(r"[0-9A-F]{8,20}")


@dataclass(frozen=True, slots=True)
class NumberHolder:
    """One of the first two is set. `revoked_at`: since when the number means nobody any more."""

    student_id: int | None
    person_id: int | None
    revoked_at: datetime | None = None


def is_reader_number(text: str) -> bool:
    """Whether a reader may have typed this: 8 to 20 digits, decimal or hexadecimal."""
    return _TYPED.fullmatch(text) is not None


async def holders_at_stations(session: AsyncSession, numbers: Collection[str]) -> dict[str, NumberHolder]:
    """Whose RFID cards these are, or were until they were revoked. No statement for none."""
    if not numbers:
        return {}
    # Asked here too, for pupils come after cards.
    return await _holders(session, STATIONS, set(numbers) - await school_numbers(session, numbers))


async def holders_in_machine(session: AsyncSession, machine: str, numbers: Collection[str]) -> dict[str, NumberHolder]:
    """Whom a machine's export means: by its own numbers, by RFID numbers, by NIS, by NIP: the first that fits."""
    found = await holders_by_school_number(session, numbers)
    for own in (await holders_at_stations(session, numbers), await _holders(session, machine, numbers)):
        found |= {number: holder for number, holder in own.items() if holder.revoked_at is None}
    return found


async def holders_by_school_number(session: AsyncSession, numbers: Collection[str]) -> dict[str, NumberHolder]:
    """Who has which of these as NIS or NIP."""
    by_nis = await session.execute(select(Student.nis, Student.id).where(Student.nis == one_of(numbers)))
    by_nip = await session.execute(select(Person.nip, Person.id).where(Person.nip == one_of(numbers)))
    found = {nip: NumberHolder(None, person_id) for nip, person_id in by_nip if nip is not None}
    return found | {nis: NumberHolder(student_id, None) for nis, student_id in by_nis}


async def school_numbers(session: AsyncSession, numbers: Collection[str]) -> set[str]:
    """Which of these are somebody's NIS, NISN or NIP."""
    columns = (Student.nis, Student.nisn, Person.nip)
    known = union(*(select(column).where(column == one_of(numbers)) for column in columns))
    return set(await session.scalars(known))


async def _holders(session: AsyncSession, machine: str, numbers: Collection[str]) -> dict[str, NumberHolder]:
    rows = await session.execute(
        select(ReaderNumber.number, ReaderNumber.student_id, ReaderNumber.person_id, ReaderNumber.revoked_at).where(
            ReaderNumber.machine == machine, ReaderNumber.number == one_of(numbers)
        )
    )
    return {number: NumberHolder(student, person, revoked_at) for number, student, person, revoked_at in rows}


def one_of(numbers: Collection[str]) -> CollectionAggregate[bool]:
    """For comparing with many: one parameter, where IN has one for each and the server takes no more than 32,767."""
    return any_(literal(list(numbers), ARRAY(String())))
