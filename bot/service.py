"""The Telegram edge as one running part: updates in, notices out."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import stamina
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.methods.base import Response
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, Message
from aiogram.utils.token import TokenValidationError

from bot import menu, menus
from bot.courier import Courier
from bot.errors import TokenRefused
from bot.file_delivery import FileDelivery
from bot.handlers import router
from bot.inbox import Inbox
from bot.pace import Pace
from bot.sources import KINDS, WEBHOOK_PATH, Polling, Webhook
from bot.turn import OneTransaction
from bot.wording.menu import START
from core.clock import Clock
from db.engine import Transaction

# aiogram asks for these classes in every call; pydantic forgets a class that nobody holds, and building one takes 4 ms.
_ANSWERS_IN_USE = (Response[Message], Response[bool], Response[Message | bool], Response[list[dict[str, Any]]])


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """`webhook_url` None means long polling."""

    token: str
    api_url: str
    webhook_url: str | None
    webhook_secret: str


class TelegramBot:
    """`limited` transactions see what the person asking may see; `transaction` sees the whole school and serves the
    queues.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        limited: Transaction,
        transaction: Transaction,
        clock: Clock,
        database_url: str,
    ) -> None:
        self._settings = settings
        self._database_url = database_url
        self._transaction, self._clock = transaction, clock
        self.bot = _client(settings)
        pace = Pace(clock)
        self._files = FileDelivery(transaction, pace)
        self.inbox = Inbox(self.bot, _dispatcher(OneTransaction(limited, clock, self._files)), transaction, clock)
        self.webhook = Webhook(self.inbox, settings.webhook_secret) if settings.webhook_url else None
        self._polling = Polling(self.bot, self.inbox)
        self._courier = Courier(self.bot, transaction, clock, f"{socket.gethostname()}:{self.bot.id}", pace)

    async def run(self) -> None:
        """Serve until cancelled. Telegram being away is waited for; a refused token is not: TokenRefused."""
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.bot.session.close)
            stack.push_async_callback(self._files.close)
            stack.push_async_callback(self.inbox.close)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.inbox.look_after_left_overs())
                tasks.create_task(self._courier.run(self._database_url))
                tasks.create_task(menus.keep_up(self._transaction, self._clock))
                tasks.create_task(self._introduce())

    def problem(self) -> str | None:
        """What keeps the bot from hearing Telegram, if anything."""
        return self._polling.problem

    async def _introduce(self) -> None:
        async for attempt in _attempts():
            with attempt:
                await self._set_up()
        if self.webhook is None:
            await self._polling.run()

    async def _set_up(self) -> None:
        try:
            await self.bot.me()  # kept from now on: links carry the bot's name
            await self.bot.set_my_commands([BotCommand(command="start", description=START.line)])
            of_groups = [BotCommand(command=name, description=line) for name, line in menu.group_commands()]
            await self.bot.set_my_commands(of_groups, BotCommandScopeAllGroupChats())
            if self._settings.webhook_url:
                address = self._settings.webhook_url.rstrip("/") + WEBHOOK_PATH
                secret = self._settings.webhook_secret
                await self.bot.set_webhook(address, secret_token=secret, allowed_updates=KINDS)
            else:
                await self.bot.delete_webhook()
        except TelegramUnauthorizedError as error:
            raise TokenRefused("Telegram does not know this bot token: check ABSENSI_BOT_TOKEN") from error


def _attempts() -> AsyncIterator[stamina.Attempt]:
    return stamina.retry_context(
        on=(AiogramError, TimeoutError, OSError), attempts=None, timeout=None, wait_initial=1.0, wait_max=30.0
    ).__aiter__()


def _client(settings: TelegramSettings) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api_url))
    try:
        return Bot(settings.token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    except TokenValidationError as error:
        raise TokenRefused("ABSENSI_BOT_TOKEN is not a bot token: BotFather's look like 123456:ABC…") from error


def _dispatcher(turn: OneTransaction) -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.update.outer_middleware(turn)
    dispatcher.include_router(router())
    return dispatcher
