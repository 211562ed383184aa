"""The real gateway in a school whose clock jumps: its worker is told the time once, so it is started afresh."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from absensi.demo.clock import MovableClock
from absensi.opening import Opened
from sms_gateway.notebook import Notebook
from sms_gateway.supervisor import Supervisor

_HEARTBEAT_LIMIT = timedelta(seconds=6)  # a visitor who lets the modem hang wants to see it come back


class DemoGateway:
    """`running` keeps one supervisor at work; `restart` gives the worker the time that it is by now."""

    def __init__(self, house: Opened, clock: MovableClock) -> None:
        self._house = house
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._start()
        try:
            yield
        finally:
            await self._stop()

    async def restart(self) -> None:
        async with self._one_at_a_time:
            await self._stop()
            self._start()

    def _start(self) -> None:
        supervisor = Supervisor(
            self._house.settings.modems,
            database_url=self._house.database_url,
            clock_offset=self._clock.offset,
            timezone=self._house.settings.timezone,
            heartbeat_limit=_HEARTBEAT_LIMIT,
        )
        self._task = asyncio.create_task(self._run(supervisor))

    async def _run(self, supervisor: Supervisor) -> None:
        notebook = Notebook(supervisor, self._house.transaction, self._clock)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(supervisor.run())
            tasks.create_task(notebook.run())

    async def _stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
