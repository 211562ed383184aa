"""The school's calendar: the days that are not like the others, and the hours of those who work there."""

import enum
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class CalendarKind(enum.Enum):
    """What an entry does to its days. The values are also the words of the command line."""

    NATIONAL_HOLIDAY = "national"
    JOINT_LEAVE = "joint-leave"
    SCHOOL_HOLIDAY = "school"
    WORK_PLACEMENT = "placement"
    SPECIAL_HOURS = "hours"
    EMERGENCY_CLOSURE = "closure"


class CalendarEntry(Base):
    """Days (both included) that are not like the others. It holds once it is confirmed and until it is removed.

    Whom it concerns: everybody, these `grades`, or one class. `hours` of a period map a weekday's English name to
    `[bell, home]`, home or the whole being null; weekdays not named keep the school's. `closed_from`: when that day's
    emergency began.
    """

    __tablename__ = "calendar_entries"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("(kind = 'hours') = (hours IS NOT NULL)", name="hours"),
        CheckConstraint("(kind = 'closure') = (closed_from IS NOT NULL)", name="closure"),
        CheckConstraint("kind <> 'placement' OR school_class_id IS NOT NULL", name="placement"),
        CheckConstraint("grades IS NULL OR school_class_id IS NULL", name="whom"),
        Index("ix_calendar_entries_days", "last_day", "first_day"),
        # A holiday that the school has refused is not proposed again: its row stays.
        Index(
            "uq_calendar_entries_proposal",
            "first_day",
            unique=True,
            postgresql_where=text("kind IN ('national', 'joint-leave')"),
        ),
        Index(
            "uq_calendar_entries_closure",
            "first_day",
            unique=True,
            postgresql_where=text("kind = 'closure' AND removed_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CalendarKind]
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    grades: Mapped[list[int] | None] = mapped_column(ARRAY(INTEGER))
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_classes.id"))
    hours: Mapped[dict[str, list[str | None] | None] | None] = mapped_column(JSONB(none_as_null=True))
    closed_from: Mapped[time | None]
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class StaffHours(Base):
    """When somebody who works at the school begins and ends on a weekday (0 is Monday), instead of the school's hours.

    `begins` NULL: not expected that day. `ends` NULL: leaving is never early. No row: the school's hours.
    """

    __tablename__ = "staff_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("begins IS NOT NULL OR ends IS NULL", name="hours"),
        CheckConstraint("ends > begins", name="order"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    begins: Mapped[time | None]
    ends: Mapped[time | None]


class MassAlert(Base):
    """So many alerts of a day that a person is asked first. `send` NULL: not decided yet, and the alerts wait."""

    __tablename__ = "mass_alerts"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (send IS NULL)", name="decision"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    send: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
