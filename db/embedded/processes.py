"""The server's processes as the operating system sees them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from db.embedded.errors import EmbeddedPostgresError

_PR_SET_PDEATHSIG = 1
_PAUSE_SECONDS = 0.05
_PATIENCE = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 20.0), (signal.SIGKILL, 10.0))
"""Signals that end a postgres, politest first, and the seconds each is given: fast shutdown (with a checkpoint),
immediate shutdown, the end. None of them loses a committed row."""


def die_with_parent() -> Callable[[], None] | None:
    """For the child, between fork and exec: the kernel ends it (fast shutdown) when this process dies, even by kill -9.

    Linux only, and it is the parent's *thread* that counts: call it from the main thread. Elsewhere the next keeper
    ends what is left over.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask_kernel


def end(process: subprocess.Popen[bytes]) -> None:
    """End our child, politely first."""
    for number, seconds in _PATIENCE:
        process.send_signal(number)
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def end_all_in(folder: Path) -> None:
    """End every postgres that works in this data folder, and wait until it is gone.

    Raises EmbeddedPostgresError if one survives even the last signal.
    """
    for number, seconds in _PATIENCE:
        deadline = time.monotonic() + seconds
        for pid in servers_in(folder):
            _signal(pid, number)
        while servers_in(folder):
            if time.monotonic() > deadline:
                break
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise EmbeddedPostgresError(f"An old database process in {folder} cannot be ended: restart the machine.")


def servers_in(folder: Path) -> list[int]:
    """The live postgres processes of this data folder: the server and its children all have it as working directory."""
    try:
        place = folder.stat()
    except FileNotFoundError:
        return []
    if sys.platform != "linux":
        listed = subprocess.run(
            ["lsof", "-t", "-a", "-c", "postgres", "-d", "cwd", folder], capture_output=True, text=True
        )
        return [int(pid) for pid in listed.stdout.split()]
    return [pid for pid, where in _servers() if os.path.samestat(where, place)]


def _servers() -> Iterator[tuple[int, os.stat_result]]:
    for entry in Path("/proc").iterdir():
        # The name, too: whoever looks around in the folder with a shell is not to be ended.
        with contextlib.suppress(OSError):  # it ended meanwhile, is a zombie, or belongs to somebody else
            if entry.name.isdigit() and (entry / "comm").read_text() == "postgres\n":
                yield int(entry.name), (entry / "cwd").stat()


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
