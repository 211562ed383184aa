"""Writing down what has happened, whatever it takes: a database that is away comes back, an SMS that left doesn't."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asyncpg import InterfaceError, InternalClientError
from sqlalchemy.exc import InterfaceError as SqlInterfaceError
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Transaction

Result = TypeVar("Result")
AWAY = (OperationalError, SqlInterfaceError, InterfaceError, InternalClientError, OSError)
"""What is raised while the database restarts or cannot be reached."""

_PAUSE = 1.0  # seconds
log = structlog.get_logger()


async def lasting(transaction: Transaction, change: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    """Runs `change` in a transaction of its own, again and again while the database is away.

    Only for changes that may be made twice: a commit whose answer was lost is tried again.
    """
    while True:
        try:
            async with transaction() as session:
                return await change(session)
        except AWAY as error:
            log.warning("the gateway waits for the database", error=str(error))
            await asyncio.sleep(_PAUSE)
