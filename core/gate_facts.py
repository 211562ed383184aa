"""What the database knows about those who stand at the gates, all of them at once; `core.arrival` decides on it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    TableValuedAlias,
    and_,
    bindparam,
    column,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from core.arrival import Facts
from core.calendar_facts import calendar_between
from core.days import days_of
from core.incoming_scans import Incoming
from core.policy import grant_holds, member_on, students_numbered
from core.school_calendar import SchoolCalendar
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
class Known:
    """`holder` None: nobody. `replayed`: the scan that is already recorded under this nonce."""

    facts: Facts
    holder: Holder | None
    card_id: int | None = None
    replayed: int | None = None


async def facts_about(session: AsyncSession, incoming: Sequence[Incoming]) -> list[Known]:
    """In their order; nonces may not repeat. Two statements however many they are, and one more for each day on which
    somebody has said something about one of the pupils.
    """
    days = [one.moment.on for one in incoming]
    calendar = await calendar_between(session, min(days), max(days))
    rows = {row.nonce: row for row in await session.execute(_READING, {"rows": [_given(one) for one in incoming]})}
    absent = await _reported_absent(session, [row for row in rows.values() if row.is_spoken_of])
    return [_known(rows[one.moment.nonce], one, calendar, absent) for one in incoming]


def _known(row: Any, one: Incoming, calendar: SchoolCalendar, absent: Set[tuple[int, date]]) -> Known:
    own = (row.begins, row.ends) if row.begins is not None else None
    holder = Holder(row.student_id, row.person_id, row.name, row.place) if row.name is not None else None
    moment, zone = one.moment, one.moment.received_at.tzinfo
    facts = Facts(
        moment.scanned_at,
        moment.received_at,
        calendar.hours_on(moment.on, grade=row.grade, class_id=row.school_class_id, own=own),
        one.asked,
        known=holder is not None,
        revoked_at=row.revoked_at,
        valid_on=row.valid_on,
        belongs=row.belongs,
        in_at=row.in_at and row.in_at.astimezone(zone),
        out_at=row.out_at and row.out_at.astimezone(zone),
        reported_absent=(row.student_id, moment.on) in absent,
        expected=row.own_weekday is None or own is not None,
        oldest=moment.oldest,
    )
    return Known(facts, holder, row.card_id, row.replayed)


def _reading() -> Select[Any]:
    """One row for each of `_given`; of NULLs where there is no such card."""
    given = rows_of(
        bindparam("rows", type_=JSON()),
        nonce=String(),
        on_date=Date(),
        code=String(),
        student_id=Integer(),
        person_id=Integer(),
    )
    who = (
        select(
            given.c.nonce,
            given.c.on_date,
            Card.id.label("card_id"),
            func.coalesce(Card.student_id, given.c.student_id).label("student_id"),
            func.coalesce(Card.person_id, given.c.person_id).label("person_id"),
            Card.valid_on,
            Card.revoked_at,
        )
        .select_from(given)
        .outerjoin(Card, Card.code == given.c.code)
        # Row-level security lets no COALESCE into an index's condition: it must have been computed before.
        .cte("who")
        .prefix_with("MATERIALIZED")
    )
    staff = exists().where(RoleGrant.person_id == who.c.person_id, grant_holds(who.c.on_date))
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
            _counted_at(who, Direction.IN).label("in_at"),
            _counted_at(who, Direction.OUT).label("out_at"),
            _is_spoken_of(who).label("is_spoken_of"),
            select(Scan.id).where(Scan.nonce == who.c.nonce).scalar_subquery().label("replayed"),
        )
        .select_from(who)
        .outerjoin(Student, Student.id == who.c.student_id)
        .outerjoin(Person, Person.id == who.c.person_id)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(who.c.on_date)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .outerjoin(
            StaffHours,
            and_(
                StaffHours.person_id == Person.id,
                StaffHours.weekday == func.date_part("isodow", who.c.on_date) - 1,
            ),
        )
    )


def _given(one: Incoming) -> dict[str, object]:
    return {
        "nonce": one.moment.nonce,
        "on_date": one.moment.on.isoformat(),
        "code": one.code,
        "student_id": one.student_id,
        "person_id": one.person_id,
    }


def rows_of(given: BindParameter[Any], **columns: TypeEngine[Any]) -> TableValuedAlias:
    """Rows to select from, given as one parameter in JSON however many they are: the statement is prepared but once."""
    named = [column(name, kind) for name, kind in columns.items()]
    return func.json_to_recordset(given).table_valued(*named).render_derived(with_types=True)


def _counted_at(who: CTE, direction: Direction) -> ColumnElement[datetime | None]:
    """Asked twice rather than with OR, which would read everybody's scans of the day instead of one index entry."""
    counting = select(Scan.scanned_at).where(Scan.on_date == who.c.on_date, Scan.direction == direction, Scan.counts)
    return func.coalesce(
        counting.where(Scan.student_id == who.c.student_id).scalar_subquery(),
        counting.where(Scan.person_id == who.c.person_id).scalar_subquery(),
    )


def _is_spoken_of(who: CTE) -> ColumnElement[bool]:
    """Whether the pupil stands in a report, notice or correction of the day: true of few, and cheap to ask."""
    on = who.c.on_date
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


async def _reported_absent(session: AsyncSession, rows: Iterable[Any]) -> set[tuple[int, date]]:
    """Who of them is absent by what was said, and on which day."""
    asked: dict[date, set[int]] = {}
    for row in rows:
        asked.setdefault(row.on_date, set()).add(row.student_id)
    return {
        (day.student.id, on)
        for on, ids in asked.items()
        for day in await days_of(session, students_numbered(ids), on)
        if day.status.reason in _REPORTED_ABSENT
    }


_READING = _reading()
