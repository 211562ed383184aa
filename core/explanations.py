"""Why a pupil's day is what it is: everything that was said about it, in order, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.attendance import Status
from core.corrections import earliest_day
from core.days import StudentDay, days_of
from core.errors import NotFound
from core.periods import day_alone
from core.policy import may, students_numbered, visible_seats, visible_students
from core.recap_scopes import sight_of
from db.models import (
    AbsenceReason,
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Correction,
    Direction,
    GuardianNotice,
    Person,
    Scan,
    Student,
)


@dataclass(frozen=True, slots=True)
class Reported:
    """A class's report; `reason` None: the pupil was not named, hence present."""

    at: datetime
    by: str
    reason: AbsenceReason | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """A guardian's word for some days. `by`: who accepted or refused it."""

    at: datetime
    reason: AbsenceReason
    first: date
    last: date
    accepted: bool | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    at: datetime
    by: str
    before: AbsenceReason | None
    after: AbsenceReason | None
    why: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan that counts. `by`: whoever entered it by hand, for the reason `why`."""

    at: datetime
    direction: Direction
    minutes_late: int | None
    by: str | None
    why: str | None


Said = Reported | Noticed | Corrected | Scanned


@dataclass(frozen=True, slots=True)
class Explanation:
    """`said` in the order in which it was said."""

    student: Student
    school_class: str
    on: date
    said: Sequence[Said]
    status: Status
    may_correct: bool


async def explain(session: AsyncSession, actor: Actor, student_id: int, on: date, *, now: datetime) -> Explanation:
    """Times in the school's zone. For those who see the class: pupils get no account of who said what about them.

    Raises NotFound for a day that is not this person's to see, or still to come.
    """
    sight = sight_of(actor, day_alone(on))
    student = await session.scalar(visible_students(sight).where(Student.id == student_id))
    seat = await session.scalar(visible_seats(sight, on, on).where(ClassMembership.student_id == student_id))
    if student is None or seat is None or on > now.date():
        raise NotFound
    [day] = await days_of(session, students_numbered([student_id]), on)
    said = [
        *await _reports(session, seat.school_class_id, student_id, on, now),
        *await _notices(session, student_id, on, now),
        *await _corrections(session, student_id, on, now),
        *await _scans(session, student_id, on, now),
    ]
    ordered = sorted(said, key=lambda one: one.at)
    correctable = await _may_correct(session, actor, day, on)
    return Explanation(student, day.school_class.name, on, ordered, day.status, correctable)


async def _may_correct(session: AsyncSession, actor: Actor, day: StudentDay, on: date) -> bool:
    return may(actor, Action.CORRECT, day.school_class) and on >= await earliest_day(session, actor, day.school_class)


async def _reports(
    session: AsyncSession, school_class_id: int, student_id: int, on: date, now: datetime
) -> Sequence[Said]:
    named = and_(ClassReportEntry.class_report_id == ClassReport.id, ClassReportEntry.student_id == student_id)
    rows = await session.execute(
        select(ClassReport.reported_at, Person.name, ClassReportEntry.reason)
        .join(Person, Person.id == ClassReport.reported_by)
        .outerjoin(ClassReportEntry, named)
        .where(ClassReport.school_class_id == school_class_id, ClassReport.on_date == on)
    )
    return [Reported(at.astimezone(now.tzinfo), by, reason) for at, by, reason in rows]


async def _notices(session: AsyncSession, student_id: int, on: date, now: datetime) -> Sequence[Said]:
    rows = await session.execute(
        select(GuardianNotice, Person.name)
        .outerjoin(Person, Person.id == GuardianNotice.decided_by)
        .where(GuardianNotice.student_id == student_id, GuardianNotice.first_day <= on, GuardianNotice.last_day >= on)
    )
    return [
        Noticed(n.received_at.astimezone(now.tzinfo), n.reason, n.first_day, n.last_day, n.accepted, by)
        for n, by in rows
    ]


async def _corrections(session: AsyncSession, student_id: int, on: date, now: datetime) -> Sequence[Said]:
    rows = await session.execute(
        select(Correction, Person.name)
        .join(Person, Person.id == Correction.corrected_by)
        .where(Correction.student_id == student_id, Correction.on_date == on)
    )
    return [
        Corrected(c.corrected_at.astimezone(now.tzinfo), by, c.reason_before, c.reason_after, c.why) for c, by in rows
    ]


async def _scans(session: AsyncSession, student_id: int, on: date, now: datetime) -> Sequence[Said]:
    rows = await session.execute(
        select(Scan, Person.name)
        .outerjoin(Person, Person.id == Scan.entered_by)
        .where(Scan.student_id == student_id, Scan.on_date == on, Scan.counts)
    )
    return [
        Scanned(scan.scanned_at.astimezone(now.tzinfo), scan.direction, scan.minutes_late, by, scan.why)
        for scan, by in rows
        if scan.direction is not None
    ]
