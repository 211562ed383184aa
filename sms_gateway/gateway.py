"""What a worker does all day: wait for the modem, the database or the hour, and then see to all three."""

import asyncio
import time
from dataclasses import dataclass, field

import structlog

from db.availability import will_pass
from db.listening import wakeups
from sms_gateway.driver import ModemDriver
from sms_gateway.line_watch import LineWatch
from sms_gateway.receiving import Receiving
from sms_gateway.reporter import Reporter
from sms_gateway.sending import Sending

LOOK_EVERY = 15.0
"""Seconds between looks at the modem and the outbox that nothing has asked for; both announce what is new."""

_RADIO_EVERY = 60.0
_BEAT_EVERY = 1.0
log = structlog.get_logger()


@dataclass(slots=True)
class Gateway:
    """One open modem. The modem's calls block this process's only thread, on purpose: its heartbeat stops with them."""

    device: str
    driver: ModemDriver
    receiving: Receiving
    sending: Sending
    reporter: Reporter
    database_url: str
    _attention: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _outbox_due: bool = True
    _next_look: float = 0.0
    _next_radio: float = 0.0

    async def run(self) -> None:
        """Until `stop`. Raises ModemGone, or SendUnknown when the modem must be opened afresh."""
        watch = LineWatch(self.device, self._attention.set)
        background = [asyncio.create_task(self._beat()), asyncio.create_task(self._listen())]
        try:
            while not self._stopping:
                watch.check()
                await self._turn()
        finally:
            for task in background:
                task.cancel()
            watch.close()

    def stop(self) -> None:
        """Ends the run once the message in hand is done with."""
        self._stopping = True
        self._attention.set()

    async def _turn(self) -> None:
        self._attention.clear()
        try:
            await self._look()
            if self._outbox_due and not self._stopping:
                self._outbox_due = False
                if await self.sending.send_one():
                    self._outbox_due = True
                    return
        except Exception as error:
            if not will_pass(error):
                raise
            log.warning("the gateway waits for the database", error=str(error))
        await self._wait()

    async def _look(self) -> None:
        if self.driver.look() or time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_EVERY
            await self.receiving.drain()
        await self.receiving.take_reports()
        if time.monotonic() >= self._next_radio:
            self._next_radio = time.monotonic() + _RADIO_EVERY
            self.driver.listen()
            self.reporter.radio(self.driver.signal(), self.driver.network())

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(max(0.0, self._next_look - time.monotonic())):
                await self._attention.wait()
        except TimeoutError:
            await self.receiving.handle_open()

    async def _listen(self) -> None:
        async for _ in wakeups(self.database_url, "outbox_sms", every=LOOK_EVERY):
            self._outbox_due = True
            self._attention.set()

    async def _beat(self) -> None:
        while True:
            self.reporter.beat()
            await asyncio.sleep(_BEAT_EVERY)
