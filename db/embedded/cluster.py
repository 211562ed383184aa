"""The data folder: made once, and put in order before each start."""

import os
import shutil
from pathlib import Path

from db.embedded.account import Account
from db.embedded.errors import EmbeddedPostgresError
from db.embedded.home import Home
from db.embedded.processes import end_all_in

# The service is no superuser, so that row-level security counts; it can make databases and trusted extensions.
_FIRST_WORDS = """\
CREATE ROLE absensi LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS
CREATE DATABASE absensi OWNER absensi
"""


def prepare(home: Home, account: Account, bin_folder: Path) -> None:
    """Make the cluster if there is none, and clear away what a crash left. Only for the holder of the keeper's lock.

    Raises EmbeddedPostgresError when the data is of another major version, or not a cluster at all.
    """
    account.require_way_to(home.folder)
    account.own(home.socket_folder)
    if _has_content(home.data):
        _refuse_unusable_data(home, account, bin_folder)
    else:
        _make(home, account, bin_folder)
    clear_leftovers(home)


def clear_leftovers(home: Home) -> None:
    """Wait out the server of a killed keeper, then remove the pid and socket files that a crash or a power cut left:
    postgres would refuse to start if their process number is in use again, or if they are empty."""
    end_all_in(home.data)
    home.pid_file.unlink(missing_ok=True)
    for stale in home.socket_folder.iterdir():
        stale.unlink()


def _has_content(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _refuse_unusable_data(home: Home, account: Account, bin_folder: Path) -> None:
    try:
        found = (home.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        # Not an unfinished cluster, which has another name: perhaps a damaged one with everything in it.
        raise EmbeddedPostgresError(
            f"{home.data} holds files but no database: restore it from a backup, or move it away."
        ) from None
    ours = _major_version(account, bin_folder)
    if found != ours:
        raise EmbeddedPostgresError(
            f"The database in {home.data} is of PostgreSQL {found}, but PostgreSQL {ours} is installed: "
            "restore the last backup into a new data folder, or install the old version again."
        )


def _major_version(account: Account, bin_folder: Path) -> str:
    return account.run(bin_folder / "postgres", "--version").split()[2].split(".")[0]  # "postgres (PostgreSQL) 18.6"


def _make(home: Home, account: Account, bin_folder: Path) -> None:
    """Aside, then renamed: initdb takes a second and may be killed at any moment of it."""
    end_all_in(home.unfinished_data)
    shutil.rmtree(home.unfinished_data, ignore_errors=True)
    account.own(home.unfinished_data)
    # No locale of the machine's: the builtin provider sorts the same everywhere.
    locale = ["--no-locale", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    account.run(bin_folder / "initdb", "-D", home.unfinished_data, *locale, *access)
    single_user: list[str | Path] = ["--single", "-D", home.unfinished_data, "-c", "exit_on_error=on", "postgres"]
    account.run(bin_folder / "postgres", *single_user, typed=_FIRST_WORDS)
    home.unfinished_data.rename(home.data)
    _write_through(home.folder)


def _write_through(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
