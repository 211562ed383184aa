"""The keeper: the process that is the parent of postgres and ends it when nobody uses it any more.

    python -m db.embedded.keeper HOME [NAME=VALUE ...]

returns when the server in HOME takes connections: status 0 with a keeper in the background (a new one, or the one that
was there), else 1 with the reason on standard output. Imports the standard library alone, for every first start waits
for it.
"""

import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from db.embedded import cluster
from db.embedded.account import Account, server_account
from db.embedded.binaries import bin_folder_for_system_user, installed_bin_folder
from db.embedded.errors import EmbeddedPostgresError
from db.embedded.home import Home
from db.embedded.locks import FileLock
from db.embedded.server import Server

_STARTING_PAUSE_SECONDS = 0.02
_KEEPING_PAUSE_SECONDS = 0.25
_CRASHES_ALLOWED = 5
_FIRST_CRASH_PAUSE_SECONDS = 0.025
_CRASH_WINDOW_SECONDS = 120.0
_LOG_BYTES = 5_000_000
_READY = "ready"

_log = logging.getLogger("keeper")


class Keeper:
    """Watches over one server as long as somebody holds `users.lock`."""

    def __init__(self, home: Home, server: Server) -> None:
        self._home = home
        self._server = server
        self._users = FileLock(home.users_lock)
        self._crashes: list[float] = []

    def bring_up(self) -> bool:
        """Start the server; False if everybody left meanwhile. EmbeddedPostgresError if it does not come up.

        No deadline: after a power cut the server may have minutes of its journal to replay.
        """
        self._server.start()
        while not self._server.is_ready():
            if self._server.has_ended():
                raise EmbeddedPostgresError(
                    f"PostgreSQL did not start ({self._server.last_words()}); see {self._home.server_log}."
                )
            if self._everybody_left():
                return False
            time.sleep(_STARTING_PAUSE_SECONDS)
        return True

    def keep(self) -> None:
        """Return when nobody uses the server. EmbeddedPostgresError if it crashes again and again."""
        while not self._everybody_left():
            if self._server.has_ended():
                self._restart()
            time.sleep(_KEEPING_PAUSE_SECONDS)

    def put_down(self) -> None:
        self._server.stop()

    def _everybody_left(self) -> bool:
        """Once true it stays so: we hold the lock until we end, and a new user waits for that."""
        return self._users.try_exclusive()

    def _restart(self) -> None:
        now = time.monotonic()
        self._crashes = [when for when in self._crashes if now - when < _CRASH_WINDOW_SECONDS] + [now]
        _log.warning("the server ended by itself: %s", self._server.last_words())
        if len(self._crashes) > _CRASHES_ALLOWED:
            raise EmbeddedPostgresError(f"PostgreSQL crashes again and again; see {self._home.server_log}.")
        time.sleep(_FIRST_CRASH_PAUSE_SECONDS * 2 ** len(self._crashes))
        cluster.clear_leftovers(self._home)
        self._server.start()


def main(folder: str, *settings: str) -> int:
    """Leave a keeper in the background and wait for its report."""
    home = Home(Path(folder).resolve())
    os.umask(0o022)  # the system user must be able to read its copy of the programs
    try:
        home.make()
        account = server_account()
        installed_bin_folder()
    except EmbeddedPostgresError as refusal:
        sys.stdout.write(str(refusal))
        return 1
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as report:
            _work_in_background(home, account, dict(pair.split("=", 1) for pair in settings), report)
        return 0
    os.close(writing)
    with os.fdopen(reading) as answer:
        words = answer.read() or f"The keeper of the database ended without a word; see {home.keeper_log}."
    if words != _READY:
        sys.stdout.write(words)
    return int(words != _READY)


def _work_in_background(home: Home, account: Account, settings: Mapping[str, str], report: TextIO) -> None:
    try:
        _detach(home.keeper_log)
        lock = _claim(home)
        if lock is None:
            report.write(_READY)
        else:
            _keep_server(home, account, settings, report)
    except Exception as failure:
        expected = isinstance(failure, EmbeddedPostgresError)
        _log.error("%s", failure, exc_info=not expected)
        if not report.closed:
            report.write(str(failure) if expected else f"The keeper of the database failed: {failure}.")


def _keep_server(home: Home, account: Account, settings: Mapping[str, str], report: TextIO) -> None:
    bin_folder = installed_bin_folder() if account.uid is None else bin_folder_for_system_user(home.binaries)
    cluster.prepare(home, account, bin_folder)
    _rotate(home.server_log)
    keeper = Keeper(home, Server(home, account, bin_folder, settings))
    try:
        if keeper.bring_up():
            _log.info("the server is up")
            report.write(_READY)
            report.close()
            keeper.keep()
    finally:
        keeper.put_down()
        _log.info("the server is down")


def _claim(home: Home) -> FileLock | None:
    """The keeper's lock; or None once another keeper has the server up."""
    lock = FileLock(home.keeper_lock)
    while not lock.try_exclusive():
        if home.server_is_ready():
            return None
        time.sleep(_STARTING_PAUSE_SECONDS)
    return lock


def _detach(log: Path) -> None:
    """Out of the caller's session and off its terminal and pipes.

    Polite signals are ignored: a service manager sends them to all of a service's processes at once, and the service
    still needs its database to finish. We leave when the last user has. (By handlers: what is ignored by SIG_IGN stays
    ignored in the programs we start.)
    """
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    _rotate(log)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    os.chdir("/")
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s [{os.getpid()}] %(levelname)s %(message)s")


def _rotate(log: Path) -> None:
    """Keep one old log beside the present one. Another keeper may just be doing the same."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
