"""Looking for contradictions of a day: a handful of statements for the whole school, and only pupils who could have
one are looked at closely. The gate pays nothing for it.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome
from core.contradictions import AtGate, Disagreement, disagreement, is_gate_used
from core.days import days_of
from core.policy import member_on, students_numbered
from db.models import ClassMembership, ClassReport, ClassReportEntry, Correction, Direction, GuardianNotice, Scan


@dataclass(frozen=True, slots=True)
class Found:
    """A contradiction as the facts give it now."""

    student_id: int
    school_class_id: int
    what: Disagreement
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Scans:
    """Of pupils, what counts on a day: (scanned at, received at) by pupil, and who left before the end."""

    came: Mapping[int, tuple[datetime, datetime]]
    left_early: frozenset[int]


async def contradictions_on(session: AsyncSession, on: date, *, misses_count: bool) -> Sequence[Found]:
    """Every contradiction that the facts of a day hold. `misses_count`: late enough to miss who was never scanned."""
    scans = await _scans(session, on)
    if not scans.came:
        return []
    missed = await _missed(session, on, scans.came.keys()) if misses_count else frozenset()
    candidates = (await _spoken_of(session, on) & scans.came.keys()) | missed
    corrected_at = await _corrected_at(session, on)
    found = []
    for day in await days_of(session, students_numbered(candidates), on):
        i = day.student.id
        came_at, known_at = scans.came.get(i, (None, None))
        is_news = known_at is not None and i in corrected_at and known_at > corrected_at[i]
        what = disagreement(day.events, AtGate(came_at, is_news, i in scans.left_early, i in missed))
        if what is not None:
            found.append(Found(i, day.school_class.id, what, came_at))
    return found


async def _scans(session: AsyncSession, on: date) -> _Scans:
    rows = await session.execute(
        select(Scan.student_id, Scan.direction, Scan.scanned_at, Scan.received_at, Scan.outcome).where(
            Scan.on_date == on, Scan.counts, Scan.student_id.is_not(None)
        )
    )
    came, left_early = {}, set()
    for student_id, direction, scanned_at, received_at, outcome in rows:
        assert student_id is not None  # the statement says so
        if direction is Direction.IN:
            came[student_id] = (scanned_at, received_at)
        elif outcome == Outcome.EARLY_OUT:
            left_early.add(student_id)
    return _Scans(came, frozenset(left_early))


async def _missed(session: AsyncSession, on: date, came: Container[int]) -> frozenset[int]:
    """Who did not come through the gate, of the classes that do."""
    rows = await session.execute(
        select(ClassMembership.student_id, ClassMembership.school_class_id).where(member_on(on))
    )
    seats = dict(rows.all())
    of = Counter(seats.values())
    there = Counter(class_id for student_id, class_id in seats.items() if student_id in came)
    return frozenset(i for i, c in seats.items() if i not in came and is_gate_used(there[c], of[c]))


async def _spoken_of(session: AsyncSession, on: date) -> frozenset[int]:
    """Whom anybody has called absent or set right that day; whether it still holds is seen later."""
    entries = select(ClassReportEntry.student_id).join(ClassReport).where(ClassReport.on_date == on)
    notices = select(GuardianNotice.student_id).where(GuardianNotice.first_day <= on, GuardianNotice.last_day >= on)
    corrections = select(Correction.student_id).where(Correction.on_date == on)
    return frozenset(await session.scalars(union(entries, notices, corrections)))


async def _corrected_at(session: AsyncSession, on: date) -> Mapping[int, datetime]:
    rows = await session.execute(
        select(Correction.student_id, func.max(Correction.corrected_at))
        .where(Correction.on_date == on)
        .group_by(Correction.student_id)
    )
    return dict(rows.all())
