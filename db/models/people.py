"""Everybody who may act: people, their Telegram accounts, their roles, and the invitations that lead to both."""

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base


class Role(enum.Enum):
    """What a person is to the school. The values are also the names used on the command line."""

    ADMINISTRATOR = "administrator"
    LEADERSHIP = "leadership"
    COUNSELOR = "counselor"
    DEPARTMENT_HEAD = "department-head"
    HOMEROOM_TEACHER = "homeroom"
    DUTY_TEACHER = "duty-teacher"
    OFFICER = "officer"
    CLASS_PRESIDENT = "class-president"
    CLASS_SECRETARY = "class-secretary"
    STUDENT = "student"
    TEACHER = "teacher"


class Person(Base):
    """Somebody who may act: staff, or a pupil once the pupil holds a role. Pupils as such are in `students`."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nip: Mapped[str | None] = mapped_column(unique=True)
    gender: Mapped[str | None]
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"), unique=True)
    created_at: Mapped[datetime]


class TelegramAccount(Base):
    """The Telegram account that speaks for a person. At most one each way at a time; old links stay as history.

    `menu_shown` tells which menu of commands Telegram was last given for it.
    """

    __tablename__ = "telegram_accounts"
    __table_args__ = (
        Index(
            "uq_telegram_accounts_person_now", "person_id", unique=True, postgresql_where=text("unlinked_at IS NULL")
        ),
        Index(
            "uq_telegram_accounts_user_now", "telegram_id", unique=True, postgresql_where=text("unlinked_at IS NULL")
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    linked_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    menu_shown: Mapped[str | None]
    person: Mapped[Person] = relationship(lazy="raise")


class RoleGrant(Base):
    """A role, for a class or a department where the role needs one, from one day to another (both included)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('homeroom', 'class-president', 'class-secretary')) = (school_class_id IS NOT NULL)",
            name="class",
        ),
        CheckConstraint("(role = 'department-head') = (department_id IS NOT NULL)", name="department"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        Index("ix_role_grants_class", "school_class_id", "role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_classes.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    granted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise")


class Invitation(Base):
    """A one-time way in, for a known person or for whoever redeems it. Only a hash of the code is kept: a copy of
    the database opens no door. `role_until` is the last day of the role that it gives; None is without end.
    """

    __tablename__ = "invitations"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_classes.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    role_until: Mapped[date | None]
    redeemed_at: Mapped[datetime | None]
    redeemed_by: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn_at: Mapped[datetime | None]
    person: Mapped[Person | None] = relationship(lazy="raise")


class LeadershipGroup(Base):
    """The Telegram group that gets INFO messages. One at a time; Telegram may change its id."""

    __tablename__ = "leadership_groups"
    __table_args__ = (
        Index("uq_leadership_groups_now", text("(true)"), unique=True, postgresql_where=text("left_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str]
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    silent_since: Mapped[datetime | None]
