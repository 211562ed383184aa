"""The statement that reads what `core.gate_facts` needs to know: one row for each scan that comes in."""

from datetime import datetime
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
from sqlalchemy.types import TypeEngine

from core.actors import grant_holds
from core.incoming_scans import Incoming
from core.policy import member_on
from db.models import (
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


def _reading() -> Select[Any]:
    """One row for each of `as_row`; of NULLs where there is no such card."""
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


def as_row(one: Incoming) -> dict[str, object]:
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


READING = _reading()
"""Prepared once."""
