"""`absensi demo` as people run it: a process of its own, over a folder of its own."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
import uuid
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from pathlib import Path

STARTS_WITHIN = 180.0  # seconds; a deadline, for other tests may run at the same time


@contextlib.asynccontextmanager
async def running_demo() -> AsyncIterator[tuple[Process, str]]:
    """The demo with nothing played yet, and the address it has printed."""
    # Not tmp_path: it is closed to the system user under whom the database runs if we are root.
    folder = Path(tempfile.gettempdir()) / f"absensi-demo-test-{uuid.uuid4().hex[:8]}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "absensi", "demo", "--no-play", env=_environment(folder), stdout=PIPE, stderr=STDOUT
    )
    try:
        yield process, await _address(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        await process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def family(ancestor: int) -> set[int]:
    """A process and all that descend from it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    family = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"ABSENSI_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


async def _address(process: Process) -> str:
    """The address that the demo prints."""
    assert process.stdout
    said = b""
    async with asyncio.timeout(STARTS_WITHIN):
        while line := await process.stdout.readline():
            said += line
            if found := re.search(rb"http://127\.0\.0\.1:\d+/", line):
                return found[0].decode()
    raise AssertionError(f"the demo has ended: {said.decode()}")
