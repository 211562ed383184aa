"""The mobile network: it carries parts between modems and phones, keeps what cannot be delivered yet, and reports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self, TypeVar

from simulator.modem.events import Event, Listener
from simulator.modem.own_thread import OwnThread
from simulator.modem.phone import Phone
from simulator.modem.underway import Underway

if TYPE_CHECKING:
    from simulator.modem.modem import Modem

Result = TypeVar("Result")
DELIVERED, NO_SUCH_SUBSCRIBER, EXPIRED = 0x00, 0x41, 0x46


def real_time() -> datetime:
    """The clock of this machine, in UTC."""
    return datetime.now(UTC)


Report = Callable[[Underway, int], None]


class Network:
    """`async with Network() as network` starts it; several modems may be given the same one.

    `latency` is the time in seconds a part takes, either way. `ussd` holds answers by the code dialled.
    """

    def __init__(self, *, now: Callable[[], datetime] = real_time, latency: float = 0.0) -> None:
        self.now = now
        self.latency = latency
        self.service_centre = "+6281100000"
        self.operator_name, self.operator_code = "Telkomsel", "51010"
        self.ussd: dict[str, str] = {"*888#": "Sisa pulsa Anda Rp25.000 berlaku s/d 31-12-2026."}
        self.modems: list[Modem] = []
        self.phones: dict[str, Phone] = {}
        self._thread = OwnThread("gsm-network")
        self._listeners: list[Listener] = []
        self._waiting: list[tuple[Underway, Report]] = []
        self.call = self._thread.call
        self.loop = self._thread.loop

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._thread.stop()

    def phone(self, number: str) -> Phone:
        """The phone with this number (`+62…`), short code (`888`) or name (`TELKOMSEL`): always the same object."""
        return self.phones.setdefault(number, Phone(self, number))

    def target(self, number: str | None) -> Modem:
        """The modem with this number, or the first one. Raises LookupError when there is no such modem."""
        for modem in self.modems:
            if number in (None, modem.number):
                return modem
        raise LookupError(f"no modem with the number {number} on this network")

    def later(self, function: Callable[[], object], seconds: float | None = None) -> None:
        """Does it after the network's latency, or after `seconds`."""
        self._thread.later(self.latency if seconds is None else seconds, function)

    def submit(self, underway: Underway, report: Report) -> None:
        """Takes a part from a modem; `report` is told what became of it, if its host wants to know."""
        self.later(lambda: self._deliver(underway, report))

    def deliver_waiting(self) -> None:
        """Tries once more what a phone could not take."""
        waiting, self._waiting = self._waiting, []
        for underway, report in waiting:
            self._deliver(underway, report)

    def expire(self, number: str) -> None:
        """The validity of everything that waits for `number` runs out: it is dropped and reported as failed."""

        def drop() -> None:
            dropped = [one for one in self._waiting if one[0].to == number]
            self._waiting = [one for one in self._waiting if one[0].to != number]
            for underway, report in dropped:
                self._settle(underway, report, EXPIRED)

        self.call(drop)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` for every event, in the network's thread; returns what ends it."""
        self.call(lambda: self._listeners.append(listener))
        return lambda: self.call(lambda: self._listeners.remove(listener))

    def tell(self, event: Event) -> None:
        """Tells everybody who listens."""
        self.call(lambda: [listener(event) for listener in list(self._listeners)])

    async def events(self) -> AsyncGenerator[Event, None]:
        """Events as they happen, from the first step of the iteration on; for a page that shows them."""
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[Event]()
        stop = self.listen(lambda event: _post(loop, queue.put_nowait, event))
        try:
            while True:
                yield await queue.get()
        finally:
            stop()

    async def wait_until(self, condition: Callable[[], Result | None], *, timeout: float = 30.0) -> Result:  # noqa: ASYNC109 - part of the promise
        """What `condition` returns once that is true, looked at after every event. Raises TimeoutError."""
        loop, happened = asyncio.get_running_loop(), asyncio.Event()
        stop = self.listen(lambda _: _post(loop, happened.set))
        try:
            async with asyncio.timeout(timeout):
                while not (result := condition()):
                    await happened.wait()
                    happened.clear()
            return result
        finally:
            stop()

    def _deliver(self, underway: Underway, report: Report) -> None:
        phone = self.phone(underway.to)
        if phone.no_signal:
            self._waiting.append((underway, report))
        elif phone.out_of_service:
            self._settle(underway, report, NO_SUCH_SUBSCRIBER)
        else:
            phone.receive(underway.sender, underway.part)
            self._settle(underway, report, DELIVERED)

    def _settle(self, underway: Underway, report: Report, status: int) -> None:
        if underway.submitted.wants_report:
            self.later(lambda: report(underway, status))


def _post(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *arguments: object) -> None:
    loop.call_soon_threadsafe(function, *arguments)
