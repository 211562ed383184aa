"""Absences that a letter can still be about. Letters mostly come a day or more after the absence.

The homeroom teacher may choose from the last days. Who has no history (class leaders, the duty teacher) has today, and
of the school day before what they have reported themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import recap
from core.actions import Action
from core.actors import Actor
from core.calendar_facts import calendar_between
from core.days import days_of
from core.periods import Period
from core.policy import limited_to, visible_seats, visible_students
from core.recap_roll import roll_for
from db.models import AbsenceReason, ClassReport, ClassReportEntry, SchoolClass, Student

LATEST = 7
"""Days after an absence on which its letter is still taken."""

_LETTERS = frozenset(reason.value for reason in AbsenceReason)


@dataclass(frozen=True, slots=True)
class Absence:
    student: Student
    on: date


async def absences_for(session: AsyncSession, actor: Actor) -> Sequence[Absence]:
    """Each once, the newest day first, then by class and name."""
    found = [
        *await _of_today(session, actor),
        *await _of_own_report(session, actor),
        *await _of_last_days(session, actor),
    ]
    once = {(absence.student.id, absence.on): absence for absence in found}
    return sorted(once.values(), key=lambda absence: absence.on, reverse=True)


async def takes_letter(session: AsyncSession, actor: Actor, student_id: int, on: date) -> bool:
    """Whether it is one of `absences_for`."""
    found = await absences_for(session, actor)
    return any((absence.student.id, absence.on) == (student_id, on) for absence in found)


async def _of_today(session: AsyncSession, actor: Actor) -> Sequence[Absence]:
    days = await days_of(session, visible_students(limited_to(actor, Action.REPORT)), actor.on)
    return [Absence(day.student, actor.on) for day in days if day.status.reason is not None]


async def _of_own_report(session: AsyncSession, actor: Actor) -> Sequence[Absence]:
    """Whom the person's own report has named, if it is the one that speaks for the school day before today."""
    first, last = _days_before(actor.on)
    later = aliased(ClassReport)
    same_day = and_(later.school_class_id == ClassReport.school_class_id, later.on_date == ClassReport.on_date)
    rows = await session.execute(
        visible_students(limited_to(actor, Action.REPORT))
        .add_columns(ClassReport.on_date, SchoolClass)
        .join(ClassReportEntry, ClassReportEntry.student_id == Student.id)
        .join(ClassReport, ClassReport.id == ClassReportEntry.class_report_id)
        .join(SchoolClass, SchoolClass.id == ClassReport.school_class_id)
        .where(ClassReport.reported_by == actor.person_id, ClassReport.on_date.between(first, last))
        .where(~exists(select(later.id).where(same_day, later.id > ClassReport.id)))
        .order_by(SchoolClass.name, Student.name, Student.id)
    )
    calendar = await calendar_between(session, first, last)
    return [
        Absence(student, on)
        for student, on, of in rows
        if not calendar.school_days(on + timedelta(days=1), last, of.grade, of.id)
    ]


async def _of_last_days(session: AsyncSession, actor: Actor) -> Sequence[Absence]:
    """Of the classes for which this person reports and whose letters the person may see: a homeroom teacher's."""
    sight = limited_to(limited_to(actor, Action.REPORT), Action.SEE_LETTER)
    if not sight.grants:
        return []
    first, last = _days_before(actor.on)
    roll = await roll_for(session, visible_seats(sight, first, last), Period(first, last))
    days = await recap.letters(session, roll)
    absent = {(day.student_id, day.on_date) for day in days if day.letter in _LETTERS}
    by_name = await session.scalars(visible_students(sight).order_by(Student.name, Student.id))
    return [
        Absence(student, on) for student in by_name for on in Period(first, last).days if (student.id, on) in absent
    ]


def _days_before(today: date) -> tuple[date, date]:
    return today - timedelta(days=LATEST), today - timedelta(days=1)
