"""What administrators do over more than one step, and what the modems last said about themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.models.people import Role


class PendingImport(Base):
    """A workbook that waits for its sender's yes. `fingerprint` is of the plan that was shown.

    The file goes when it is settled or has expired: it holds the names of children.
    """

    __tablename__ = "pending_imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    file_name: Mapped[str]
    content: Mapped[bytes]
    fingerprint: Mapped[str]
    received_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Announcement(Base):
    """Words of an administrator to a class, a department, a role or everybody; kept with who sent them.

    They go to guardians, by SMS and in Telegram (then `body` is the SMS), or in Telegram to people with a task: staff,
    class leaders, pupils. Without place and role: to all of them.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint("num_nonnulls(school_class_id, department_id, role) <= 1", name="audience"),
        CheckConstraint("confirmed_at IS NULL OR dropped_at IS NULL", name="settled"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    for_guardians: Mapped[bool]
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_classes.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    role: Mapped[Role | None]
    body: Mapped[str]
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ModemSighting(Base):
    """How a modem was when its gateway last wrote it down. `signal` in percent; `problem` in English, and what kind of
    `trouble` it is (`core.modems.Trouble`).
    """

    __tablename__ = "modem_sightings"
    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    ready: Mapped[bool]
    signal: Mapped[int | None]
    network: Mapped[str | None]
    problem: Mapped[str | None]
    restarts: Mapped[int]
    trouble: Mapped[str | None]
