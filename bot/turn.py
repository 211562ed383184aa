"""One update, one transaction: who is asking, what they get, and that it is done commit together."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Chat, MaybeInaccessibleMessageUnion, TelegramObject, Update
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.file_delivery import FileDelivery
from bot.files import FileWanted, fetch
from bot.reply import Reply
from bot.wording import refusals
from core.actors import actor_by_telegram
from core.clock import Clock
from core.errors import InvitationRefused, NotFound, NotYet, Refusal
from core.invitations import record_refusal
from core.outbox import may_be_under_way
from core.policy import limit_to
from db.availability import will_pass
from db.engine import Transaction
from db.models import TelegramUpdate

log = structlog.get_logger()


PATIENCE = timedelta(seconds=10)
"""How long an answer waits for the message that it answers to be known; a courier needs a fraction of a second."""


class AlreadyHandled(Exception):
    """Another worker holds this update or has done it."""


class TooEarly(Exception):
    """What the update is about is still on its way: it stays open, to be taken up again in a moment."""


@dataclass(frozen=True, slots=True)
class OneTransaction(BaseMiddleware):
    """Gives handlers `session`, `now`, `actor` (None for a stranger), `reply` and `fetched` (a file that the handler
    asked for); stamps the update done in the same commit.

    A Refusal undoes what the handler did and is answered in words; not found because a courier is just sending it is
    TooEarly, and after PATIENCE asks to try again. A bug is logged, answered in general words, and the update is done
    with its error, so that it stops nothing. When the database is away the update stays open and is taken up again.
    """

    transaction: Transaction
    clock: Clock
    files: FileDelivery

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Update)
        bot: Bot = data["bot"]
        try:
            reply = await self._handle_with_file(handler, event, data, bot)
        except NotFound as refusal:
            reply = await self._refuse(event, bot, await self._not_found_or_not_yet(event, bot, refusal))
        except Refusal as refusal:
            reply = await self._refuse(event, bot, refusal)
        except AlreadyHandled:
            raise
        except Exception as error:
            if will_pass(error):
                raise
            log.exception("update failed", update_id=event.update_id)
            reply = await self._apologise(event, bot, error)
        await _answer_button(event, bot, reply)
        await self.files.hand_over(bot, reply.chat_id, reply.files, key=reply.update_key)

    async def _handle_with_file(self, handler: Any, event: Update, data: dict[str, Any], bot: Bot) -> Reply:
        """The file that a handler turns out to need is fetched between two transactions."""
        try:
            return await self._handle(handler, event, data | {"fetched": None}, bot)
        except FileWanted as wanted:
            content = await fetch(bot, wanted)
        return await self._handle(handler, event, data | {"fetched": content}, bot)

    async def _handle(self, handler: Any, event: Update, data: dict[str, Any], bot: Bot) -> Reply:
        async with self._taken(event, bot) as (session, now):
            reply = _reply_to(event, bot, session, now)
            user = data.get("event_from_user")
            actor = await actor_by_telegram(session, user.id, on=now.date()) if user else None
            if user is not None and actor is not None:
                reply.keys = menu.keyboard(actor) if reply.chat_id == user.id else None
                await limit_to(session, actor)
            await handler(event, data | {"session": session, "now": now, "actor": actor, "reply": reply})
        return reply

    async def _not_found_or_not_yet(self, event: Update, bot: Bot, refusal: Refusal) -> Refusal:
        """Raises TooEarly while it is worth waiting for the message."""
        about = _message_meant(event, bot)
        if about is None:
            return refusal
        async with self.transaction() as session:
            now = self.clock()
            if not await may_be_under_way(session, chat_id=about.chat.id, message_id=about.message_id, now=now):
                return refusal
            received = (await session.scalars(select(TelegramUpdate.received_at).where(*_key(event, bot)))).one()
        if now - received < PATIENCE:
            raise TooEarly
        return NotYet()

    async def _refuse(self, event: Update, bot: Bot, refusal: Refusal) -> Reply:
        async with self._taken(event, bot) as (session, now):
            reply = _reply_to(event, bot, session, now)
            if isinstance(refusal, InvitationRefused):
                record_refusal(session, telegram_id=reply.chat_id, now=now)
            await _in_words(event, reply, refusals.refusal(refusal))
        return reply

    async def _apologise(self, event: Update, bot: Bot, error: Exception) -> Reply:
        async with self._taken(event, bot, error=repr(error)[:500]) as (session, now):
            reply = _reply_to(event, bot, session, now)
            await _in_words(event, reply, refusals.something_went_wrong())
        return reply

    @contextlib.asynccontextmanager
    async def _taken(
        self, event: Update, bot: Bot, error: str | None = None
    ) -> AsyncIterator[tuple[AsyncSession, datetime]]:
        """The row's lock is the claim: it is let go when this process dies, and no other worker waits for it."""
        key = _key(event, bot)
        async with self.transaction() as session:
            taken = await session.scalar(
                select(TelegramUpdate.update_id)
                .where(*key, TelegramUpdate.done_at.is_(None))
                .with_for_update(skip_locked=True)
            )
            if taken is None:
                raise AlreadyHandled
            now = self.clock()
            yield session, now
            await session.execute(update(TelegramUpdate).where(*key).values(done_at=now, error=error))


def _key(event: Update, bot: Bot) -> tuple[ColumnElement[bool], ...]:
    return TelegramUpdate.bot_id == bot.id, TelegramUpdate.update_id == event.update_id


def _message_meant(event: Update, bot: Bot) -> MaybeInaccessibleMessageUnion | None:
    """The message of ours that is replied to, or whose button was pressed."""
    if event.callback_query is not None:
        return event.callback_query.message
    replied = event.message.reply_to_message if event.message is not None else None
    return replied if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id else None


def _reply_to(event: Update, bot: Bot, session: AsyncSession, now: datetime) -> Reply:
    chat = _chat_of(event)
    pressed = event.callback_query.message if event.callback_query else None
    return Reply(
        session,
        chat.id if chat else 0,
        f"update:{bot.id}:{event.update_id}",
        now,
        screen=pressed.message_id if pressed else None,
    )


def _chat_of(event: Update) -> Chat | None:
    if said := event.message or event.edited_message:
        return said.chat
    if event.callback_query and event.callback_query.message:
        return event.callback_query.message.chat
    return event.my_chat_member.chat if event.my_chat_member else None


async def _in_words(event: Update, reply: Reply, words: str) -> None:
    """A pressed button is answered where the eye is; a message by a message; anything else by nothing."""
    if event.callback_query:
        reply.toast, reply.alert = words, True
    elif event.message:
        await reply.say(escape(words, quote=False))


async def _answer_button(event: Update, bot: Bot, reply: Reply) -> None:
    """Worthless after some seconds, so it goes directly, after the commit, and a failure is nobody's loss."""
    if event.callback_query is None:
        return
    with contextlib.suppress(TelegramAPIError, TimeoutError):
        await bot.answer_callback_query(event.callback_query.id, text=reply.toast[:200] or None, show_alert=reply.alert)
