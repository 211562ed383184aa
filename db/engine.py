"""Connections and transactions.

Row-level security is the net under `core.policy`: a connection that was told nothing sees no pupil. Parts that serve
the whole school (gateway, scheduler, command line) connect with `sees_whole_school`; the bot's connections don't, and
each of its transactions is told what the person it serves may see by `limit_sight`.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager

from sqlalchemy import func, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens a session in a transaction that commits at the end of the block and rolls back on an exception."""


def make_engine(url: str, *, sees_whole_school: bool, pool_size: int = 5) -> AsyncEngine:
    """`url` as people write it (`postgresql://…`); pools are never shared between the two kinds of sight."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_use_lifo=True,  # the warmest first: each connection prepares and plans its statements for itself
        hide_parameters=True,  # errors end up in logs, and parameters are names and numbers
        connect_args={
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": {
                "timezone": "UTC",
                "lock_timeout": "5s",
                "statement_timeout": "30s",
                "idle_in_transaction_session_timeout": "60s",
                # Row-level security makes plans look dear, and compiling one costs a hundred times what it takes.
                "jit": "off",
                "absensi.scope": "*" if sees_whole_school else "",
            },
        },
    )


def transactions(engine: AsyncEngine) -> Transaction:
    return async_sessionmaker(engine, expire_on_commit=False).begin


async def limit_sight(
    session: AsyncSession, *, whole_school: bool = False, classes: Iterable[int] = (), students: Iterable[int] = ()
) -> None:
    """Until the end of this transaction, let row-level security show these classes' pupils and these pupils, or
    everybody.
    """
    await session.execute(
        select(
            func.set_config("absensi.scope", "*" if whole_school else "", True),
            func.set_config("absensi.classes", ",".join(map(str, classes)), True),
            func.set_config("absensi.students", ",".join(map(str, students)), True),
        )
    )


async def introduce(session: AsyncSession, telegram_id: int) -> None:
    """Until the end of this transaction, let row-level security show of which pupils this account is a guardian."""
    await session.execute(select(func.set_config("absensi.account", str(telegram_id), True)))
