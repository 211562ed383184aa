"""Answers to an update, owed through the outbox in the update's own transaction: a crash loses none of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import Handover
from bot.pieces import cut_to_fit, split_at_lines
from bot.questions import Question
from core.outbox import URGENT, Debt, is_open, owe, shown_as
from db.models import Channel, OutboxMessage

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply
_UNSEEN = frozenset({"edit", "reply_to", "question", "answered"})
"""What is kept with a message and does not change how it looks."""


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
        """Change the message whose button was pressed, unless it shows just that; redrawings of it that have not left
        yet are dropped. A message that is there already cannot be split: what is too long is cut.
        """
        if self.screen is None:
            await self.say(html, markup)
            return
        html = cut_to_fit(html)
        shown = await self._last_of(self.screen)
        if shown is not None and shown.sent_at is None:
            await self.session.execute(
                update(OutboxMessage)
                .where(*self._redrawings_of(self.screen), OutboxMessage.leased_until.is_(None))
                .values(withdrawn_at=self.now)
            )
        elif shown is not None and _look_of(shown) == (html, _stored(markup)):
            return
        await self._owe(html, markup, edit=self.screen)

    async def _last_piece(self, html: str, *, inbound_sms_id: int | None = None) -> str:
        """All of it where it fits into a message; else what came before it is owed here."""
        *before, last = split_at_lines(html)
        for piece in before:
            await self._owe(piece, inbound_sms_id=inbound_sms_id)
        return last

    async def _last_of(self, screen: int) -> OutboxMessage | None:
        """The newest row that is, or is about to be, what the screen shows. Unsent ones come first: while one is under
        way nobody knows what is shown.
        """
        return await self.session.scalar(
            select(OutboxMessage)
            .where(or_(and_(*shown_as(self.chat_id, screen)), and_(*self._redrawings_of(screen))))
            .order_by(OutboxMessage.sent_at.is_not(None), OutboxMessage.id.desc())
            .limit(1)
        )

    def _redrawings_of(self, screen: int) -> tuple[ColumnElement[bool], ...]:
        """Those that have not left."""
        return (
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.recipient == str(self.chat_id),
            *is_open(),
            OutboxMessage.extras["edit"].as_integer() == screen,
        )

    async def _owe(
        self, html: str, markup: Markup | None = None, *, inbound_sms_id: int | None = None, **extras: Any
    ) -> None:
        self._count += 1
        extras |= _stored(markup)
        debt = Debt(
            recipient=str(self.chat_id),
            body=html,
            dedupe_key=f"{self.update_key}:{self._count}",
            urgency=URGENT,
            inbound_sms_id=inbound_sms_id,
            extras=extras,
        )
        await owe(self.session, Channel.TELEGRAM, debt, now=self.now)


def _stored(markup: Markup | None) -> dict[str, Any]:
    """As it is kept with the message."""
    return {} if markup is None else {"markup": markup.model_dump(mode="json", exclude_none=True)}


def _look_of(message: OutboxMessage) -> tuple[str, dict[str, Any]]:
    """All that a person sees of it: its text, and what is kept of buttons and pictures."""
    return message.body, {kept: value for kept, value in message.extras.items() if kept not in _UNSEEN}
