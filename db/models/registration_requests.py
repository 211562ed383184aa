"""Numbers and Telegram accounts that would speak for a pupil, where the school looks at each of them first."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class RegistrationRequest(Base):
    """A number, or a Telegram account, has shown a pupil's keycode and waits for the school's yes. It is no guardian's
    before that, and so gets nothing that guardians get.

    An account is kept as Telegram knows it, with the name it had there: it becomes a person's with the yes and not
    before. `decided_by` NULL of a decided one: whoever asked has taken it back.
    """

    __tablename__ = "registration_requests"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decision"),
        CheckConstraint("(phone IS NULL) <> (telegram_id IS NULL)", name="reached"),
        CheckConstraint("(telegram_id IS NULL) = (telegram_name IS NULL)", name="named"),
        Index(
            "uq_registration_requests_phone_open",
            "phone",
            "student_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index(
            "uq_registration_requests_account_open",
            "telegram_id",
            "student_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_registration_requests_student", "student_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    phone: Mapped[str | None]
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)
    telegram_name: Mapped[str | None]
    keycode_id: Mapped[int] = mapped_column(ForeignKey("keycodes.id"))
    asked_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
