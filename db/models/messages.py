"""What came in and what is owed: Telegram updates, SMS, and the outbox."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Channel(enum.Enum):
    SMS = "sms"
    TELEGRAM = "telegram"


class TelegramUpdate(Base):
    """An update as Telegram sent it, stored before Telegram is told that it arrived."""

    __tablename__ = "telegram_updates"
    __table_args__ = (Index("ix_telegram_updates_open", "received_at", postgresql_where=text("done_at IS NULL")),)
    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]


class InboundSms(Base):
    """An SMS as the modem gave it, stored before it is deleted from the SIM; or what a guardian has written in
    Telegram, which staff get, answer and settle in the same way.

    `phone` is the sender in E.164, empty for short codes and names. In Telegram `person_id` has written it, `sender`
    is their name, and there is no `modem`. `dedupe_key` makes reading the same message twice harmless.
    `closed_at`: a person said that it needs no answer (any more).
    """

    __tablename__ = "inbound_sms"
    __table_args__ = (
        Index("ix_inbound_sms_phone", "phone", "received_at"),
        Index("ix_inbound_sms_open", "id", postgresql_where=text("handled_at IS NULL")),
        CheckConstraint("(modem IS NULL) = (person_id IS NOT NULL)", name="reached"),
        CheckConstraint("phone IS NULL OR person_id IS NULL", name="sender"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    modem: Mapped[str | None]
    sender: Mapped[str]
    phone: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    body: Mapped[str]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    handled_at: Mapped[datetime | None]
    understood_as: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    error: Mapped[str | None]

    @property
    def channel(self) -> Channel:
        """By which it came and is answered."""
        return Channel.SMS if self.person_id is None else Channel.TELEGRAM


_OPEN = "sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL AND unknown_at IS NULL"


class OutboxMessage(Base):
    """Something owed to a person, written in the same transaction as the fact that caused it.

    `recipient` is an E.164 number or a Telegram chat id. `extras` is for Telegram: buttons, a message to edit or to
    reply to. `file_id` is a document that goes along: then `body` is its caption.
    After `expires_at` it would only mislead and is given up. An open message has none of `sent_at`, `given_up_at`,
    `withdrawn_at`, `unknown_at`. `leased_until` keeps other couriers off it.
    `unknown_at`: a modem took it and never said what became of it; sending again might send twice.
    `reference` is what the channel called it: Telegram's message id, or the modem's TP-MR of each part in
    `sms_references`.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_open", "channel", "urgency", "id", postgresql_where=text(_OPEN)),
        Index("ix_outbox_messages_in_flight", "channel", "recipient", "leased_until", postgresql_where=text(_OPEN)),
        Index("ix_outbox_messages_sent", "recipient", "reference", postgresql_where=text("reference IS NOT NULL")),
        Index("ix_outbox_messages_sending", "channel", "sending_at"),
        Index(
            "ix_outbox_messages_announcement", "announcement_id", postgresql_where=text("announcement_id IS NOT NULL")
        ),
        Index("ix_outbox_messages_student", "student_id", postgresql_where=text("student_id IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    channel: Mapped[Channel]
    recipient: Mapped[str]
    body: Mapped[str]
    extras: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    urgency: Mapped[int]
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    inbound_sms_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_sms.id"), index=True)
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_files.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str | None]
    sending_at: Mapped[datetime | None]
    interrupted_at: Mapped[datetime | None]
    sent_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    unknown_at: Mapped[datetime | None]
    reference: Mapped[int | None] = mapped_column(BigInteger)
    sms_references: Mapped[list[int] | None] = mapped_column(ARRAY(INTEGER))
    delivered_at: Mapped[datetime | None]
    undelivered_at: Mapped[datetime | None]
