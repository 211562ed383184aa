"""What the kernel tells of processes and of how busy the machine is (Linux)."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_IDLE, _WAITING = 3, 4  # columns of /proc/stat: both are time in which a core did nothing


async def busy_share(seconds: float = 1.0) -> float:
    """How much of all cores was in use meanwhile, 0 to 1: by others, while we wait."""
    before = _cores()
    await asyncio.sleep(seconds)
    spent = [after - earlier for after, earlier in zip(_cores(), before, strict=True)]
    return 1 - (spent[_IDLE] + spent[_WAITING]) / sum(spent)


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
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit() and words in _command_line(entry)]


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it ended meanwhile
        return ""


def _cores() -> list[int]:
    return [int(number) for number in (_PROC / "stat").read_text().splitlines()[0].split()[1:9]]


def _ticks_of(pid: int) -> int:
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])  # utime and stime, counted after the name
