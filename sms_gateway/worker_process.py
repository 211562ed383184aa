"""Starting, hearing and ending the process of one worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_LONGEST_LINE = 1 << 20  # bytes; a traceback takes some kilobytes
_GRACE_SECONDS = 10.0
"""For a worker to finish the message in hand; one part takes a second or two."""


class ModemAddress(Protocol):
    """One modem: its name in logs and rows, and how libgammu reaches it (`at115200`, `/dev/ttyUSB0`)."""

    @property
    def name(self) -> str: ...
    @property
    def connection(self) -> str: ...
    @property
    def device(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every worker is told about the service."""

    database_url: str
    clock_offset: timedelta
    timezone: ZoneInfo


class WorkerProcess:
    """A running worker; `start` makes one."""

    def __init__(self, process: Process, lines: asyncio.StreamReader) -> None:
        self._process = process
        self._lines = lines

    @property
    def pid(self) -> int:
        return self._process.pid

    @classmethod
    async def start(cls, modem: ModemAddress, surroundings: Surroundings, *, after_hanging: bool) -> WorkerProcess:
        """To be called in the main thread: the worker dies with the thread that made it.

        `after_hanging`: its predecessor was killed because its modem didn't answer.
        """
        reading, writing = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *_command(modem, surroundings, writing),
                *(["--after-hanging"] if after_hanging else []),
                stdin=DEVNULL,
                stdout=DEVNULL,  # libgammu's chatter; errors of the process itself go to ours
                env=os.environ | {"ABSENSI_DATABASE_URL": surroundings.database_url},
                pass_fds=[writing],
            )
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        return cls(process, await _reader(reading))

    async def line(self, seconds: float) -> bytes:
        """Its next line; without a line end once it has ended. Raises TimeoutError after `seconds` of silence."""
        async with asyncio.timeout(seconds):
            return await self._lines.readline()

    async def stop(self) -> None:
        """Ends it, gently first. Afterwards there is no process any more."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(_GRACE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """Ends it at once: a modem that hangs holds on to its process."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


def _command(modem: ModemAddress, surroundings: Surroundings, lines: int) -> list[str]:
    options = {
        "--name": modem.name,
        "--connection": modem.connection,
        "--device": modem.device,
        "--timezone": surroundings.timezone.key,
        "--clock-offset": str(surroundings.clock_offset.total_seconds()),
        "--lines": str(lines),
        "--supervisor": str(os.getpid()),
    }
    return [sys.executable, "-m", "sms_gateway.worker", *(f"{name}={value}" for name, value in options.items())]


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb")
    )
    return reader
