"""What the bot has asked of Telegram, for tests to look at."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.telegram.errors import ApiError, Json


@dataclass(frozen=True)
class ApiCall:
    """One call with what came of it. `injected` marks an error that a fault caused, not the bot."""

    at: datetime
    method: str
    params: Json
    result: Any = None
    error: ApiError | None = None
    injected: bool = False


class Journal:
    """The last calls, getUpdates left out."""

    def __init__(self, remember: int = 10_000) -> None:
        self._calls: deque[ApiCall] = deque(maxlen=remember)

    def add(self, call: ApiCall) -> None:
        if call.method != "getUpdates":
            self._calls.append(call)

    def of(self, method: str | None = None) -> list[ApiCall]:
        """Calls in order, all or those of one method."""
        return [call for call in self._calls if method in (None, call.method)]

    @property
    def refused(self) -> list[ApiCall]:
        """Calls that were the bot's own mistake: 400, 404 and 413 that no fault caused."""
        return [call for call in self._calls if call.error and not call.injected and call.error.code in (400, 404, 413)]
