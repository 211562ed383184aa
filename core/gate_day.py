"""How a day at the gates stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import member_on
from db.models import ClassMembership, Direction, Scan, SchoolClass


@dataclass(frozen=True, slots=True)
class Tally:
    """People, not scans, of the whole school: pupils and staff."""

    arrived: int
    late: int
    left: int


_CAME = Scan.direction == Direction.IN
_TALLY = select(
    func.count().filter(_CAME),
    func.count().filter(_CAME, Scan.minutes_late.is_not(None)),
    func.count().filter(Scan.direction == Direction.OUT),
).where(Scan.on_date == bindparam("on", type_=Date()), Scan.counts)


async def tally_of(session: AsyncSession, on: date) -> Tally:
    """What counts so far on a day, at all stations together."""
    arrived, late, left = (await session.execute(_TALLY, {"on": on})).one()
    return Tally(arrived, late, left)


@dataclass(frozen=True, slots=True)
class ClassTally:
    """How many of a class have come. Numbers alone: a station stands where everybody reads it."""

    id: int
    name: str
    arrived: int
    students: int


async def class_tallies(session: AsyncSession, on: date) -> Sequence[ClassTally]:
    """Every class with pupils on a day, by grade and name."""
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.name, func.count(Scan.id), func.count())
        .join(ClassMembership, and_(ClassMembership.school_class_id == SchoolClass.id, member_on(on)))
        .outerjoin(
            Scan,
            and_(
                Scan.student_id == ClassMembership.student_id,
                Scan.on_date == on,
                Scan.direction == Direction.IN,
                Scan.counts,
            ),
        )
        .group_by(SchoolClass.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [ClassTally(*row) for row in rows]


async def arrived_of(session: AsyncSession, student_ids: Collection[int], on: date) -> Collection[int]:
    """Those of these pupils who were seen coming in on a day."""
    return set(await session.scalars(_scanned(student_ids, on).where(_CAME)))


async def seen_of(session: AsyncSession, student_ids: Collection[int], on: date) -> Collection[int]:
    """The same, and who was seen leaving alone: who leaves has been there."""
    return set(await session.scalars(_scanned(student_ids, on)))


def _scanned(student_ids: Collection[int], on: date) -> Select[int | None]:
    return select(Scan.student_id).where(Scan.on_date == on, Scan.counts, Scan.student_id.in_(student_ids))
