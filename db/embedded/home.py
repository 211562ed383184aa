"""The folder of one embedded server: what lies where, and whether the server in it is up."""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from db.embedded.errors import EmbeddedPostgresError
from db.embedded.locks import is_held_exclusively

PORT = 5432
"""Only part of the socket's file name: nothing listens on the network."""
SOCKET_PATH_BYTES = 103 if sys.platform == "darwin" else 107
"""`sun_path` without its closing zero."""
_STATUS_LINE = 7


@dataclass(frozen=True)
class Home:
    """`folder` is absolute and free of symbolic links."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def unfinished_data(self) -> Path:
        """Where a cluster is built before it becomes `data` in one step."""
        return self.folder / "data.unfinished"

    @property
    def binaries(self) -> Path:
        return self.folder / "binaries"

    @property
    def socket_folder(self) -> Path:
        return self.folder / "s"

    @property
    def socket(self) -> Path:
        return self.socket_folder / f".s.PGSQL.{PORT}"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.folder / "keeper.lock"

    @property
    def keeper_log(self) -> Path:
        return self.folder / "keeper.log"

    @property
    def server_log(self) -> Path:
        return self.folder / "postgres.log"

    def make(self) -> None:
        """Create the folder if need be. As root it stays open for passing through: the server runs as a system user.

        Raises EmbeddedPostgresError when its path leaves no room for the server's socket, when it cannot be made, or
        when it is somebody else's (what root puts there would be closed to its owner) and no server is up to be joined.
        """
        excess = len(os.fsencode(self.socket)) - SOCKET_PATH_BYTES
        if excess > 0:
            raise EmbeddedPostgresError(
                f"The path of the database folder is {excess} bytes too long for a unix socket: {self.folder}. "
                "Choose a data folder with a shorter path."
            )
        try:
            self._make_folder()
            owner = self.folder.stat().st_uid
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The database folder {self.folder} cannot be made or entered: {error.strerror}."
            ) from error
        if owner != os.geteuid() and not self.server_is_ready():
            raise EmbeddedPostgresError(
                f"The database folder {self.folder} belongs to the user with the number {owner}: "
                "run this as that user, or choose another data folder."
            )

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True)
        except FileExistsError:  # all along, or another user was faster
            if not self.folder.is_dir():
                raise
        else:
            self.folder.chmod(0o711 if os.geteuid() == 0 else 0o700)

    def server_is_ready(self) -> bool:
        """Whether a keeper lives and its server takes connections. Cheap, and never waits."""
        return is_held_exclusively(self.keeper_lock) and self.server_says_ready() and self._socket_answers()

    def server_says_ready(self) -> bool:
        """What the server wrote down about itself, as `pg_ctl` reads it; true or stale."""
        try:
            lines = self.pid_file.read_text().splitlines()
        except OSError:
            return False
        return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"

    def _socket_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.setblocking(False)
            try:
                probe.connect(os.fspath(self.socket))
            except BlockingIOError:  # its queue is full: busy, but there
                return True
            except OSError:
                return False
        return True
