"""The Telegram courier: sends what the outbox owes, urgent things first, in order for each chat."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.keyboards.approvals import deciding
from bot.keyboards.calendar import mass_alert
from bot.keyboards.contradictions import settling
from bot.keyboards.messages import decision
from bot.keyboards.name_showings import answers
from bot.pace import Pace
from bot.reply import Markup
from core import accounts, courier, group_standing, interruptions, leadership_group, outbox_files
from core.clock import Clock
from core.outbox import URGENT
from db.availability import lasting, will_pass
from db.engine import Transaction
from db.listening import wakeups
from db.models import Channel, ContradictionKind, OutboxMessage

log = structlog.get_logger()

_VANISHED = "chat not found"  # as Telegram says it of an account that is gone
_SILENCED = (
    "not enough rights",
    "have no rights",
    "WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "TOPIC_CLOSED",
    "TOPIC_DELETED",
)
"""As Telegram says it of a group in which the bot is but may not write, or not in the topic where it would."""
_MARKUP: TypeAdapter[Markup] = TypeAdapter(Markup)
BATCH = 10  # few, so that an answer does not wait behind many notices
LOOK_EVERY = 5.0  # seconds, when nothing wakes it
LAST_WORDS = 5.0  # seconds for a message under way when we are asked to end; what stops services gives them ten


@dataclass(slots=True)
class Courier:
    """`name` is this process's and its successor's: what a dead one held, the next one takes up at once."""

    bot: Bot
    transaction: Transaction
    clock: Clock
    name: str
    pace: Pace
    _released: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, database_url: str) -> None:
        """Deliver for ever, woken by the database; first what a dead predecessor had claimed."""
        async for _ in wakeups(database_url, "outbox_telegram", every=LOOK_EVERY, woken=self._woken):
            try:
                await self._release_once()
                while await self.deliver_batch() == BATCH:
                    pass
            except Exception as error:
                if not will_pass(error):
                    raise
                log.warning("courier waits for the database", error=str(error))

    async def deliver_batch(self) -> int:
        """Claim, send, mark, one message after another. Returns how many were claimed.

        One at a time, because whoever is killed between sending and marking sends that one again: one duplicate a kill.
        """
        async with self.transaction() as session:
            claimed = await courier.claim(session, Channel.TELEGRAM, now=self.clock(), courier=self.name, limit=BATCH)
        held: set[str] = set()
        for message in claimed:
            if message.recipient not in held and not await self._may_leave(message):
                held.add(message.recipient)
            if message.recipient not in held:
                await self._deliver_to_the_end(message)
        return len(claimed)

    async def _deliver_to_the_end(self, message: OutboxMessage) -> None:
        """Whoever is asked to end between sending and writing down would send it again the next time."""
        delivering = asyncio.create_task(self._deliver(message))
        try:
            await asyncio.shield(delivering)
        except asyncio.CancelledError:
            await asyncio.wait([delivering], timeout=LAST_WORDS)
            delivering.cancel()
            raise

    async def _may_leave(self, message: OutboxMessage) -> bool:
        """Wait for our turn with Telegram as a whole; a chat that has had enough waits by itself, holding up nobody."""
        chat_id, is_answer = int(message.recipient), message.urgency == URGENT
        if seconds := self.pace.wait(chat_id, is_answer=is_answer):
            await self._hold(message.recipient, self.clock() + timedelta(seconds=seconds))
            return False
        await asyncio.sleep(self.pace.wait_overall(is_answer=is_answer))
        self.pace.count(chat_id)
        return True

    async def _hold(self, recipient: str, until: datetime) -> None:
        await self._write_down(lambda session: courier.hold(session, Channel.TELEGRAM, recipient, until=until))
        asyncio.get_running_loop().call_later((until - self.clock()).total_seconds(), self._woken.set)

    async def _release_once(self) -> None:
        if not self._released:
            async with self.transaction() as session:
                await interruptions.release(session, Channel.TELEGRAM, courier=self.name)
            self._released = True

    async def _deliver(self, message: OutboxMessage) -> None:
        try:
            sent = await self._send(message)
        except TelegramRetryAfter as error:
            pause = timedelta(seconds=error.retry_after)
            await self._failed(message, error, retry_after=pause)
            until = self.clock() + pause  # not before this message's own: what came later waits behind it
            self.pace.pause(int(message.recipient), until)
            await self._hold(message.recipient, until)
        except TelegramMigrateToChat as error:
            await self._moved(message, error.migrate_to_chat_id)
        except TelegramForbiddenError as error:
            await self._blocked(message, error)
        except (TelegramBadRequest, TelegramNotFound) as error:
            if _VANISHED in error.message:
                await self._blocked(message, error)
            elif int(message.recipient) < 0 and any(one in error.message for one in _SILENCED):
                await self._silenced(message, error)
            else:
                await self._failed(message, error, permanent=True)
        except (AiogramError, TimeoutError, OSError) as error:
            await self._failed(message, error)
        except Exception as error:  # one that cannot even be put together stops nobody else's
            log.exception("telegram message cannot be sent", message=message.id)
            await self._failed(message, error, permanent=True)
        else:
            await self._arrived(message, sent)

    async def _arrived(self, message: OutboxMessage, reference: int | None) -> None:
        async def mark(session: AsyncSession) -> None:
            now, chat_id = self.clock(), int(message.recipient)
            await courier.mark_sent(session, message.id, now=now, reference=reference)
            if chat_id < 0:
                await group_standing.heard(session, chat_id, now=now)

        await self._write_down(mark)

    async def _send(self, message: OutboxMessage) -> int | None:
        """Send or edit; returns Telegram's message id, None for a menu of commands. An edit that changes nothing is
        done; one of a vanished message is sent anew.
        """
        if "commands" in message.extras:
            await self._show_menu(message)
            return None
        markup = _markup(message)
        screen = message.extras.get("edit")
        if screen is None:
            return (await self._send_anew(message, markup)).message_id
        try:
            edited = await self.bot.edit_message_text(
                message.body,
                chat_id=message.recipient,
                message_id=screen,
                reply_markup=markup if isinstance(markup, InlineKeyboardMarkup) else None,
            )
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return int(screen)
            if "to edit not found" not in error.message and "can't be edited" not in error.message:
                raise
            return (await self._send_anew(message, markup)).message_id
        return edited.message_id if isinstance(edited, Message) else int(screen)

    async def _send_anew(self, message: OutboxMessage, markup: Markup | None) -> Message:
        """As a document or photo with a caption or as text; as a reply where the message replied to is still there."""
        before = message.extras.get("reply_to")
        thread = ReplyParameters(message_id=before, allow_sending_without_reply=True) if before else None
        if message.file_id is not None:
            document = await self._document(message.file_id)
            caption = message.body or None
            return await self.bot.send_document(
                message.recipient, document, caption=caption, reply_markup=markup, reply_parameters=thread
            )
        if photo := message.extras.get("photo"):
            return await self.bot.send_photo(
                message.recipient, photo, caption=message.body, reply_markup=markup, reply_parameters=thread
            )
        return await self.bot.send_message(
            message.recipient, message.body, reply_markup=markup, reply_parameters=thread
        )

    async def _document(self, file_id: int) -> BufferedInputFile:
        async with self.transaction() as session:
            file = await outbox_files.kept(session, file_id)
        return BufferedInputFile(file.content, file.name)

    async def _show_menu(self, message: OutboxMessage) -> None:
        commands = [BotCommand(command=name, description=line) for name, line in message.extras["commands"]]
        scope = BotCommandScopeChat(chat_id=int(message.recipient))
        if commands:
            await self.bot.set_my_commands(commands, scope)
        else:
            await self.bot.delete_my_commands(scope)

    async def _failed(
        self,
        message: OutboxMessage,
        error: Exception,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        log.warning("telegram message not sent", message=message.id, error=str(error), permanent=permanent)
        await self._write_down(
            lambda session: courier.mark_failed(
                session,
                message.id,
                now=self.clock(),
                error=str(error)[:500],
                permanent=permanent,
                retry_after=retry_after,
            )
        )

    async def _moved(self, message: OutboxMessage, new_chat_id: int) -> None:
        """The group became a supergroup: everything owed to it goes to its new id, this message at once."""

        async def follow(session: AsyncSession) -> None:
            now = self.clock()
            await leadership_group.move(session, int(message.recipient), new_chat_id, now=now)
            await courier.mark_failed(session, message.id, now=now, error="group moved", retry_after=timedelta())

        await self._write_down(follow)

    async def _blocked(self, message: OutboxMessage, error: TelegramAPIError) -> None:
        """Who blocked the bot, or whose account is gone, is not written to until they come back; a group that threw it
        out is no group of ours.
        """
        chat_id = int(message.recipient)
        if chat_id < 0:
            await self._write_down(lambda session: group_standing.shut_out(session, chat_id, now=self.clock()))
            return
        await self._failed(message, error, permanent=True)
        await self._write_down(lambda session: accounts.mark_blocked(session, chat_id, blocked_at=self.clock()))

    async def _silenced(self, message: OutboxMessage, error: TelegramAPIError) -> None:
        log.warning("the bot may not write to a group", chat=message.recipient, error=str(error))
        chat_id = int(message.recipient)
        await self._write_down(lambda session: group_standing.silenced(session, chat_id, now=self.clock()))

    async def _write_down(self, change: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """What Telegram has said is kept even if the database is away just now: else it would be sent again."""
        await lasting(self.transaction, change)


def _markup(message: OutboxMessage) -> Markup | None:
    if notice_id := message.extras.get("decide_notice"):
        return decision(notice_id)
    if request_id := message.extras.get("number_request"):
        return deciding(request_id)
    if asked := message.extras.get("contradictions"):
        numbered = [(n, i, ContradictionKind(kind)) for n, (i, kind) in enumerate(asked["of"], start=1)]
        return settling(numbered, may_correct=asked["may_correct"])
    if alert_id := message.extras.get("mass_alert"):
        return mass_alert(alert_id)
    if showing_id := message.extras.get("show_names"):
        return answers(showing_id)
    stored = message.extras.get("markup")
    return None if stored is None else _MARKUP.validate_python(stored)
