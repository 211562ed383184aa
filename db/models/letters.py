"""Letters of excuse: a doctor's note or a guardian's letter, photographed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Letter(Base):
    """A photo that belongs to a pupil's absence on a day. `photo` is Telegram's own name of the picture (`file_id`):
    the picture itself is not kept here.
    """

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_day", "student_id", "on_date"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    on_date: Mapped[date]
    photo: Mapped[str]
    sent_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
