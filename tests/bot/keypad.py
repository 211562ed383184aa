"""Buttons pressed straight into the dispatcher: what was answered, what was shown to whom, and what changed."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery, GetMe, SendDocument, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, Chat, Message, Update, User
from sqlalchemy import func, select, text

from bot.handlers import router
from bot.turn import OneTransaction
from db.engine import Transaction
from db.models import Base, Channel, OutboxMessage, TelegramUpdate
from tests.flows.crawler import inside

Facts = Mapping[str, tuple[int, int]]
"""Of each table how many rows it has, and the transaction that last wrote one."""


class DeafBot(Bot):
    """Telegram takes everything. `answers` to a press and `files` are kept."""

    def __init__(self) -> None:
        super().__init__("42:TEST")
        self.answers: list[AnswerCallbackQuery] = []
        self.files: list[tuple[int, str]] = []

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        match method:
            case AnswerCallbackQuery():
                self.answers.append(method)
            case SendDocument(chat_id=chat, document=BufferedInputFile() as file, caption=caption):
                self._keep(chat, file, caption)
            case SendPhoto(chat_id=chat, photo=BufferedInputFile() as file, caption=caption):
                self._keep(chat, file, caption)
            case GetMe():
                return User(id=42, is_bot=True, first_name="Absensi", username="absensi_bot")
        return True

    def _keep(self, chat: int | str, file: BufferedInputFile, caption: str | None) -> None:
        self.files.append((int(chat), "\n".join([file.filename, caption or "", *inside(file.data)])))


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses what, under which message of which chat."""

    who: int
    data: str
    chat_id: int
    message_id: int

    @property
    def is_at_home(self) -> bool:
        """In the presser's own chat with the bot: screens are for one person."""
        return self.chat_id == self.who


@dataclass(frozen=True, slots=True)
class Outcome:
    """`shown`: (chat, text with its buttons) of all that the press has sent or owed in Telegram, toast included."""

    refused: bool
    shown: Sequence[tuple[int, str]]
    before: Facts
    after: Facts

    def changed(self, *besides: str) -> set[str]:
        """The tables that are others than before."""
        return {table for table, fact in self.after.items() if fact != self.before[table]} - set(besides)


@dataclass(slots=True)
class Keypad:
    """`transaction` sees the whole school, `limited` what each may see."""

    transaction: Transaction
    limited: Transaction
    now: datetime
    bot: DeafBot = field(default_factory=DeafBot)
    _dispatcher: Dispatcher = field(default_factory=Dispatcher)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._dispatcher.update.outer_middleware(OneTransaction(self.limited, lambda: self.now))
        self._dispatcher.include_router(router())

    async def press(self, press: Press, *, watched: bool = True) -> Outcome:
        """Asserts what holds for every press: it is answered once, and nothing breaks. Not `watched`: whatever changes,
        nobody looks.
        """
        update = _update(next(self._numbers), press, self.now)
        async with self.transaction() as session:
            session.add(TelegramUpdate(bot_id=42, update_id=update.update_id, payload={}, received_at=self.now))
        before, last = await self._facts() if watched else {}, await self._last_message()
        self.bot.answers.clear()
        self.bot.files.clear()
        await self._dispatcher.feed_update(self.bot, update)
        async with self.transaction() as session:
            handled = await session.get_one(TelegramUpdate, (42, update.update_id))
        assert handled.done_at is not None
        assert handled.error is None
        [answer] = self.bot.answers
        shown = [(press.who, answer.text or ""), *self.bot.files, *await self._owed_since(last)]
        after = await self._facts() if watched else {}
        await self.deliver()
        return Outcome(bool(answer.show_alert), shown, before, after)

    async def deliver(self) -> None:
        """As the courier does; announcements wait, so that there is something to stop."""
        async with self.transaction() as session:
            owed = await session.scalars(
                select(OutboxMessage).where(
                    OutboxMessage.channel == Channel.TELEGRAM,
                    OutboxMessage.sent_at.is_(None),
                    OutboxMessage.announcement_id.is_(None),
                )
            )
            for message in owed:
                message.sent_at, message.reference = self.now, message.extras.get("edit", message.id)

    async def _last_message(self) -> int:
        async with self.transaction() as session:
            return await session.scalar(select(func.max(OutboxMessage.id))) or 0

    async def _owed_since(self, last: int) -> Sequence[tuple[int, str]]:
        async with self.transaction() as session:
            fresh = await session.scalars(
                select(OutboxMessage).where(OutboxMessage.id > last, OutboxMessage.channel == Channel.TELEGRAM)
            )
            return [(int(one.recipient), f"{one.body}\n{json.dumps(one.extras, ensure_ascii=False)}") for one in fresh]

    async def _facts(self) -> Facts:
        async with self.transaction() as session:
            return {name: (count, last) for name, count, last in await session.execute(_FACTS)}


def _update(number: int, press: Press, now: datetime) -> Update:
    is_private = press.chat_id > 0
    chat = Chat(id=press.chat_id, type="private" if is_private else "group", title=None if is_private else "Guru")
    return Update(
        update_id=number,
        callback_query=CallbackQuery(
            id="1",
            from_user=User(id=press.who, is_bot=False, first_name="X"),
            chat_instance="1",
            data=press.data,
            message=Message(message_id=press.message_id, date=now, chat=chat, text="x"),
        ),
    )


_FACTS = text(
    " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {name}"  # our own names
        for name in Base.metadata.tables
        if name != TelegramUpdate.__tablename__
    )
)
