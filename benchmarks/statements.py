"""Counting what the database is asked, by the engine's own events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(slots=True)
class Asked:
    """`statements` without BEGIN and COMMIT; each of the `commits` waits for the disk."""

    statements: int = 0
    commits: int = 0

    def take(self) -> "Asked":
        """What has come since it was last taken."""
        taken = Asked(self.statements, self.commits)
        self.statements = self.commits = 0
        return taken


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[Asked]:
    """Counts until the end of the block."""
    asked = Asked()

    def note_statement(*_: object) -> None:
        asked.statements += 1

    def note_commit(_: object) -> None:
        asked.commits += 1

    listening: dict[str, Callable[..., None]] = {"before_cursor_execute": note_statement, "commit": note_commit}
    for name, note in listening.items():
        event.listen(engine.sync_engine, name, note)
    try:
        yield asked
    finally:
        for name, note in listening.items():
            event.remove(engine.sync_engine, name, note)
