"""Where a class or a pupil differs from the school's rule about confirming check-ins."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class ConfirmationChoice(Base):
    """How the arrivals and leavings of a class, or of one pupil, are confirmed: `off`, `telegram` or `sms`."""

    __tablename__ = "confirmation_choices"
    __table_args__ = (CheckConstraint("(student_id IS NULL) <> (school_class_id IS NULL)", name="whose"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), unique=True)
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_classes.id"), unique=True)
    choice: Mapped[str]
    chosen_at: Mapped[datetime]
