"""The serial line: a pseudo-terminal behind a path that outlives unplugging and plugging in again."""

import asyncio
import contextlib
import os
import pty
import tty
from collections.abc import Callable
from pathlib import Path


class PtyLine:
    """Opened and used in the thread of `loop`. `on_bytes` gets what the host writes."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop, on_bytes: Callable[[bytes], None]) -> None:
        self.path = path
        self._loop = loop
        self._on_bytes = on_bytes
        self._ours = self._theirs = -1

    @property
    def is_open(self) -> bool:
        return self._ours >= 0

    def open(self) -> None:
        """Makes a pseudo-terminal and points `path` at it."""
        # Our own hold on the host's end keeps reads from failing between two hosts.
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self._theirs))
        self._loop.add_reader(self._ours, self._read)

    def close(self) -> None:
        """Pulls the plug: a host that has it open gets errors from now on, the path is gone."""
        if self.is_open:
            self._loop.remove_reader(self._ours)
            self.path.unlink(missing_ok=True)
            os.close(self._theirs)
            os.close(self._ours)
            self._ours = self._theirs = -1

    def write(self, data: bytes) -> None:
        """To the host. There is no flow control: what a host that doesn't read has no room for is lost."""
        if self.is_open:
            with contextlib.suppress(BlockingIOError):
                os.write(self._ours, data)

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._on_bytes(os.read(self._ours, 4096))
