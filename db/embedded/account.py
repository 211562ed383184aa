"""Under which account the server runs: our own, or a system user when we are root, whom PostgreSQL refuses."""

import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.embedded.errors import EmbeddedPostgresError
from db.embedded.processes import die_with_parent

SYSTEM_USER = "absensi-pg"
_USERADD_NAME_TAKEN = 9

_ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
"""Nothing of the caller's: a stray PGPORT or PGDATA would move the server."""


@dataclass(frozen=True)
class Account:
    """`uid` and `gid` are None for the account we already run under."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def spawn(self, command: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
        """Start a program that ends with us; what it prints is appended to `log`, which only its owner may read."""
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd="/",
                env=_ENVIRONMENT,
                preexec_fn=die_with_parent(),
                user=self.uid,
                group=self.gid,
                extra_groups=self._groups,
            )
        finally:
            os.close(descriptor)

    def run(self, *command: str | Path, typed: str = "") -> str:
        """Run a program to its end, `typed` being its input, and return what it printed. Raises if it fails."""
        try:
            done = subprocess.run(
                command,
                input=typed,
                text=True,
                errors="replace",
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_ENVIRONMENT,
                preexec_fn=die_with_parent(),
                user=self.uid,
                group=self.gid,
                extra_groups=self._groups,
            )
        except OSError as error:
            raise EmbeddedPostgresError(f"{command[0]} cannot be run: {error.strerror}.") from error
        if done.returncode != 0:
            raise EmbeddedPostgresError(f"{Path(command[0]).name} failed: {done.stdout.strip()[-1500:]}")
        return done.stdout

    def own(self, folder: Path) -> None:
        """Make a folder that only this account may enter."""
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def require_way_to(self, folder: Path) -> None:
        """EmbeddedPostgresError naming the first folder on the way that is closed to the system user."""
        if self.uid is None:
            return
        for step in [*reversed(folder.parents), folder]:
            try:
                self.run("test", "-x", step)
            except EmbeddedPostgresError:
                raise EmbeddedPostgresError(
                    f"The database runs as the system user {self.name}, to whom {step} is closed, so it cannot reach "
                    f"{folder}: choose a data folder elsewhere (for example under /var/lib), or run this as an "
                    "ordinary user."
                ) from None

    @property
    def _groups(self) -> list[int] | None:
        return None if self.uid is None else []


def server_account() -> Account:
    """Ours; or, as root, the system user, made if it is missing. EmbeddedPostgresError if that fails."""
    if os.geteuid() != 0:
        return Account("the present user")
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(SYSTEM_USER, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise _no_system_user(f"useradd: {error.strerror}") from error
    if done.returncode == 0:
        sys.stderr.write(f"Made the system user {SYSTEM_USER}: PostgreSQL does not run as root.\n")
    elif done.returncode != _USERADD_NAME_TAKEN:  # taken: another process was faster
        raise _no_system_user(done.stderr.strip())


def _no_system_user(complaint: str) -> EmbeddedPostgresError:
    return EmbeddedPostgresError(
        f"PostgreSQL does not run as root, and its system user could not be made ({complaint}): "
        f"make a system user named {SYSTEM_USER}, or run this as an ordinary user."
    )
