"""Answers to an update, owed through the outbox in the update's own transaction: a crash loses none of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import Handover
from bot.pieces import cut_to_fit, split_at_lines
from bot.questions import Question
from core.outbox import URGENT, Debt, is_open, owe
from db.models import Channel, OutboxMessage

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply


@dataclass(slots=True)
class Reply:
    """The chat an update came from. `toast` is the fleeting answer to a pressed button, sent after the commit or
    not at all; `files` follow it. `keys` are those of the person's menu: a question that waits for a reply puts them
    away in Telegram, and whatever is said without buttons brings them back.
    """

    session: AsyncSession
    chat_id: int
    update_key: str
    now: datetime
    screen: int | None = None
    toast: str = ""
    alert: bool = False
    keys: ReplyKeyboardMarkup | None = None
    files: list[Handover] = field(default_factory=list)
    _count: int = field(default=0)

    async def say(self, html: str, markup: Markup | None = None) -> None:
        """A new message; a long one is split at lines, and the last piece carries the buttons."""
        await self._owe(await self._last_piece(html), markup or self.keys)

    async def ask(self, html: str, markup: ForceReply | InlineKeyboardMarkup, question: Question) -> None:
        """To be answered by a reply or a press; the question is kept with the message (of a long one with the last
        piece) and found again by the answer.
        """
        await self._owe(await self._last_piece(html), markup, question=question.model_dump(mode="json"))

    async def show_photo(self, photo: str, caption: str) -> None:
        """A picture that Telegram has already, by its `file_id`."""
        await self._owe(caption, photo=photo)

    async def forward(self, html: str, markup: Markup | None, *, inbound_sms_id: int) -> None:
        """An SMS, shown so that a reply to this message, or to any piece of a long one, answers it."""
        last = await self._last_piece(html, inbound_sms_id=inbound_sms_id)
        await self._owe(last, markup, inbound_sms_id=inbound_sms_id)

    async def redraw(self, html: str, markup: InlineKeyboardMarkup | None = None) -> None:
        """Change the message whose button was pressed; redrawings of it that have not left yet are dropped. A message
        that is there already cannot be split: what is too long is cut.
        """
        if self.screen is None:
            await self.say(html, markup)
            return
        await self.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.channel == Channel.TELEGRAM,
                OutboxMessage.recipient == str(self.chat_id),
                *is_open(),
                OutboxMessage.leased_until.is_(None),
                OutboxMessage.extras["edit"].as_integer() == self.screen,
            )
            .values(withdrawn_at=self.now)
        )
        await self._owe(cut_to_fit(html), markup, edit=self.screen)

    async def _last_piece(self, html: str, *, inbound_sms_id: int | None = None) -> str:
        """All of it where it fits into a message; else what came before it is owed here."""
        *before, last = split_at_lines(html)
        for piece in before:
            await self._owe(piece, inbound_sms_id=inbound_sms_id)
        return last

    async def _owe(
        self, html: str, markup: Markup | None = None, *, inbound_sms_id: int | None = None, **extras: Any
    ) -> None:
        self._count += 1
        if markup is not None:
            extras["markup"] = markup.model_dump(mode="json", exclude_none=True)
        debt = Debt(
            recipient=str(self.chat_id),
            body=html,
            dedupe_key=f"{self.update_key}:{self._count}",
            urgency=URGENT,
            inbound_sms_id=inbound_sms_id,
            extras=extras,
        )
        await owe(self.session, Channel.TELEGRAM, debt, now=self.now)
