"""One throw-away database server for a whole test run, whatever the number of xdist workers.

The controller names a folder, each worker joins the server in it by the same mechanism as the service, and the
controller removes it at the end. What a killed run left behind is removed by the next one. For that,
`tests/conftest.py` imports the two pytest hooks from here beside what it uses.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from db.embedded import EmbeddedPostgres
from db.embedded.locks import is_held_exclusively

# Nothing in it must survive a crash.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}

_VARIABLE = "ABSENSI_TEST_CLUSTER"
_PREFIX = f"absensi-test-{os.getuid()}-"
_STOP_SECONDS = 30.0
_ROOM = 2 * 1024**3  # bytes; a run uses less than half


def pytest_configure(config: pytest.Config) -> None:
    if not _is_worker(config):
        # Not mkdtemp: its folder is closed to the system user under whom the server runs if we are root.
        parent = _parent()
        _remove_leftovers(parent)
        os.environ[_VARIABLE] = str(parent / f"{_PREFIX}{os.getpid()}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        remove_cluster(Path(os.environ.pop(_VARIABLE)))


async def cluster() -> EmbeddedPostgres:
    """The run's server, started or joined. Close it at the end of the (worker's) session."""
    return await EmbeddedPostgres(Path(os.environ[_VARIABLE]), THROW_AWAY).start()


async def create_database(cluster: EmbeddedPostgres, name: str, template: str = "template1") -> str:
    """Make a database of the service's own (20 ms in memory, 100 on a disk), in place of the one of this name; return
    its URL. Nobody may be connected to the template.
    """
    # As the superuser: the service may not send away the server's own workers, and one may be vacuuming there.
    connection = await connect(cluster.url("postgres", user="postgres"))
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}" OWNER absensi TEMPLATE "{template}" STRATEGY file_copy')
    finally:
        await connection.close()
    return cluster.url(name)


async def connect(url: str) -> asyncpg.Connection:
    """Without SQLAlchemy, which such an address is written for."""
    return await asyncpg.connect(url.replace("+asyncpg", ""), timeout=30)


def remove_cluster(folder: Path) -> None:
    """Wait until the server in this folder has ended, for its users have, and remove the folder if it was ever made."""
    deadline = time.monotonic() + _STOP_SECONDS
    while folder.exists() and is_held_exclusively(folder / "keeper.lock"):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the test database in {folder} is still in use")
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the system user can pass through: pytest's own is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="absensi-embedded-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for home in folder.iterdir():
            remove_cluster(home)
        shutil.rmtree(folder)


def _parent() -> Path:
    """In memory where there is room: each copied database is a thousand small files, ten times as dear on a disk."""
    memory = Path("/dev/shm")  # noqa: S108  # the folder's name tells nobody anything, and only its owner may enter
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if has_room else Path(tempfile.gettempdir())


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _remove_leftovers(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):  # another run does the same
            if not _is_another_run(int(folder.name.removeprefix(_PREFIX))):
                remove_cluster(folder)


def _is_another_run(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
