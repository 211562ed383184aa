"""Who opens a station's paths, and how often: wrong secrets are bounded by where they come from, before the database is
asked; what a right one looks at is bounded as what it writes.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import web

from core.errors import NotFound
from station.rate import Rate

GUESSES_PER_SECOND, GUESSES_AT_ONCE = 1.0, 60.0
# A page looks at the day every 20 s and at a photo for each scan; several tablets may share a station.
LOOKS_PER_SECOND, LOOKS_AT_ONCE = 10.0, 100.0


@dataclass(frozen=True, slots=True)
class Door:
    """`opened`: the secrets that are known to open a station. They cost no guess, so that behind a proxy, where all
    requests come from one address, nobody's guessing locks out the gates.
    """

    guesses: Rate = field(default_factory=lambda: Rate(GUESSES_PER_SECOND, GUESSES_AT_ONCE))
    looks: Rate = field(default_factory=lambda: Rate(LOOKS_PER_SECOND, LOOKS_AT_ONCE))
    opened: set[str] = field(default_factory=set)

    def wait(self, secret: str, remote: str | None) -> float:
        """Seconds until this secret from there may be tried; 0 for now."""
        return 0.0 if secret in self.opened else self.guesses.take(remote)

    @contextlib.contextmanager
    def tried(self, secret: str) -> Iterator[None]:
        """Around looking a secret up, which raises NotFound for a wrong one."""
        try:
            yield
        except NotFound:
            self.opened.discard(secret)
            raise
        self.opened.add(secret)


DOOR = web.AppKey("DOOR", Door)
