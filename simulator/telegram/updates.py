"""What waits for the bot: a queue with confirmation, kept a day, the same for polling and for a webhook."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram.types import Update as ApiUpdate

from simulator.telegram.errors import Json, conflict

KEPT = timedelta(hours=24)
KINDS = frozenset(ApiUpdate.model_fields) - {"update_id"}
ONLY_WHEN_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Update:
    """One update; `body` is its JSON, with the id."""

    id: int
    at: datetime
    body: Json


class UpdateQueue:
    """Updates in order of their ids. Confirmed ones are gone, but remembered so that they can be delivered again.

    `readers` counts the reads under way; `noticed` is called when one begins or ends and when updates are confirmed.
    """

    def __init__(self, now: Callable[[], datetime], first_id: int, noticed: Callable[[], None]) -> None:
        self.readers = 0
        self._now = now
        self._noticed = noticed
        self._next_id = first_id
        self._pending: deque[Update] = deque()
        self._again: deque[Update] = deque()
        self._delivered: deque[Update] = deque(maxlen=1000)
        self._allowed = KINDS - ONLY_WHEN_ASKED_FOR
        self._changed = asyncio.Event()
        self._reader = 0
        self._reason = ""

    def __len__(self) -> int:
        return len(self._pending) + len(self._again)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Which kinds are queued from now on; None leaves it as it was, an empty list means the default."""
        if kinds is not None:
            self._allowed = frozenset(kinds) & KINDS or KINDS - ONLY_WHEN_ASKED_FOR

    def put(self, kind: str, body: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if kind not in self._allowed:
            return
        self._pending.append(Update(self._next_id, self._now(), {"update_id": self._next_id, kind: body}))
        self._next_id += 1
        self._changed.set()

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            offset = self._pending[max(offset, -len(self._pending))].id if self._pending else 0
        while self._pending and self._pending[0].id < offset:
            self._delivered.append(self._pending.popleft())
        self._noticed()

    def forget(self) -> None:
        """Drop everything that waits (`drop_pending_updates`)."""
        self._pending.clear()
        self._again.clear()

    def deliver_again(self, count: int) -> None:
        """Let the last `count` confirmed updates arrive once more with their old ids, whatever was confirmed."""
        self._again.extend(list(self._delivered)[-count:])
        self._changed.set()

    def take(self, limit: int) -> list[Update]:
        """The oldest updates. Those delivered again leave the queue by this; others only by `confirm`."""
        oldest = self._now() - KEPT
        while self._pending and self._pending[0].at < oldest:
            self._pending.popleft()
        again = [self._again.popleft() for _ in range(min(limit, len(self._again)))]
        return again or [self._pending[index] for index in range(min(limit, len(self._pending)))]

    def interrupt(self, reason: str) -> int:
        """End the read that is under way with 409 and these words; the number of the new reader."""
        self._reader += 1
        self._reason = reason
        self._changed.set()
        return self._reader

    async def read(self, limit: int, seconds: float) -> list[Update]:
        """Wait until there is something, at most `seconds`. A second reader ends the first.

        Raises:
            ApiError: 409 for the reader that was ended.
        """
        me = self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        end = asyncio.get_running_loop().time() + seconds
        self._count_reader(1)
        try:
            while not len(self) and await self._change(end) and me == self._reader:
                pass
        finally:
            self._count_reader(-1)
        if me != self._reader:
            raise conflict(self._reason)
        return self.take(limit)

    def _count_reader(self, step: int) -> None:
        self.readers += step
        self._noticed()

    async def next(self) -> Update:
        """The oldest update, however long it takes (for a webhook)."""
        while not (found := self.take(1)):
            self._changed.clear()
            await self._changed.wait()
        return found[0]

    async def _change(self, end: float) -> bool:
        """Wait for a change until the loop's time `end`; False when it has passed."""
        self._changed.clear()
        try:
            async with asyncio.timeout_at(end):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True
