"""Trouble on request: the next calls are refused, slow, or lose their connection.

A fault is an `ApiError` (answered instead of performing the call), `LoseRequest`, `LoseAnswer` or `Delay`.
"""

from dataclasses import dataclass

from simulator.telegram.errors import ApiError


@dataclass(frozen=True)
class LoseRequest:
    """The connection breaks before anything was done."""


@dataclass(frozen=True)
class LoseAnswer:
    """The call is performed, then the connection breaks: the bot can't know."""


@dataclass(frozen=True)
class Delay:
    """The call is performed this many seconds later."""

    seconds: float


Fault = ApiError | LoseRequest | LoseAnswer | Delay


def server_error(code: int = 502) -> ApiError:
    """What a struggling Telegram answers: 500 and 502."""
    return ApiError(code, {500: "Internal Server Error", 502: "Bad Gateway"}.get(code, "Server Error"))


@dataclass
class _Planned:
    fault: Fault
    times: int
    method: str | None
    chat_id: int | None

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Without a method all calls but getUpdates are meant: a poller would use the faults up."""
        wanted = method != "getUpdates" if self.method is None else method == self.method
        return self.times > 0 and wanted and self.chat_id in (None, chat_id)


class FaultPlan:
    """Faults still to happen, in the order they were planned; each call meets at most one."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(self, fault: Fault, times: int, method: str | None, chat_id: int | None) -> None:
        self._planned.append(_Planned(fault, times, method, chat_id))

    def clear(self) -> None:
        self._planned.clear()

    @property
    def left(self) -> int:
        """How many calls will still fail."""
        return sum(one.times for one in self._planned)

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault this call meets, used up by it."""
        for planned in self._planned:
            if planned.concerns(method, chat_id):
                planned.times -= 1
                return planned.fault
        return None
