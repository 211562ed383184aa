"""Locks between processes that the kernel itself drops when their holder dies."""

import fcntl
import os
from pathlib import Path

from db.embedded.errors import EmbeddedPostgresError


class FileLock:
    """A flock on a file. Programs that are started do not inherit it (close-on-exec); a bare fork does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_shared(self) -> bool:
        """Get the lock beside other sharers, or answer False at once."""
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Get the lock for this process alone, or answer False at once."""
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self, kind: int) -> bool:
        if self._descriptor is None:
            self._descriptor = _open(self._path)
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def is_held_exclusively(path: Path) -> bool:
    """Whether some process has the lock for itself. The probe shares it for an instant, so others retry."""
    if not path.exists():
        return False
    probe = FileLock(path)
    try:
        return not probe.try_shared()
    finally:
        probe.release()


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError:
        raise EmbeddedPostgresError(
            f"The database folder {path.parent} belongs to another user: "
            "run this as that user, or choose another data folder."
        ) from None
