"""Portraits and the school's logo: small, and in the database, so that a backup holds them."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Integer, any_, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.gate_facts import Holder
from db.models import Card, Person, Photo, Scan, SchoolLogo, Station, Student

_PICTURED = select(Photo.student_id, Photo.person_id).where(
    or_(
        Photo.student_id == any_(bindparam("pupils", type_=ARRAY(Integer))),
        Photo.person_id == any_(bindparam("staff", type_=ARRAY(Integer))),
    )
)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture as `core.pictures.portrait` makes it, under the NIS of a pupil or the NIP of a teacher."""

    number: str
    jpeg: bytes


async def photo_of(
    session: AsyncSession, *, student_id: int | None = None, person_id: int | None = None
) -> bytes | None:
    """The JPEG of a pupil or a member of staff, if there is one that this session may see."""
    whose = Photo.student_id == student_id if student_id is not None else Photo.person_id == person_id
    return await session.scalar(select(Photo.jpeg).where(whose))


async def photo_of_scan(session: AsyncSession, station: Station, nonce: str, *, since: datetime) -> bytes | None:
    """The JPEG of whoever was checked in at this station under this nonce, as long as that was not before `since`."""
    return await session.scalar(
        select(Photo.jpeg)
        .join(Scan, or_(Photo.student_id == Scan.student_id, Photo.person_id == Scan.person_id))
        .where(Scan.nonce == nonce, Scan.station_id == station.id, Scan.received_at >= since)
    )


async def pictured(session: AsyncSession, holders: Collection[Holder]) -> Set[Holder]:
    """Those of them of whom there is a photo, in one statement however many they are."""
    of_whom = {"pupils": [one.student_id for one in holders], "staff": [one.person_id for one in holders]}
    kept = {(student_id, person_id) for student_id, person_id in await session.execute(_PICTURED, of_whom)}
    return {holder for holder in holders if (holder.student_id, holder.person_id) in kept}


async def photos_for_cards(session: AsyncSession, codes: Collection[str]) -> Mapping[str, bytes]:
    """The JPEG for each of these cards' codes whose holder has one."""
    rows = await session.execute(
        select(Card.code, Photo.jpeg)
        .join(Photo, or_(Photo.student_id == Card.student_id, Photo.person_id == Card.person_id))
        .where(Card.code.in_(codes))
    )
    return {row[0]: row[1] for row in rows}


async def keep_photos(session: AsyncSession, portraits: Sequence[Portrait], *, now: datetime) -> Sequence[str]:
    """Keep them in place of the earlier ones. Returns the numbers that nobody has. Needs the sight of the school."""
    by_number = {portrait.number: portrait.jpeg for portrait in portraits}
    pupils = await _ids(session, Student.nis, Student.id, by_number)
    staff = await _ids(session, Person.nip, Person.id, by_number.keys() - pupils.keys())
    rows = [{"student_id": i, "person_id": None, "jpeg": by_number[nis]} for nis, i in pupils.items()]
    rows += [{"student_id": None, "person_id": i, "jpeg": by_number[nip]} for nip, i in staff.items()]
    for column in (Photo.student_id, Photo.person_id):
        named = [{**row, "kept_at": now} for row in rows if row[column.key] is not None]
        if named:
            statement = insert(Photo).values(named)
            fresh = {"jpeg": statement.excluded.jpeg, "kept_at": now}
            await session.execute(statement.on_conflict_do_update(index_elements=[column], set_=fresh))
    audit.record(session, "keep_photos", now=now, count=len(rows))
    return [number for number in by_number if number not in pupils and number not in staff]


async def school_logo(session: AsyncSession) -> bytes | None:
    """The PNG, if the school has given one."""
    return await session.scalar(select(SchoolLogo.png))


async def keep_logo(session: AsyncSession, png: bytes, *, now: datetime) -> None:
    """A picture as `core.pictures.logo` makes it, in place of the earlier one."""
    await session.execute(delete(SchoolLogo))
    session.add(SchoolLogo(png=png, kept_at=now))
    audit.record(session, "keep_logo", now=now)


async def _ids(session: AsyncSession, number: Any, key: Any, numbers: Collection[str]) -> Mapping[str, int]:
    rows = await session.execute(select(number, key).where(number.in_(numbers)))
    return {row[0]: row[1] for row in rows}
