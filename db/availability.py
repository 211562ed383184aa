"""Telling a database that is away, or in a conflict that passes, from one that refuses what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asyncpg import InterfaceError, InternalClientError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Transaction

Result = TypeVar("Result")
PAUSE = 1.0  # seconds between two tries
log = structlog.get_logger()

_CONFLICT = "40"  # a deadlock or a serialization conflict: the loser tries again
_PASSING = (
    "08",  # the connection broke
    _CONFLICT,
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
        return error.connection_invalidated or _state(error).startswith(_PASSING)
    return isinstance(error, InterfaceError | InternalClientError | PoolTimeout | OSError)


def is_conflict(error: BaseException) -> bool:
    """Whether two transactions stood in each other's way: the same work succeeds at once, for the other is done."""
    return isinstance(error, DBAPIError) and _state(error).startswith(_CONFLICT)


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


async def lasting(transaction: Transaction, change: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    """Run `change` in a transaction of its own, again and again while the database is away.

    For what has happened outside already and must be written down. `change` may be made twice: a commit whose answer
    was lost is tried again.
    """
    while True:
        try:
            async with transaction() as session:
                return await change(session)
        except Exception as error:
            if not will_pass(error):
                raise
            log.warning("waiting for the database", error=str(error))
            await asyncio.sleep(PAUSE)
