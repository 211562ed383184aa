"""Permissions to show names on a station's screen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class NameShowing(Base):
    """Somebody at a station asked, under this keeper's name, to show who has not come.

    The keeper answers in Telegram; with a yes the names may be had at that station alone, `until` then, or until
    somebody there hides them. Answered without `until`: a no.
    """

    __tablename__ = "name_showings"
    __table_args__ = (CheckConstraint("until IS NULL OR answered_at IS NOT NULL", name="answered"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("stations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
