"""Pupils, the classes they were in and when, and how their guardians reach the school."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Person
from db.models.school import SchoolClass


class Student(Base):
    __tablename__ = "students"
    id: Mapped[int] = mapped_column(primary_key=True)
    nis: Mapped[str] = mapped_column(unique=True)
    nisn: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    gender: Mapped[str | None]
    created_at: Mapped[datetime]


class ClassMembership(Base):
    """A pupil sits in a class from one day to another (both included). Never two at once; never deleted."""

    __tablename__ = "class_memberships"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        ExcludeConstraint(
            ("student_id", "="),
            (func.daterange(literal_column("valid_from"), literal_column("valid_until"), "[]"), "&&"),
            using="gist",
            name="one_class_at_a_time",
        ),
        Index("ix_class_memberships_class", "school_class_id", "valid_from"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_classes.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    school_class: Mapped[SchoolClass] = relationship(lazy="raise")


class Keycode(Base):
    """The printed letters by which a guardian proves to be one. A reissue revokes the one before."""

    __tablename__ = "keycodes"
    __table_args__ = (
        Index("uq_keycodes_student_now", "student_id", unique=True, postgresql_where=text("revoked_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    code: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Guardian(Base):
    """A mobile number (E.164), or a person by way of their Telegram account, that speaks for a pupil's guardian;
    registered by that guardian with the keycode.

    Registering is the consent (the slip carries its text, and the bot asks); leaving ends it. Rows stay as the record
    of both.
    """

    __tablename__ = "guardians"
    __table_args__ = (
        Index(
            "uq_guardians_phone_student_now",
            "phone",
            "student_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_guardians_person_student_now",
            "person_id",
            "student_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        CheckConstraint("(phone IS NULL) <> (person_id IS NULL)", name="reached"),
        Index("ix_guardians_student", "student_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    phone: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    keycode_id: Mapped[int] = mapped_column(ForeignKey("keycodes.id"))
    registered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    student: Mapped[Student] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
