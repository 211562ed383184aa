"""Looking for contradictions of a day: a handful of statements for the whole school, and only pupils who could have
one are looked at closely. The gate pays nothing for it.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome
from core.calendar_facts import calendar_between
from core.contradictions import AtGate, Disagreement, disagreement, is_gate_used
from core.days import days_of
from core.policy import member_on, students_numbered
from db.models import (
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Correction,
    Direction,
    GuardianNotice,
    Scan,
    SchoolClass,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A contradiction as the facts give it now."""

    student_id: int
    school_class_id: int
    what: Disagreement
    came_at: datetime | None
    left_at: datetime | None


_Seen = tuple[datetime, datetime]
"""Scanned at, received at."""


@dataclass(frozen=True, slots=True)
class _Scans:
    """Of pupils, what counts on a day, by pupil; and who left before the end."""

    came: Mapping[int, _Seen]
    left_alone: Mapping[int, _Seen]
    left_early: frozenset[int]

    @property
    def seen(self) -> Mapping[int, _Seen]:
        """Whoever was scanned only on leaving was there all the same."""
        return {**self.left_alone, **self.came}


@dataclass(frozen=True, slots=True)
class _ClassAtGate:
    """A class's pupils, and which of them were not seen, where and when that means something."""

    pupils: Sequence[int]
    missed: Sequence[int]


async def contradictions_of(session: AsyncSession, on: date, *, now: datetime) -> Sequence[Found]:
    """Every contradiction that the facts of a day hold, in classes that had school on it."""
    scans, excused = await _scans(session, on), await _excused(session, on)
    seen = scans.seen
    if not seen and not excused:
        return []
    classes = await _classes(session, seen, on, now)
    missed = frozenset(i for one in classes for i in one.missed)
    expected = frozenset(i for one in classes for i in one.pupils)
    spoken_of = await _spoken_of(session, on) if seen else frozenset()
    candidates = (((spoken_of & seen.keys()) | excused) & expected) | missed
    corrected_at = await _corrected_at(session, on)
    found = []
    for day in await days_of(session, students_numbered(candidates), on):
        i = day.student.id
        seen_at, known_at = seen.get(i, (None, None))
        is_news = known_at is not None and i in corrected_at and known_at > corrected_at[i]
        what = disagreement(day.events, AtGate(seen_at, is_news, i in scans.left_early, i in missed))
        if what is not None:
            came_at, left_at = (seen_at, None) if i in scans.came else (None, seen_at)
            found.append(Found(i, day.school_class.id, what, came_at, left_at))
    return found


async def _scans(session: AsyncSession, on: date) -> _Scans:
    rows = await session.execute(
        select(Scan.student_id, Scan.direction, Scan.scanned_at, Scan.received_at, Scan.outcome).where(
            Scan.on_date == on, Scan.counts, Scan.student_id.is_not(None)
        )
    )
    came: dict[int, _Seen] = {}
    left: dict[int, _Seen] = {}
    left_early = set()
    for student_id, direction, scanned_at, received_at, outcome in rows:
        assert student_id is not None  # the statement says so
        (came if direction is Direction.IN else left)[student_id] = (scanned_at, received_at)
        if outcome == Outcome.EARLY_OUT:
            left_early.add(student_id)
    return _Scans(came, {i: when for i, when in left.items() if i not in came}, frozenset(left_early))


async def _classes(session: AsyncSession, seen: Container[int], on: date, now: datetime) -> Sequence[_ClassAtGate]:
    """Those that have school on the day."""
    calendar, midnight = await calendar_between(session, on, on), datetime.combine(on, time(), now.tzinfo)
    grace = timedelta(minutes=calendar.rules.never_scanned_after_minutes)
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.grade, func.array_agg(ClassMembership.student_id))
        .join(ClassMembership, ClassMembership.school_class_id == SchoolClass.id)
        .where(member_on(on))
        .group_by(SchoolClass.id)
    )
    found = []
    for class_id, grade, pupils in rows:
        if hours := calendar.hours_on(on, grade=grade, class_id=class_id):
            there = sum(i in seen for i in pupils)
            misses = now >= hours.begin_on(midnight) + grace and is_gate_used(there, len(pupils))
            found.append(_ClassAtGate(pupils, [i for i in pupils if i not in seen] if misses else []))
    return found


async def _spoken_of(session: AsyncSession, on: date) -> frozenset[int]:
    """Whom anybody has called absent or set right that day; whether it still holds is seen later."""
    entries = select(ClassReportEntry.student_id).join(ClassReport).where(ClassReport.on_date == on)
    notices = select(GuardianNotice.student_id).where(GuardianNotice.first_day <= on, GuardianNotice.last_day >= on)
    corrections = select(Correction.student_id).where(Correction.on_date == on)
    return frozenset(await session.scalars(union(entries, notices, corrections)))


async def _excused(session: AsyncSession, on: date) -> frozenset[int]:
    """Of whom staff have accepted a guardian's word for that day."""
    accepted = select(GuardianNotice.student_id).where(
        GuardianNotice.first_day <= on, GuardianNotice.last_day >= on, GuardianNotice.accepted.is_(True)
    )
    return frozenset(await session.scalars(accepted))


async def _corrected_at(session: AsyncSession, on: date) -> Mapping[int, datetime]:
    rows = await session.execute(
        select(Correction.student_id, func.max(Correction.corrected_at))
        .where(Correction.on_date == on)
        .group_by(Correction.student_id)
    )
    return dict(rows.all())
