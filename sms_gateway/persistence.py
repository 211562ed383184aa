"""Writing down what has happened, whatever it takes: a database that is away comes back, an SMS that left doesn't."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asyncpg import InterfaceError, InternalClientError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Transaction

Result = TypeVar("Result")
_PAUSE = 1.0  # seconds
log = structlog.get_logger()


def is_away(error: Exception) -> bool:
    """Whether the database restarts or cannot be reached, rather than refusing what it was asked.

    While it restarts, asyncpg's errors come through SQLAlchemy, past it, and as plain errors of the socket.
    """
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return False
    return isinstance(error, DBAPIError | InterfaceError | InternalClientError | OSError)


async def lasting(transaction: Transaction, change: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    """Runs `change` in a transaction of its own, again and again while the database is away.

    Only for changes that may be made twice: a commit whose answer was lost is tried again.
    """
    while True:
        try:
            async with transaction() as session:
                return await change(session)
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("the gateway waits for the database", error=str(error))
            await asyncio.sleep(_PAUSE)
