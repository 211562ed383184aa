"""Many pupils' days at once: events gathered in a fixed number of queries, whatever the number of pupils."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from core.attendance import DayEvents, Status, status_of_day
from core.policy import member_on
from db.models import (
    AbsenceReason,
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Correction,
    GuardianNotice,
    SchoolClass,
    Student,
)


@dataclass(frozen=True, slots=True)
class StudentDay:
    """A pupil on a day: where the pupil sits, what happened, and what follows from it."""

    student: Student
    school_class: SchoolClass
    events: DayEvents

    @property
    def status(self) -> Status:
        return status_of_day(self.events)


async def days_of(session: AsyncSession, students: Select[Student], on: date) -> Sequence[StudentDay]:
    """The day of each of these pupils who sits in a class on it, by class and name."""
    reports = latest_reports(on).with_only_columns(ClassReport.id, ClassReport.school_class_id).subquery()
    corrections = _latest_corrections(on).subquery()
    notices = _latest_notices(on).subquery()
    rows = await session.execute(
        students.add_columns(
            SchoolClass,
            reports.c.id,
            ClassReportEntry.reason,
            notices.c.reason,
            notices.c.accepted,
            corrections.c.id,
            corrections.c.reason_after,
        )
        .join_from(
            Student, _seat := select(ClassMembership).where(member_on(on)).subquery(), _seat.c.student_id == Student.id
        )
        .join(SchoolClass, SchoolClass.id == _seat.c.school_class_id)
        .outerjoin(reports, reports.c.school_class_id == SchoolClass.id)
        .outerjoin(
            ClassReportEntry,
            and_(ClassReportEntry.class_report_id == reports.c.id, ClassReportEntry.student_id == Student.id),
        )
        .outerjoin(notices, notices.c.student_id == Student.id)
        .outerjoin(corrections, corrections.c.student_id == Student.id)
        .order_by(SchoolClass.name, Student.name, Student.id)
    )
    return [
        StudentDay(
            student,
            school_class,
            DayEvents(
                class_reported=report_id is not None,
                reported_reason=reported,
                notice_reason=noticed,
                notice_accepted=bool(accepted),
                corrected=correction_id is not None,
                corrected_reason=corrected,
            ),
        )
        for student, school_class, report_id, reported, noticed, accepted, correction_id, corrected in rows
    ]


def latest_reports(on: date) -> Select[ClassReport]:
    """Each class's report that speaks for the day: the last one sent."""
    return (
        select(ClassReport)
        .where(ClassReport.on_date == on)
        .ext(distinct_on(ClassReport.school_class_id))
        .order_by(ClassReport.school_class_id, ClassReport.id.desc())
    )


def _latest_corrections(on: date) -> Select[int, int, AbsenceReason | None]:
    return (
        select(Correction.id, Correction.student_id, Correction.reason_after)
        .where(Correction.on_date == on)
        .ext(distinct_on(Correction.student_id))
        .order_by(Correction.student_id, Correction.id.desc())
    )


def _latest_notices(on: date) -> Select[int, AbsenceReason, bool | None]:
    """The last notice that covers the day and was not refused; an accepted one before a mere one."""
    return (
        select(GuardianNotice.student_id, GuardianNotice.reason, GuardianNotice.accepted)
        .where(
            GuardianNotice.first_day <= on,
            GuardianNotice.last_day >= on,
            GuardianNotice.accepted.is_not(False),
        )
        .ext(distinct_on(GuardianNotice.student_id))
        .order_by(GuardianNotice.student_id, GuardianNotice.accepted.is_(None), GuardianNotice.id.desc())
    )
