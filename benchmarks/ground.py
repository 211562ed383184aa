"""The ground a benchmark stands on: an embedded server of its own, as durable as a school's, and nothing left of it."""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import migrations
from core.clock import Clock, school_clock
from db.embedded import EmbeddedPostgres
from db.embedded.locks import is_held_exclusively
from db.embedded.processes import servers_in
from db.engine import Transaction, make_engine, transactions

MORNING = datetime(2026, 11, 23, 6, 45, tzinfo=ZoneInfo("Asia/Jakarta"))  # a Monday, before any hour that matters
_STOP_SECONDS = 20.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Ground:
    """`folder` is the service's data folder. `transaction` sees the whole school; `clock` began at MORNING."""

    folder: Path
    database_url: str
    transaction: Transaction
    clock: Clock

    def absensi(self, *arguments: str, **settings: str) -> contextlib.AbstractAsyncContextManager[Process]:
        """`absensi …` in a process of its own, on this database, with these settings; ended with the block."""
        given = {"data_dir": str(self.folder), "now": self.clock().isoformat(), "log": "error", "http_port": "0"}
        return program("-m", "absensi", *arguments, folder=self.folder, **(given | settings))

    def postgres(self) -> list[int]:
        """The server's processes at this moment."""
        return servers_in(self.folder / "postgres" / "data")


@contextlib.asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """A migrated, empty database with the settings of the real thing: every commit is on the disk."""
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(_folder())
        server = await stack.enter_async_context(EmbeddedPostgres(folder / "postgres"))
        engine = make_engine(server.url(), sees_whole_school=True)
        stack.push_async_callback(engine.dispose)
        await migrations.upgrade(engine)
        clock = school_clock(ZoneInfo("Asia/Jakarta"), MORNING - datetime.now(UTC))
        yield Ground(folder, server.url(), transactions(engine), clock)


@contextlib.asynccontextmanager
async def program(*arguments: str, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """Python with these arguments, in `folder` (where no `.env` of a real school lies), asked to end with the block."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ABSENSI_")}
    given = {f"ABSENSI_{name.upper()}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=own | given, stdin=DEVNULL, stdout=DEVNULL
    )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Not mkdtemp: its folder is closed to the system user under whom the server runs if we are root."""
    folder = Path(tempfile.gettempdir()) / f"absensi-benchmark-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        yield folder
    finally:
        _wait_for_server(folder / "postgres" / "keeper.lock")
        shutil.rmtree(folder)


def _wait_for_server(lock: Path) -> None:
    """Its keeper ends it within a second after the last user has left."""
    deadline = time.monotonic() + _STOP_SECONDS
    while is_held_exclusively(lock):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the database server of {lock.parent} does not end")
        time.sleep(_PAUSE_SECONDS)
