"""Owing a message to somebody: a row in the same transaction as the fact. Couriers (`core.courier`) pay the debt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Channel, OutboxMessage

URGENT, NOTICE, BULK = 0, 5, 9
"""Order of sending: the answer to somebody who waits, news, and what may take its time."""

LONGEST_CAPTION = 1024
"""What Telegram takes under a document, in UTF-16 units of the text without its HTML."""


def _owing() -> Executable:
    owing = insert(OutboxMessage)
    fresh = owing.excluded
    return owing.on_conflict_do_update(
        index_elements=[OutboxMessage.dedupe_key],
        set_={
            "withdrawn_at": None,
            "body": fresh.body,
            "extras": fresh.extras,
            "file_id": fresh.file_id,
            "not_before": fresh.not_before,
            "expires_at": fresh.expires_at,
        },
        where=OutboxMessage.withdrawn_at.is_not(None),
    )


_OWE = _owing()
"""Built once: building it takes longer than the database needs to carry it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One message. `dedupe_key` names the reason: owing the same reason twice is owing it once. With a `file_id` (of
    `core.outbox_files.keep`, Telegram only) the body is the document's caption: at most LONGEST_CAPTION.
    """

    recipient: str
    body: str
    dedupe_key: str
    urgency: int = NOTICE
    not_before: datetime | None = None
    expires_at: datetime | None = None
    student_id: int | None = None
    inbound_sms_id: int | None = None
    announcement_id: int | None = None
    file_id: int | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


async def owe(session: AsyncSession, channel: Channel, *debts: Debt, now: datetime) -> None:
    """Write the debts; those already written (same key) stay as they are, unless they were withdrawn unsent: then
    they live again.
    """
    if debts:
        await session.execute(_OWE, [_row(channel, debt, now) for debt in _unique(debts)])


async def withdraw(session: AsyncSession, dedupe_keys: Sequence[str], *, now: datetime) -> None:
    """Take back what has not left. What a courier holds at this moment counts as gone."""
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.dedupe_key.in_(dedupe_keys),
            *is_open(),
            or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
            OutboxMessage.sending_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


async def telegram_body(session: AsyncSession, *, chat_id: int, message_id: int) -> str | None:
    """The text of a message that was sent to a chat, as it was owed; None when it was none of ours."""
    return await session.scalar(
        select(OutboxMessage.body).where(*shown_as(chat_id, message_id)).order_by(OutboxMessage.id).limit(1)
    )


async def question_at(session: AsyncSession, *, chat_id: int, message_id: int) -> dict[str, Any] | None:
    """What a message in a chat asked or proposed, as it was kept with the message; None when it asked nothing."""
    return await _kept_with(session, "question", chat_id, message_id)


async def answered_at(session: AsyncSession, *, chat_id: int, message_id: int) -> dict[str, Any] | None:
    """What a message in a chat had asked before it was taken; None when it asked nothing, or waits still."""
    return await _kept_with(session, "answered", chat_id, message_id)


async def take_question(session: AsyncSession, *, chat_id: int, message_id: int) -> dict[str, Any] | None:
    """What waits for an answer, once: whoever comes second finds nothing, but that it was answered."""
    asked = (*shown_as(chat_id, message_id), OutboxMessage.extras.has_key("question"))
    found = await session.scalar(select(OutboxMessage).where(*asked).with_for_update())
    if found is None:
        return None
    question: dict[str, Any] = found.extras["question"]
    found.extras = {name: value for name, value in found.extras.items() if name != "question"} | {"answered": question}
    return question


async def may_be_under_way(session: AsyncSession, *, chat_id: int, message_id: int, now: datetime) -> bool:
    """Whether a message of a chat may be one of ours that a courier is just sending: Telegram shows it to people before
    the courier has written down what it is called.
    """
    of_chat = and_(OutboxMessage.channel == Channel.TELEGRAM, OutboxMessage.recipient == str(chat_id))
    held = exists().where(of_chat, *is_open(), OutboxMessage.leased_until >= now)
    return bool(await session.scalar(select(held & ~exists().where(*shown_as(chat_id, message_id)))))


def shown_as(chat_id: int, message_id: int) -> tuple[ColumnElement[bool], ...]:
    """The row that was sent as this message of a chat."""
    return (
        OutboxMessage.channel == Channel.TELEGRAM,
        OutboxMessage.recipient == str(chat_id),
        OutboxMessage.reference == message_id,
    )


async def _kept_with(session: AsyncSession, name: str, chat_id: int, message_id: int) -> dict[str, Any] | None:
    return await session.scalar(
        select(OutboxMessage.extras[name])
        .where(*shown_as(chat_id, message_id), OutboxMessage.extras.has_key(name))
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )


def is_open() -> tuple[Any, ...]:
    """Not sent, not given up, not withdrawn, and not of unknown fate."""
    return (
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
        OutboxMessage.withdrawn_at.is_(None),
        OutboxMessage.unknown_at.is_(None),
    )


def _unique(debts: Sequence[Debt]) -> Sequence[Debt]:
    return list({debt.dedupe_key: debt for debt in debts}.values())


def _row(channel: Channel, debt: Debt, now: datetime) -> dict[str, Any]:
    return {
        "channel": channel,
        "recipient": debt.recipient,
        "body": debt.body,
        "dedupe_key": debt.dedupe_key,
        "urgency": debt.urgency,
        "created_at": now,
        "not_before": debt.not_before or now,
        "expires_at": debt.expires_at,
        "student_id": debt.student_id,
        "inbound_sms_id": debt.inbound_sms_id,
        "announcement_id": debt.announcement_id,
        "file_id": debt.file_id,
        "extras": dict(debt.extras),
    }
