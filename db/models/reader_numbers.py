"""The numbers by which readers and machines that schools already have know people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class ReaderNumber(Base):
    """A number that stands for a pupil or a member of staff.

    `machine` empty: an RFID card's number, good at every station whose reader types. Else the number that the machine
    of this name gave its user, good in that machine's exports alone. One that is lost is revoked, not deleted.
    """

    __tablename__ = "reader_numbers"
    __table_args__ = (
        UniqueConstraint("machine", "number"),
        CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name="holder"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    machine: Mapped[str]
    number: Mapped[str]
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    registered_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
