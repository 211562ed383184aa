"""The Telegram courier: sends what the outbox owes, urgent things first, in order for each chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardMarkup, Message
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.keyboards import decision
from bot.keyboards.calendar import mass_alert
from bot.reply import Markup
from core import accounts, courier, interruptions, leadership_group
from core.clock import Clock
from db.availability import lasting, will_pass
from db.engine import Transaction
from db.listening import wakeups
from db.models import Channel, OutboxMessage

log = structlog.get_logger()

_MARKUP: TypeAdapter[Markup] = TypeAdapter(Markup)
BATCH = 10  # few, so that an answer does not wait behind many notices
LOOK_EVERY = 5.0  # seconds, when nothing wakes it


@dataclass(slots=True)
class Courier:
    """`name` is this process's and its successor's: what a dead one held, the next one takes up at once."""

    bot: Bot
    transaction: Transaction
    clock: Clock
    name: str
    _released: bool = False

    async def run(self, database_url: str) -> None:
        """Deliver for ever, woken by the database; first what a dead predecessor had claimed."""
        async for _ in wakeups(database_url, "outbox_telegram", every=LOOK_EVERY):
            try:
                await self._release_once()
                while await self.deliver_batch():
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
        for message in claimed:
            await self._deliver(message)
        return len(claimed)

    async def _release_once(self) -> None:
        if not self._released:
            async with self.transaction() as session:
                await interruptions.release(session, Channel.TELEGRAM, courier=self.name)
            self._released = True

    async def _deliver(self, message: OutboxMessage) -> None:
        try:
            sent = await self._send(message)
        except TelegramRetryAfter as error:
            await self._failed(message, error, retry_after=timedelta(seconds=error.retry_after))
        except TelegramMigrateToChat as error:
            await self._moved(message, error.migrate_to_chat_id)
        except TelegramForbiddenError as error:
            await self._blocked(message, error)
        except (TelegramBadRequest, TelegramNotFound) as error:
            await self._failed(message, error, permanent=True)
        except (AiogramError, TimeoutError, OSError) as error:
            await self._failed(message, error)
        except Exception as error:  # one that cannot even be put together stops nobody else's
            log.exception("telegram message cannot be sent", message=message.id)
            await self._failed(message, error, permanent=True)
        else:
            await self._write_down(lambda s: courier.mark_sent(s, message.id, now=self.clock(), reference=sent))

    async def _send(self, message: OutboxMessage) -> int:
        """Send or edit; returns Telegram's message id. An edit that changes nothing is done; one of a vanished
        message is sent anew.
        """
        markup = _markup(message)
        screen = message.extras.get("edit")
        if screen is None:
            return (await self.bot.send_message(message.recipient, message.body, reply_markup=markup)).message_id
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
            return (await self.bot.send_message(message.recipient, message.body, reply_markup=markup)).message_id
        return edited.message_id if isinstance(edited, Message) else int(screen)

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

    async def _blocked(self, message: OutboxMessage, error: TelegramForbiddenError) -> None:
        """Who blocked the bot is not written to until they come back; a group that threw it out is no group of ours."""
        chat_id = int(message.recipient)
        if chat_id < 0:
            await self._write_down(lambda session: leadership_group.shut_out(session, chat_id, now=self.clock()))
            return
        await self._failed(message, error, permanent=True)
        await self._write_down(lambda session: accounts.mark_blocked(session, chat_id, blocked_at=self.clock()))

    async def _write_down(self, change: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """What Telegram has said is kept even if the database is away just now: else it would be sent again."""
        await lasting(self.transaction, change)


def _markup(message: OutboxMessage) -> Markup | None:
    if notice_id := message.extras.get("decide_notice"):
        return decision(notice_id)
    if alert_id := message.extras.get("mass_alert"):
        return mass_alert(alert_id)
    stored = message.extras.get("markup")
    return None if stored is None else _MARKUP.validate_python(stored)
