"""Server-sent events: numbered, kept for a while, so that a page that lost its connection misses nothing."""

import asyncio
import itertools
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

Json = dict[str, Any]

_KEPT = 2_000
_KEEP_ALIVE_SECONDS = 15.0
_RETRY_MS = 1_000  # after which a browser reconnects


class Stream:
    """Everything that changes, for any number of pages. `state` gives all there is, for a page that begins."""

    def __init__(self, state: Callable[[], Json]) -> None:
        self._state = state
        self._name = ""
        self._numbers = itertools.count(1)
        self._last = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=_KEPT)
        self._readers: set[asyncio.Queue[str | None]] = set()
        self._closed = False
        self._begin()

    def emit(self, kind: str, data: Json) -> None:
        """Tell all pages of a change."""
        self._last = next(self._numbers)
        event = self._written(kind, data)
        self._kept.append((self._last, event))
        for reader in self._readers:
            reader.put_nowait(event)

    def restart(self) -> None:
        """Another world: nothing that was before can be resumed, and every page begins anew."""
        self._begin()
        for reader in self._readers:
            reader.put_nowait(self._beginning())

    def close(self) -> None:
        """End every connection."""
        self._closed = True
        for reader in self._readers:
            reader.put_nowait(None)

    async def since(self, last_event_id: str) -> AsyncIterator[str]:
        """What a page reads that last saw this event (none: empty), until the stream is closed."""
        reader: asyncio.Queue[str | None] = asyncio.Queue()
        for missed in self._missed(last_event_id):
            reader.put_nowait(missed)
        self._readers.add(reader)
        try:
            while not self._closed:
                try:
                    async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                        event: str | None = await reader.get()
                except TimeoutError:
                    event = ": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            self._readers.discard(reader)

    def _begin(self) -> None:
        self._name = secrets.token_hex(4)
        self._kept.clear()

    def _missed(self, last_event_id: str) -> list[str]:
        """The events since; the whole state where they cannot be told any more."""
        name, _, number = last_event_id.partition(".")
        oldest = self._kept[0][0] if self._kept else self._last + 1
        if name != self._name or not number.isdecimal() or not oldest - 1 <= int(number) <= self._last:
            return [self._beginning()]
        return [event for at, event in self._kept if at > int(number)]

    def _beginning(self) -> str:
        return self._written("state", self._state())

    def _written(self, kind: str, data: Json) -> str:
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"retry: {_RETRY_MS}\nid: {self._name}.{self._last}\nevent: {kind}\ndata: {body}\n\n"
