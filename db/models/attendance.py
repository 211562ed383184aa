"""Events of attendance. Appended, never overwritten; the status of a day is computed from them."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Person
from db.models.students import Student


class AbsenceReason(enum.Enum):
    """Why a pupil is not in class, by the letter used on paper."""

    SICK = "S"
    EXCUSED = "I"
    UNEXCUSED = "A"
    ON_DUTY = "D"
    SENT_HOME = "P"


class ReportDraft(Base):
    """A report being filled in. `entries` maps student id (text, as JSON has it) to the letter of a reason."""

    __tablename__ = "report_drafts"
    __table_args__ = (UniqueConstraint("person_id", "school_class_id", "on_date"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_classes.id"))
    on_date: Mapped[date]
    reason: Mapped[AbsenceReason]
    entries: Mapped[dict[str, str]] = mapped_column(JSONB)
    begun_at: Mapped[datetime]


class ClassReport(Base):
    """One sending of a class's absences for a day. No entries means NIHIL. The latest one of a day speaks.

    `draft_id` is the draft that it was, which is gone.
    """

    __tablename__ = "class_reports"
    __table_args__ = (Index("ix_class_reports_day", "on_date", "school_class_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_classes.id"))
    on_date: Mapped[date]
    reported_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
    draft_id: Mapped[int | None]
    reporter: Mapped[Person] = relationship(lazy="raise")
    entries: Mapped[list["ClassReportEntry"]] = relationship(lazy="raise", back_populates="report")


class ClassReportEntry(Base):
    """A pupil named in a class report as not in class."""

    __tablename__ = "class_report_entries"
    class_report_id: Mapped[int] = mapped_column(ForeignKey("class_reports.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, index=True)
    reason: Mapped[AbsenceReason]
    report: Mapped[ClassReport] = relationship(lazy="raise", back_populates="entries")
    student: Mapped[Student] = relationship(lazy="raise")


class GuardianNotice(Base):
    """A guardian says the child is sick or excused on these days (both included). It informs until staff accept it."""

    __tablename__ = "guardian_notices"
    __table_args__ = (
        CheckConstraint("reason IN ('S', 'I')", name="reason"),
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decision"),
        UniqueConstraint("inbound_sms_id", "student_id"),
        Index("ix_guardian_notices_days", "student_id", "first_day", "last_day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardians.id"))
    inbound_sms_id: Mapped[int] = mapped_column(ForeignKey("inbound_sms.id"))
    reason: Mapped[AbsenceReason]
    first_day: Mapped[date]
    last_day: Mapped[date]
    received_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Correction(Base):
    """Staff set a pupil's day right: who, when, before and after (NULL is present), and why."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_day", "on_date", "student_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    on_date: Mapped[date]
    reason_before: Mapped[AbsenceReason | None]
    reason_after: Mapped[AbsenceReason | None]
    why: Mapped[str]
    corrected_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    corrected_at: Mapped[datetime]
