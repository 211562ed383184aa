"""Everything that changes, in order: what a page shows as it happens and what waiting tests wake up for."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.telegram.errors import Json

EventKind = Literal["message", "edit", "delete", "press", "answer", "action", "reaction", "pin", "member", "commands"]


@dataclass(frozen=True)
class Event:
    """One change. `number` grows by one; `data` is plain JSON in the shapes of the Bot API."""

    number: int
    kind: EventKind
    chat_id: int
    data: Json

    def to_json(self) -> Json:
        return {"number": self.number, "kind": self.kind, "chat_id": self.chat_id, "data": self.data}


class Subscription:
    """Changes since it was made, one by one: `async for change in subscription`, until `close`."""

    def __init__(self, events: "Events", limit: int) -> None:
        self._events = events
        self._backlog: deque[Event] = deque(maxlen=limit)
        self._fresh = asyncio.Event()
        events.listeners.append(self._keep)

    def _keep(self, event: Event) -> None:
        self._backlog.append(event)
        self._fresh.set()

    def close(self) -> None:
        self._events.listeners.remove(self._keep)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Event:
        while not self._backlog:
            self._fresh.clear()
            await self._fresh.wait()
        return self._backlog.popleft()


class Events:
    """The stream. `listeners` are called at once; `subscribe` is for those who read at their own pace."""

    def __init__(self) -> None:
        self.number = 0
        self.listeners: list[Callable[[Event], None]] = []
        self._waiting: dict[int | None, asyncio.Event] = defaultdict(asyncio.Event)

    def emit(self, kind: EventKind, chat_id: int, data: Callable[[], Json]) -> None:
        """Tell of a change of a chat. `data` is only asked for when somebody listens: benchmarks don't."""
        self.number += 1
        if self.listeners:
            event = Event(self.number, kind, chat_id, data())
            for listener in tuple(self.listeners):
                listener(event)
        self.wake(chat_id)
        self.wake()

    def wake(self, chat_id: int | None = None) -> None:
        """Let those look again who wait for a change of this chat, or of anything at all."""
        if waiting := self._waiting.pop(chat_id, None):
            waiting.set()

    def subscribe(self, limit: int = 10_000) -> Subscription:
        """Changes from now on. A reader who falls `limit` behind loses the oldest."""
        return Subscription(self, limit)

    async def until(self, condition: Callable[[], bool], chat_id: int | None = None) -> None:
        """Return as soon as `condition` holds, looked at after each change (of one chat, when given)."""
        while not condition():
            await self._waiting[chat_id].wait()
