"""A PostgreSQL server of our own, for schools that install no database (Linux and macOS; Windows is out of scope).

Whoever needs the database holds a shared lock on `users.lock` for as long as it lives. A *keeper*, a small process of
its own and the parent of postgres, is started by the first user and ends the server when it gets that lock for itself
alone: then nobody is there. The kernel drops the locks of a process that was killed, so neither somebody's start nor
anybody's end, in whatever way, takes the server from another user or leaves it behind.
"""

from db.embedded.client import EmbeddedPostgres
from db.embedded.errors import EmbeddedPostgresError

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
