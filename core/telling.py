"""The same Telegram message to several people, each of them once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import Debt, owe
from db.models import Channel

_NOTHING: Mapping[str, Any] = MappingProxyType({})


async def tell(
    session: AsyncSession,
    chats: Iterable[tuple[int, int]],
    body: str,
    *,
    key: str,
    now: datetime,
    besides: int | None = None,
    replies_to: Mapping[str, int] = _NOTHING,
    extras: Mapping[str, Any] = _NOTHING,
    student_id: int | None = None,
    inbound_sms_id: int | None = None,
) -> None:
    """Owe it to (person id, chat id) of `core.recipients`. The key names the reason: who was told it before is not told
    again. `besides` is the person who has caused it and knows; `replies_to` is a message by the chat it stands in.
    """
    debts = (
        Debt(
            recipient=str(chat),
            body=body,
            dedupe_key=f"{key}:{person}",
            student_id=student_id,
            inbound_sms_id=inbound_sms_id,
            extras={**extras, **({"reply_to": replies_to[str(chat)]} if str(chat) in replies_to else {})},
        )
        for person, chat in chats
        if person != besides
    )
    await owe(session, Channel.TELEGRAM, *debts, now=now)
