"""Files for whoever asked: sent at the courier's pace, once more after a pause that Telegram asks for, or said to have
failed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import Handover
from bot.pace import Pace
from bot.wording import refusals
from core.outbox import URGENT, Debt, owe
from db.availability import lasting
from db.engine import Transaction
from db.models import Channel

log = structlog.get_logger()

LONGEST_PAUSE = 60.0  # seconds; whoever would have to wait longer is told to ask again
LAST_FILES = 3.0  # seconds for what is under way when we are asked to end; the courier has had its own by then
_HOLDS_UP = 3.0  # seconds that a person's next update waits for the files of the one before; updates have few lanes


@dataclass(slots=True)
class FileDelivery:
    """Shares the courier's `pace`: a chat that Telegram wants left alone gets neither messages nor files."""

    transaction: Transaction
    pace: Pace
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def hand_over(self, bot: Bot, chat_id: int, files: Sequence[Handover], *, key: str) -> None:
        """Send them in order. `key` names the update that they answer."""
        if not files:
            return
        task = asyncio.create_task(self._send_all(bot, chat_id, files, key))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait({task}, timeout=_HOLDS_UP)

    async def close(self) -> None:
        """Let what is under way arrive; of what takes too long it is said that it failed: the next process has no
        files to send.
        """
        await self._wait()
        for task in self._under_way:
            task.cancel()
        await self._wait()

    async def _wait(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LAST_FILES)

    async def _send_all(self, bot: Bot, chat_id: int, files: Sequence[Handover], key: str) -> None:
        unsent = {f"{key}:file:{number}": file for number, file in enumerate(files, start=1)}
        try:
            for failure, file in list(unsent.items()):
                if await self._is_sent(bot, chat_id, file):
                    del unsent[failure]
        finally:
            for failure, file in unsent.items():
                await self._say_failed(chat_id, file, failure)

    async def _is_sent(self, bot: Bot, chat_id: int, file: Handover) -> bool:
        for _ in range(2):
            pause = self.pace.wait(chat_id, is_answer=True)
            if pause > LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
            self.pace.count(chat_id)
            try:
                await file.send(bot, chat_id)
            except TelegramRetryAfter as error:
                self.pace.pause(chat_id, self.pace.clock() + timedelta(seconds=error.retry_after))
            except (AiogramError, TimeoutError, OSError) as error:
                log.warning("a file did not reach its chat", file=file.name, error=str(error))
                return False
            else:
                return True
        log.warning("a file would have to wait too long for its chat", file=file.name)
        return False

    async def _say_failed(self, chat_id: int, file: Handover, key: str) -> None:
        debt = Debt(recipient=str(chat_id), body=refusals.file_not_sent(file.name), dedupe_key=key, urgency=URGENT)

        async def say(session: AsyncSession) -> None:
            await owe(session, Channel.TELEGRAM, debt, now=self.pace.clock())

        await lasting(self.transaction, say)
