"""One postgres process over a prepared cluster."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from db.embedded.account import Account
from db.embedded.home import PORT, Home
from db.embedded.processes import end

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "checkpoint_timeout": "5min",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1000",
    # Values are about children, and the log is read by whoever helps the school.
    "log_parameter_max_length": "0",
    "log_error_verbosity": "terse",
}
"""For a small machine: about 100 MB of memory, and statements over a second in the log."""


class Server:
    """`settings` have precedence over our own ones; names and values as in postgresql.conf."""

    def __init__(self, home: Home, account: Account, bin_folder: Path, settings: Mapping[str, str]) -> None:
        self._home = home
        self._account = account
        self._program = bin_folder / "postgres"
        self._settings = {**_SETTINGS, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def start(self) -> None:
        """Start it and return at once; it ends with the calling (main) thread, see `die_with_parent`."""
        log = self._home.server_log
        self._log_start = log.stat().st_size if log.exists() else 0
        arguments: list[str | Path] = ["-D", self._home.data, "-k", self._home.socket_folder]
        for name, value in self._settings.items():
            arguments += ["-c", f"{name}={value}"]
        self._process = self._account.spawn([self._program, *arguments], log)

    def is_ready(self) -> bool:
        return not self.has_ended() and self._home.server_says_ready()

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        if self._process is not None and not self.has_ended():
            end(self._process)

    def last_words(self) -> str:
        """The line with which it gave up, else the last one of its log since this start."""
        with self._home.server_log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines() or ["nothing"]
        return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1])
