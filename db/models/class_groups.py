"""Telegram groups of the staff around one class."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class ClassGroup(Base):
    """A Telegram group that gets a class's figures. One of a class at a time, and a group is of one class; Telegram may
    change its id.
    """

    __tablename__ = "class_groups"
    __table_args__ = (
        Index("uq_class_groups_chat_now", "chat_id", unique=True, postgresql_where=text("left_at IS NULL")),
        Index("uq_class_groups_class_now", "school_class_id", unique=True, postgresql_where=text("left_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_classes.id"))
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    silent_since: Mapped[datetime | None]
