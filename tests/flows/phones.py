"""A modem for a house: real gammu in a worker process of its own, on a pseudo-terminal, with phones behind it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from absensi.settings import ModemSettings
from simulator.modem import Modem, Network
from sms_gateway.supervisor import Supervisor
from tests.flows.house import House
from tests.school import WIB

SCHOOL_NUMBER = "+6281100000001"


@contextlib.asynccontextmanager
async def with_modem(house: House, folder: Path) -> AsyncIterator[Modem]:
    """The house can send and receive SMS until the block ends."""
    async with contextlib.AsyncExitStack() as stack:
        house.network = await stack.enter_async_context(Network(now=house.clock))
        modem = await stack.enter_async_context(Modem(folder / "modem", network=house.network, number=SCHOOL_NUMBER))
        supervisor = Supervisor(
            [ModemSettings("satu", "at115200", modem.device)],
            database_url=house.database_url,
            clock_offset=house.clock() - datetime.now(UTC),
            timezone=WIB,
        )
        running = asyncio.create_task(supervisor.run())
        try:
            yield modem
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
