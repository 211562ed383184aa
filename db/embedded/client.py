"""What a user of the embedded server holds in its hands."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from db.embedded.errors import EmbeddedPostgresError
from db.embedded.home import PORT, Home
from db.embedded.locks import FileLock

_WAIT_SECONDS = 0.02
_TOP_FOLDER = Path(__file__).resolve().parents[2]
"""From where `python -m db.embedded.keeper` is found, installed or not."""


class EmbeddedPostgres:
    """This process's use of the server in the folder `home`; as many processes as like may use it at once.

    `settings` are server settings (`fsync`, …) for the case that this user is the one to start it; a server already up
    is joined as it is. A process made by a bare fork inherits the use; programs that are started don't: they have
    their own.
    """

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self._home = Home(home.resolve())
        self._settings = dict(settings or {})
        self._use = FileLock(self._home.users_lock)
        self._bringing_back = asyncio.Lock()

    async def start(self) -> Self:
        """Be a user of the server from now on, and return when it takes connections.

        First start about a second, later ones about 0.2 s, minutes after a power cut with much to replay.
        Raises EmbeddedPostgresError with a sentence for the person at the terminal.
        """
        self._home.make()
        try:
            # A keeper may just be putting the server down.
            while not self._use.try_shared():  # noqa: ASYNC110 - file locks have no event to wait for
                await asyncio.sleep(_WAIT_SECONDS)
            await self.ensure()
        except BaseException:
            self.close()
            raise
        return self

    async def ensure(self) -> None:
        """Bring the server back if it is gone, keeper and all; cheap if it is not. Between `start` and `close`."""
        async with self._bringing_back:
            if not self._home.server_is_ready():
                await self._start_keeper()

    def close(self) -> None:
        """Use the server no more. When nobody else does, its keeper ends it within a second."""
        self._use.release()

    def url(self, database: str = "absensi", user: str = "absensi") -> str:
        """For SQLAlchemy with asyncpg. `postgres` is the superuser; `absensi`, the service, is not."""
        folder = quote(str(self._home.socket_folder), safe="")
        return f"postgresql+asyncpg://{quote(user)}@/{quote(database)}?host={folder}&port={PORT}"

    async def _start_keeper(self) -> None:
        launcher = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "db.embedded.keeper", self._home.folder),
            *(f"{name}={value}" for name, value in self._settings.items()),
            cwd=_TOP_FOLDER,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        words, _ = await launcher.communicate()
        if launcher.returncode != 0:
            raise EmbeddedPostgresError(words.decode(errors="replace").strip())

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
