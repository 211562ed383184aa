"""Updates are stored before Telegram is told that they arrived, then handled: in order within a chat, at once
across chats.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.postgresql import insert

from bot.turn import AlreadyHandled, TooEarly
from core.clock import Clock
from core.storable import storable_json
from db.availability import will_pass
from db.engine import Transaction
from db.models import TelegramUpdate

log = structlog.get_logger()

AT_ONCE = 6  # updates handled at the same time; each holds one database connection
MOST_WAITING = 2000  # in memory; the rest waits at Telegram or in the table
LEFT_OVER_AFTER = timedelta(seconds=30)
LOOK_EVERY = 15.0  # seconds between looks for left-over updates
PAUSE = 1.0  # seconds before an update is tried again, when the database was away or it came too early

Payload = Mapping[str, Any]


@dataclass(slots=True)
class Inbox:
    """Takes updates in from polling or webhook and works through them until cancelled."""

    bot: Bot
    dispatcher: Dispatcher
    transaction: Transaction
    clock: Clock
    _chats: dict[int, deque[Payload]] = field(default_factory=lambda: defaultdict(deque))
    _waiting: set[int] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def store(self, updates: Sequence[Payload]) -> None:
        """Commit the updates, then let the workers have them. Those stored before are left alone."""
        if not updates:
            return
        rows: list[dict[str, Any]] = [
            {
                "bot_id": self.bot.id,
                "update_id": update["update_id"],
                "payload": storable_json(dict(update)),
                "received_at": self.clock(),
            }
            for update in updates
        ]
        async with self.transaction() as session:
            fresh = set(
                await session.scalars(
                    insert(TelegramUpdate).values(rows).on_conflict_do_nothing().returning(TelegramUpdate.update_id)
                )
            )
        for row in rows:
            if row["update_id"] in fresh:
                self._enqueue(row["payload"])

    async def wait_for_room(self) -> None:
        """Let the source pause while too much waits here."""
        while len(self._waiting) >= MOST_WAITING:
            self._room.clear()
            await self._room.wait()

    async def look_after_left_overs(self) -> None:
        """What a dead process stored and did not handle is taken up: at once after a start, later after a while."""
        age = timedelta()
        while True:
            try:
                async with self.transaction() as session:
                    left = await session.scalars(
                        select(TelegramUpdate.payload)
                        .where(
                            TelegramUpdate.bot_id == self.bot.id,
                            TelegramUpdate.done_at.is_(None),
                            TelegramUpdate.received_at <= self.clock() - age,
                        )
                        .order_by(TelegramUpdate.received_at, TelegramUpdate.update_id)
                        .limit(MOST_WAITING)
                    )
                for payload in left:
                    self._enqueue(payload)
            except Exception as error:
                if not will_pass(error):
                    raise
                log.warning("looking for left-over updates failed", error=str(error))
            age = LEFT_OVER_AFTER
            await asyncio.sleep(LOOK_EVERY)

    async def open_count(self) -> int:
        """How many stored updates are not done."""
        async with self.transaction() as session:
            return await session.scalar(select(func.count()).where(TelegramUpdate.done_at.is_(None))) or 0

    async def close(self) -> None:
        """Let what is being handled finish; the rest is in the table."""
        self._chats.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _enqueue(self, payload: Payload) -> None:
        if payload["update_id"] in self._waiting:
            return
        self._waiting.add(payload["update_id"])
        chat = _chat_key(payload)
        self._chats[chat].append(payload)
        if len(self._chats[chat]) == 1:
            task = asyncio.create_task(self._work_through(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work_through(self, chat: int) -> None:
        """Handle one chat's updates one after another until none waits. One that the database was away for is tried
        again before the next: a tap must not overtake the one before it.
        """
        while queue := self._chats.get(chat):
            async with self._slots:
                settled = await self._handle(queue[0])
            if not settled:
                await asyncio.sleep(PAUSE)
                continue
            if queue:
                self._waiting.discard(queue.popleft()["update_id"])
            self._room.set()
        self._chats.pop(chat, None)

    async def _handle(self, payload: Payload) -> bool:
        """False: the database was away, or it is too early, and the update is as it was. What even the handlers' net
        did not catch leaves it open in the table.
        """
        try:
            await self._feed(payload)
        except AlreadyHandled:
            pass
        except TooEarly:
            return False
        except Exception as error:
            if will_pass(error):
                log.warning("update waits for the database", update_id=payload["update_id"], error=str(error))
                return False
            log.exception("update left open", update_id=payload["update_id"])
        return True

    async def _feed(self, payload: Payload) -> None:
        try:
            update = Update.model_validate(payload, context={"bot": self.bot})
        except ValidationError as error:
            log.warning("update not understood", update_id=payload["update_id"])
            await self._close_unread(payload, str(error))
        else:
            await self.dispatcher.feed_update(self.bot, update)

    async def _close_unread(self, payload: Payload, error: str) -> None:
        async with self.transaction() as session:
            await session.execute(
                sql_update(TelegramUpdate)
                .where(TelegramUpdate.bot_id == self.bot.id, TelegramUpdate.update_id == payload["update_id"])
                .values(done_at=self.clock(), error=error[:500])
            )


def _chat_key(payload: Payload) -> int:
    """Updates of one chat keep their order; those without a chat, or that make no sense, go one after another."""
    callback = payload.get("callback_query") or {}
    carriers = (payload.get(kind) for kind in ("message", "edited_message", "my_chat_member", "chat_member"))
    try:
        carrier = next(filter(None, (*carriers, callback.get("message"))), None)
        return int(carrier["chat"]["id"] if carrier else callback["from"]["id"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return 0
