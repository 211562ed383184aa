"""Telling a database that is away, or in a conflict that passes, from one that refuses what it was asked."""

from asyncpg import InterfaceError, InternalClientError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_PASSING = (
    "08",  # the connection broke
    "40",  # a deadlock or a serialization conflict: the loser tries again
    "53",  # out of connections, memory or disk
    "55P03",  # somebody else held the lock too long
    "57P",  # shutting down or starting up
)


def will_pass(error: BaseException) -> bool:
    """Whether the same work may succeed later, unchanged. Everything else is a bug or bad data, and stays so.

    While a server restarts, errors come through SQLAlchemy, past it from asyncpg, and as plain errors of the socket.
    A value that does not fit its column is not among them: tried again, it would stop a queue for ever.
    """
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or state.startswith(_PASSING)
    return isinstance(error, InterfaceError | InternalClientError | PoolTimeout | OSError)
