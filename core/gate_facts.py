"""What the database knows about whoever stands at the gate, read in one statement; `core.arrival` decides on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Facts, is_clock_plausible
from core.calendar_facts import calendar_from, entries_column
from core.days import days_of
from core.policy import grant_holds, member_on, students_numbered
from core.school_rules import rules_column
from db.models import (
    AbsenceReason,
    Card,
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Correction,
    Direction,
    GuardianNotice,
    Person,
    RoleGrant,
    Scan,
    SchoolClass,
    StaffHours,
    Student,
)

_REPORTED_ABSENT = frozenset({AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED})


@dataclass(frozen=True, slots=True)
class Holder:
    """A pupil or a member of staff. `place` is the pupil's class on the day; None for staff and those who left."""

    student_id: int | None
    person_id: int | None
    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a scan happened, as the station says, and when we heard of it, both in the school's zone; and its nonce."""

    nonce: str
    scanned_at: datetime
    received_at: datetime

    @property
    def recorded_at(self) -> datetime:
        """The time to keep: one that cannot be true is not kept."""
        return self.scanned_at if is_clock_plausible(self.scanned_at, self.received_at) else self.received_at

    @property
    def on(self) -> date:
        return self.recorded_at.date()


@dataclass(frozen=True, slots=True)
class Known:
    """`holder` None: nobody. `replayed`: the scan that is already recorded under this nonce."""

    facts: Facts
    holder: Holder | None
    card_id: int | None = None
    replayed: int | None = None


def holder_of_card(code: str) -> Subquery:
    """One row, of NULLs where there is no such card."""
    nothing = select(literal(1).label("one")).subquery()
    return (
        select(Card.id.label("card_id"), Card.student_id, Card.person_id, Card.valid_on, Card.revoked_at)
        .select_from(nothing)
        .outerjoin(Card, Card.code == code)
        .subquery()
    )


def holder_by_hand(*, student_id: int | None = None, person_id: int | None = None) -> Subquery:
    """The same row for somebody without a card at hand."""
    return select(
        literal(None, Integer).label("card_id"),
        literal(student_id, Integer).label("student_id"),
        literal(person_id, Integer).label("person_id"),
        literal(None, Date).label("valid_on"),
        literal(None, DateTime(timezone=True)).label("revoked_at"),
    ).subquery()


async def facts_about(session: AsyncSession, who: Subquery, moment: Moment, asked: Direction | None) -> Known:
    """One round trip; a second one for a pupil about whom somebody has said something that day."""
    row = (await session.execute(_reading(who, moment))).one()
    if row.name is None:
        return Known(_facts(row, moment, asked), None, replayed=row.replayed)
    is_absent = row.is_spoken_of and await _is_reported_absent(session, row.student_id, moment.on)
    holder = Holder(row.student_id, row.person_id, row.name, row.place)
    return Known(_facts(row, moment, asked, is_absent=is_absent), holder, row.card_id, row.replayed)


def _facts(row: Any, moment: Moment, asked: Direction | None, *, is_absent: bool = False) -> Facts:
    zone = moment.received_at.tzinfo
    calendar = calendar_from(row.rules, row.entries, moment.on, moment.on)
    own = (row.begins, row.ends) if row.begins is not None else None
    return Facts(
        moment.scanned_at,
        moment.received_at,
        calendar.hours_on(moment.on, grade=row.grade, class_id=row.school_class_id, own=own),
        asked,
        known=row.name is not None,
        revoked_at=row.revoked_at,
        valid_on=row.valid_on,
        belongs=row.belongs,
        in_at=row.in_at and row.in_at.astimezone(zone),
        out_at=row.out_at and row.out_at.astimezone(zone),
        reported_absent=is_absent,
        expected=row.own_weekday is None or own is not None,
    )


def _reading(who: Subquery, moment: Moment) -> Select[Any]:
    staff = exists().where(RoleGrant.person_id == who.c.person_id, grant_holds(moment.on))
    return (
        select(
            who,
            func.coalesce(Student.name, Person.name).label("name"),
            SchoolClass.name.label("place"),
            SchoolClass.id.label("school_class_id"),
            SchoolClass.grade,
            StaffHours.weekday.label("own_weekday"),
            StaffHours.begins,
            StaffHours.ends,
            or_(ClassMembership.id.is_not(None), staff).label("belongs"),
            _counted_at(who, moment.on, Direction.IN).label("in_at"),
            _counted_at(who, moment.on, Direction.OUT).label("out_at"),
            _is_spoken_of(who, moment.on).label("is_spoken_of"),
            select(Scan.id).where(Scan.nonce == moment.nonce).scalar_subquery().label("replayed"),
            rules_column().label("rules"),
            entries_column(moment.on, moment.on).label("entries"),
        )
        .select_from(who)
        .outerjoin(Student, Student.id == who.c.student_id)
        .outerjoin(Person, Person.id == who.c.person_id)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(moment.on)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .outerjoin(StaffHours, and_(StaffHours.person_id == Person.id, StaffHours.weekday == moment.on.weekday()))
    )


def _counted_at(who: Subquery, on: date, direction: Direction) -> ColumnElement[datetime | None]:
    """Asked twice rather than with OR, which would read everybody's scans of the day instead of one index entry."""
    counting = select(Scan.scanned_at).where(Scan.on_date == on, Scan.direction == direction, Scan.counts)
    return func.coalesce(
        counting.where(Scan.student_id == who.c.student_id).scalar_subquery(),
        counting.where(Scan.person_id == who.c.person_id).scalar_subquery(),
    )


def _is_spoken_of(who: Subquery, on: date) -> ColumnElement[bool]:
    """Whether the pupil stands in a report, notice or correction of the day: true of few, and cheap to ask."""
    entry = (
        exists()
        .where(ClassReportEntry.student_id == who.c.student_id)
        .where(ClassReport.id == ClassReportEntry.class_report_id, ClassReport.on_date == on)
    )
    notice = exists().where(
        GuardianNotice.student_id == who.c.student_id, GuardianNotice.first_day <= on, GuardianNotice.last_day >= on
    )
    correction = exists().where(Correction.student_id == who.c.student_id, Correction.on_date == on)
    return or_(entry, notice, correction)


async def _is_reported_absent(session: AsyncSession, student_id: int, on: date) -> bool:
    days = await days_of(session, students_numbered([student_id]), on)
    return any(day.status.reason in _REPORTED_ABSENT for day in days)
