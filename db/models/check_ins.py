"""The gate: cards that people carry, stations that read them, and every scan as it happened."""

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Direction(enum.Enum):
    IN = "in"
    OUT = "out"


class Card(Base):
    """A random code that stands for a pupil or a member of staff; it says nothing about the person.

    `valid_on` makes it a temporary one for that day alone. A lost card is revoked, not deleted: it is refused by name.
    """

    __tablename__ = "cards"
    __table_args__ = (
        CheckConstraint("(student_id IS NULL) <> (person_id IS NULL)", name="holder"),
        Index(
            "uq_cards_student_now",
            "student_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL AND valid_on IS NULL"),
        ),
        Index(
            "uq_cards_person_now",
            "person_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL AND valid_on IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str] = mapped_column(unique=True)
    valid_on: Mapped[date | None]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Station(Base):
    """A device at a gate, enrolled with a secret of which only a hash is kept. Several may stand at one gate."""

    __tablename__ = "stations"
    __table_args__ = (Index("uq_stations_name_now", "name", unique=True, postgresql_where=text("removed_at IS NULL")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    gate: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Scan(Base):
    """A card was held to a station or to an officer's phone, or somebody was entered by hand. Appended, also when it
    was refused.

    `entered_by` is the officer: with `why` somebody was entered by hand, without it a card was read by a phone.

    `nonce` is the device's own: delivering a scan twice is delivering it once. `scanned_at` is the true time, corrected
    for the device's clock; `unmeasured`: nobody vouches for that clock. `outcome` is one of `core.arrival.Outcome`. Of
    the scans that count there is one a person, day and direction. `asked` is the direction that an officer chose; None
    left it to the rule.

    What happened stays as it is. What it means (`direction`, `outcome`, `counts`, `minutes_late`) may be decided again
    when another scan of the day comes in: see `SupersededVerdict`.
    """

    __tablename__ = "scans"
    __table_args__ = (
        Index(
            "uq_scans_student_day",
            "student_id",
            "on_date",
            "direction",
            unique=True,
            postgresql_where=text("counts AND student_id IS NOT NULL"),
        ),
        Index(
            "uq_scans_person_day",
            "person_id",
            "on_date",
            "direction",
            unique=True,
            postgresql_where=text("counts AND person_id IS NOT NULL"),
        ),
        Index("ix_scans_day", "on_date", "station_id"),
        Index(
            "ix_scans_late",
            "on_date",
            "student_id",
            postgresql_where=text("counts AND direction = 'in' AND minutes_late IS NOT NULL"),
        ),
        CheckConstraint("NOT counts OR direction IS NOT NULL", name="direction"),
        CheckConstraint("why IS NULL OR entered_by IS NOT NULL", name="by_hand"),
    )
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    nonce: Mapped[str] = mapped_column(unique=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    on_date: Mapped[date]
    scanned_at: Mapped[datetime]
    received_at: Mapped[datetime]
    asked: Mapped[Direction | None]
    direction: Mapped[Direction | None]
    outcome: Mapped[str]
    counts: Mapped[bool]
    minutes_late: Mapped[int | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str | None]
    unmeasured: Mapped[bool] = mapped_column(default=False, server_default=false())
