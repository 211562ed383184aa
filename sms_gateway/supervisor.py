"""Keeps one worker running for each modem: kills it when it falls silent, starts it again when it ends."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from sms_gateway.modem_state import ModemState
from sms_gateway.worker_process import ModemAddress, Surroundings, WorkerProcess

HEARTBEAT_LIMIT = timedelta(seconds=30)
"""A healthy call takes a few seconds at most; a lost answer would hold libgammu for 99."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 15.0
log = structlog.get_logger()


class Supervisor:
    """`run` it in the main thread; cancelling it leaves no process behind."""

    def __init__(
        self,
        modems: Sequence[ModemAddress],
        *,
        database_url: str,
        clock_offset: timedelta,
        timezone: ZoneInfo,
        heartbeat_limit: timedelta = HEARTBEAT_LIMIT,
    ) -> None:
        self._modems = modems
        self._surroundings = Surroundings(database_url, clock_offset, timezone)
        self._limit = heartbeat_limit.total_seconds()
        self._states = {modem.name: ModemState(modem.name) for modem in modems}

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for modem in self._modems:
                tasks.create_task(self._keep(modem))

    def states(self) -> Sequence[ModemState]:
        """How each modem is, in the order of the settings."""
        return list(self._states.values())

    def problems(self) -> Sequence[str]:
        """A sentence for each modem that doesn't work; a modem that is just starting is none."""
        return [f"modem {state.name}: {state.problem}" for state in self.states() if state.problem]

    async def _keep(self, modem: ModemAddress) -> None:
        state, pause = self._states[modem.name], _FIRST_PAUSE
        while True:
            was_ready = await self._run_once(modem, state)
            pause = _FIRST_PAUSE if was_ready else min(pause * 2, _LONGEST_PAUSE)
            log.warning("modem lost", modem=modem.name, problem=state.problem, again_in_seconds=pause)
            await asyncio.sleep(pause)
            await self._plugged_in(modem, state)

    async def _run_once(self, modem: ModemAddress, state: ModemState) -> bool:
        """One life of a worker; whether the modem worked in it."""
        worker = await WorkerProcess.start(modem, self._surroundings, after_hanging=state.hung)
        try:
            await self._hear(worker, state)
        except asyncio.CancelledError:
            await worker.stop()
            raise
        await worker.kill()
        was_ready, state.ready = state.ready, False
        return was_ready

    async def _hear(self, worker: WorkerProcess, state: ModemState) -> None:
        """Listens until the worker ends or falls silent, and notes which."""
        try:
            while (line := await worker.line(self._limit)).endswith(b"\n"):
                state.hear(line)
        except TimeoutError:
            state.lost(f"no sign of life for {self._limit:g} seconds", hung=True)
        else:
            state.lost("its worker ended", hung=False)

    async def _plugged_in(self, modem: ModemAddress, state: ModemState) -> None:
        """Waits for the device to be there: a modem that lies in a drawer costs no process a second."""
        while not _exists(modem.device):
            state.missing(modem.device)
            await asyncio.sleep(_FIRST_PAUSE)


def _exists(device: str) -> bool:
    return Path(device).exists()
