"""Pictures that go on cards and on the station's screen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Photo(Base):
    """The portrait of a pupil or a member of staff: a small JPEG of 3 by 4. One each; a new one takes its place."""

    __tablename__ = "photos"
    __table_args__ = (CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name="holder"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    jpeg: Mapped[bytes]
    kept_at: Mapped[datetime]


class SchoolLogo(Base):
    """The school's mark, as PNG. One."""

    __tablename__ = "school_logos"
    __table_args__ = (Index("uq_school_logos_one", text("(true)"), unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    png: Mapped[bytes]
    kept_at: Mapped[datetime]
