"""The demo's own database server, and an empty database in it for each sample school."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from absensi.errors import CommandRefused
from db.embedded import EmbeddedPostgres
from db.embedded.locks import FileLock

_DATABASE = "demo"


@contextlib.asynccontextmanager
async def demo_server(data_dir: Path) -> AsyncIterator[EmbeddedPostgres]:
    """An embedded server apart from a real school's. Raises CommandRefused when another demo uses it."""
    folder = data_dir / "demo"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    alone = FileLock(folder / "lock")
    if not alone.try_exclusive():
        raise CommandRefused(f"A demo is running in {folder} already.")
    try:
        async with EmbeddedPostgres(folder / "postgres") as server:
            yield server
    finally:
        alone.release()


async def empty_database(server: EmbeddedPostgres) -> str:
    """Drop the last sample school; the address of the database for the next one."""
    # As the superuser: the service may not send away the server's own workers, and one may be vacuuming the school.
    connection = await asyncpg.connect(server.url("postgres", user="postgres").replace("+asyncpg", ""))
    await connection.execute(f"DROP DATABASE IF EXISTS {_DATABASE} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {_DATABASE} OWNER absensi")
    await connection.close()
    return server.url(_DATABASE)
