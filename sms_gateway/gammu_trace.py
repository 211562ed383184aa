"""libgammu's trace, read through a pipe: the only place where it names the cause of a +CMS ERROR."""

import contextlib
import fcntl
import os
import re

_CAUSE = re.compile(rb"CMS Error (\d+)")
# One call writes some 30 kB at most; a full pipe would block libgammu for ever, so there is room for a megabyte.
_PIPE_BYTES = 1 << 20


class GammuTrace:
    """`path` is what libgammu opens as its log file. Nothing of it is kept: it holds people's messages."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        with contextlib.suppress(PermissionError):  # a system may allow less; the usual 64 kB do for most calls
            fcntl.fcntl(self._reading, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    @property
    def path(self) -> str:
        return f"/proc/self/fd/{self._writing}"

    def take_cause(self) -> int | None:
        """The last cause named since the last call. What has been written until now is gone."""
        causes = _CAUSE.findall(self._drain())
        return int(causes[-1]) if causes else None

    def close(self) -> None:
        os.close(self._reading)
        os.close(self._writing)

    def _drain(self) -> bytes:
        chunks = []
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(self._reading, _PIPE_BYTES):
                chunks.append(chunk)
        return b"".join(chunks)
