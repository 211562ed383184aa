"""Watching the gates: how the day stands, whether the stations are alive, and what looks odd."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.gate_day import Tally, tally_of
from core.gate_flags import Flag, flags_of
from core.policy import WHOLE_SCHOOL, at_work, member_on, require, visible_students
from db.engine import limit_sight
from db.models import ClassMembership, Person, Scan, SchoolClass, Station, Student


@dataclass(frozen=True, slots=True)
class StationSeen:
    """`last_at`: when it last delivered anything today; None when it has not."""

    name: str
    gate: str
    last_at: datetime | None
    scans: int


@dataclass(frozen=True, slots=True)
class NamedFlag:
    """`name` None: whose card it is may not be told to whoever asks, or it is nobody's. `place` is a pupil's class."""

    flag: Flag
    name: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class GateView:
    tally: Tally
    stations: Sequence[StationSeen]
    flags: Sequence[NamedFlag]


async def watch_gate(session: AsyncSession, actor: Actor, *, now: datetime) -> GateView:
    """Today at all gates, in a fixed number of statements. Raises NotAllowed.

    Counts are the whole school's also for an officer, who may look up nobody: names are only of those whom the actor
    may.
    """
    require(actor, Action.WATCH_GATE)
    await limit_sight(session, whole_school=True)
    flags = [replace(flag, at=flag.at.astimezone(now.tzinfo)) for flag in await flags_of(session, now.date())]
    return GateView(
        await tally_of(session, now.date()),
        await _stations(session, now),
        await _named(session, actor, flags),
    )


async def _stations(session: AsyncSession, now: datetime) -> list[StationSeen]:
    rows = await session.execute(
        select(Station.name, Station.gate, func.max(Scan.received_at), func.count(Scan.id))
        .outerjoin(Scan, and_(Scan.station_id == Station.id, Scan.on_date == now.date()))
        .where(Station.removed_at.is_(None))
        .group_by(Station.id)
        .order_by(Station.name)
    )
    return [StationSeen(name, gate, last and last.astimezone(now.tzinfo), scans) for name, gate, last, scans in rows]


async def _named(session: AsyncSession, actor: Actor, flags: Sequence[Flag]) -> list[NamedFlag]:
    pupils = await _pupils(session, actor, {flag.student_id for flag in flags if flag.student_id is not None})
    people = {flag.person_id for flag in flags if flag.person_id is not None} if actor.holds(*WHOLE_SCHOOL) else set()
    staff = {person.id: person.name for person in await session.scalars(select(Person).where(Person.id.in_(people)))}
    return [
        NamedFlag(flag, *pupils.get(flag.student_id or 0, (staff.get(flag.person_id or 0), None))) for flag in flags
    ]


async def _pupils(session: AsyncSession, actor: Actor, ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    rows = await session.execute(
        visible_students(at_work(actor))
        .add_columns(SchoolClass.name)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Student.id.in_(ids))
    )
    return {student.id: (student.name, place) for student, place in rows}
