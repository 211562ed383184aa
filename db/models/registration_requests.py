"""Numbers that would speak for a pupil, where the school looks at each of them first."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class RegistrationRequest(Base):
    """A number has sent a pupil's keycode and waits for the school's yes. It is no guardian's number before that, and
    so gets nothing that guardians get.

    `decided_by` NULL of a decided one: the number has taken it back.
    """

    __tablename__ = "number_requests"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decision"),
        Index(
            "uq_number_requests_open", "phone", "student_id", unique=True, postgresql_where=text("decided_at IS NULL")
        ),
        Index("ix_number_requests_student", "student_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    phone: Mapped[str]
    keycode_id: Mapped[int] = mapped_column(ForeignKey("keycodes.id"))
    asked_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
