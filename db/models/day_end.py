"""What a day leaves behind: files that go out with messages, contradictions between its sources, and its report."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.models.attendance import AbsenceReason
from db.models.base import Base


class OutboxFile(Base):
    """A document owed with one or more messages of the outbox; forgotten some time after they have left."""

    __tablename__ = "outbox_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class ContradictionKind(enum.Enum):
    """Which of the three sources disagree: gate, class report, guardian."""

    ABSENT_BUT_IN = "absent_but_in"
    NEVER_SCANNED = "never_scanned"
    NOTICE_BUT_IN = "notice_but_in"
    NOTICE_BUT_PRESENT = "notice_but_present"


class ContradictionOutcome(enum.Enum):
    """What a person says of a contradiction: the pupil cut class, is here, has gone home again, is away, or is away
    just as the guardian said.
    """

    CUT = "cut"
    HERE = "here"
    WENT_HOME = "went_home"
    AWAY = "away"
    AS_NOTICED = "as_noticed"


class Contradiction(Base):
    """Two sources disagree about a pupil's day; stored once for pupil, day and kind, until a person settles it.

    `said`: the reason that was given, where one was. `came_at`: the scan; `left_at`: that of a pupil who was seen on
    leaving alone. `withdrawn_at`: the facts have changed and agree again. What was found in one look at a day has the
    same `found_at` and is told in one message a class.
    """

    __tablename__ = "contradictions"
    __table_args__ = (
        UniqueConstraint("student_id", "on_date", "kind"),
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (outcome IS NULL)", name="settled"
        ),
        Index("ix_contradictions_day", "on_date", "school_class_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_classes.id"))
    on_date: Mapped[date]
    kind: Mapped[ContradictionKind]
    said: Mapped[AbsenceReason | None]
    came_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    found_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[ContradictionOutcome | None]


class StoredDailyReport(Base):
    """A daily report as it went out. `version` 1 is the first; later ones were sent because something had changed.

    `content` is a `core.daily_report.DailyReport`, from which the files can be drawn again, byte for byte.
    `copies` are `core.daily_report_store.Copy`: who was owed it.
    """

    __tablename__ = "daily_reports"
    on_date: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    copies: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
