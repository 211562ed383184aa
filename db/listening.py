"""Being woken by the database: LISTEN, with a look every so often as the back-up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
from sqlalchemy import make_url

_RECONNECT_AFTER = 1.0  # seconds


async def wakeups(url: str, channel: str, *, every: float, woken: asyncio.Event | None = None) -> AsyncIterator[None]:
    """Yield at once, whenever `channel` is notified or the caller sets `woken`, and after `every` seconds anyway. A
    lost database is waited for.
    """
    woken = woken or asyncio.Event()
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            connection = await asyncpg.connect(address, timeout=5)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(_RECONNECT_AFTER)
            continue
        connection.add_termination_listener(lambda _: woken.set())
        try:
            await connection.add_listener(channel, lambda *_: woken.set())
            while not connection.is_closed():
                woken.clear()
                yield
                # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the wake-up.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(every):
                        await woken.wait()
        finally:
            with contextlib.suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=2)
