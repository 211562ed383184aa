"""Where updates come from: long polling, or a webhook with its secret. Both end in the inbox."""

import asyncio
import hmac
import json
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiohttp import web

from bot.inbox import Inbox
from db.availability import will_pass

log = structlog.get_logger()

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
WEBHOOK_PATH = "/telegram"
_POLL_SECONDS = 25
PAUSE = 2.0  # seconds after a failure


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Updates as they come. One that aiogram cannot read yet would otherwise hide those behind it, for ever."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: list[str]


@dataclass(slots=True)
class Polling:
    """Long polling. `problem` says what is wrong while it fails."""

    bot: Bot
    inbox: Inbox
    problem: str | None = None

    async def run(self) -> None:
        """Fetch for ever. The offset moves only after the updates are committed; every failure is waited out."""
        offset: int | None = None
        while True:
            await self.inbox.wait_for_room()
            try:
                offset = await self._fetch(offset)
            except TelegramRetryAfter as error:
                await self._pause("Telegram asks for a pause", error, error.retry_after)
            except TelegramConflictError as error:
                await self._pause("another program polls with the same bot token", error)
            except (AiogramError, TimeoutError) as error:
                await self._pause("Telegram cannot be reached", error)
            except Exception as error:
                if not will_pass(error):
                    raise
                await self._pause("updates cannot be stored", error)
            else:
                self.problem = None

    async def _fetch(self, offset: int | None) -> int | None:
        updates = await self.bot(GetRawUpdates(offset=offset, timeout=_POLL_SECONDS, allowed_updates=KINDS))
        await self.inbox.store(updates)
        return updates[-1]["update_id"] + 1 if updates else offset

    async def _pause(self, problem: str, error: Exception, seconds: float | None = None) -> None:
        self.problem = problem
        log.warning(problem, error=str(error))
        await asyncio.sleep(PAUSE if seconds is None else seconds)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The HTTP side of a webhook: only Telegram knows the secret; an update is stored before it is acknowledged."""

    inbox: Inbox
    secret: str

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(WEBHOOK_PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self.secret.encode()):
            return web.Response(status=401)
        payload = _update_in(await request.read())
        if payload is None:
            return web.Response(status=400)
        try:
            await self.inbox.store([payload])
        except Exception as error:
            if not will_pass(error):
                raise
            log.warning("update not stored; Telegram will bring it again", error=str(error))
            return web.Response(status=503)
        return web.Response()


def _update_in(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return None
    good = isinstance(payload, dict) and type(payload.get("update_id")) is int
    return payload if good and abs(payload["update_id"]) < 2**63 else None
