"""What the kernel tells of processes and of how busy the machine is (Linux)."""

import asyncio
import os
import socket
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_IDLE, _WAITING = 3, 4  # columns of /proc/stat: both are time in which a core did nothing
_PARENT, _USER, _SYSTEM = 1, 11, 12  # fields of /proc/…/stat, from the one after the name


async def busy_share(seconds: float = 1.0) -> float:
    """How much of all cores was in use meanwhile, 0 to 1: by others, while we wait."""
    before = _cores()
    await asyncio.sleep(seconds)
    spent = [after - earlier for after, earlier in zip(_cores(), before, strict=True)]
    return 1 - (spent[_IDLE] + spent[_WAITING]) / sum(spent)


def free_port() -> int:
    """On 127.0.0.1."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time these processes have used since they began; one that has ended counts nothing."""
    return sum(_ticks_of(pid) for pid in pids) / _TICKS


def memory_mb(pids: Iterable[int]) -> tuple[float, float]:
    """Resident and proportional set size of these processes together, in MB.

    RSS counts a page that several processes share once for each of them; PSS divides it among them, so only sums of
    PSS mean anything.
    """
    rss = pss = 0
    for pid in pids:
        sizes = dict(line.split(":", 1) for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:])
        rss += int(sizes["Rss"].split()[0])
        pss += int(sizes["Pss"].split()[0])
    return rss / 1024, pss / 1024


def running(words: str) -> list[int]:
    """The processes in whose command line these words stand one after another."""
    return [pid for pid in _pids() if words in _command_line(pid)]


def children(parent: int) -> list[int]:
    """The processes that this one has started and that still run."""
    return [pid for pid in _pids() if (fields := _stat(pid)) and int(fields[_PARENT]) == parent]


def _pids() -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]


def _command_line(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it ended meanwhile
        return ""


def _cores() -> list[int]:
    return [int(number) for number in (_PROC / "stat").read_text().splitlines()[0].split()[1:9]]


def _ticks_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[_USER]) + int(fields[_SYSTEM]) if fields else 0


def _stat(pid: int) -> list[str]:
    """What stands in /proc/…/stat after the name, which may hold anything; empty when the process has ended."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
