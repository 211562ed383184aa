"""Pushing updates to the bot's own address, in order, until it says yes."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from aiohttp.hdrs import CONTENT_TYPE

from simulator.telegram.errors import Json, dumps
from simulator.telegram.updates import Update, UpdateQueue

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
ANSWER_WITHIN = ClientTimeout(total=60)


class Webhook:
    """Where updates go, when an address is set. Method calls in the answers of the hook are not carried out."""

    def __init__(self, queue: UpdateQueue, now: Callable[[], datetime], reachable: asyncio.Event) -> None:
        self.url = ""
        self._queue = queue
        self._now = now
        self._reachable = reachable
        self._secret: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._last_error: Json = {}

    async def start(self, url: str, secret: str | None) -> None:
        """Deliver to `url` from now on, with the secret in its header."""
        await self.stop()
        self.url, self._secret = url, secret
        self._task = asyncio.create_task(self._run(), name="telegram webhook")

    async def stop(self) -> None:
        """Deliver no longer. What the hook has not confirmed stays in the queue."""
        self.url, self._last_error = "", {}
        task, self._task = self._task, None
        if task:
            task.cancel()
            await asyncio.wait([task])

    def info(self) -> Json:
        """The answer of getWebhookInfo."""
        address = {"ip_address": urlsplit(self.url).hostname} if self.url else {}
        fixed = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._queue)}
        return fixed | address | self._last_error

    async def _run(self) -> None:
        async with ClientSession(timeout=ANSWER_WITHIN) as session:
            while True:
                update = await self._queue.next()
                await self._deliver(session, update)
                self._queue.confirm(update.id + 1)

    async def _deliver(self, session: ClientSession, update: Update) -> None:
        """Offer one update until it is taken, with growing pauses."""
        pause = FIRST_PAUSE
        while not await self._taken(session, update):
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _taken(self, session: ClientSession, update: Update) -> bool:
        await self._reachable.wait()
        headers: dict[str, str] = {CONTENT_TYPE: "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with session.post(self.url, data=dumps(update.body).encode(), headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return True
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {error}")
        return False

    def _failed(self, words: str) -> None:
        self._last_error = {"last_error_date": int(self._now().timestamp()), "last_error_message": words}
