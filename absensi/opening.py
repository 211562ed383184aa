"""Opening the database that the settings name, embedded or not, for the service and for one command alike."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

import migrations
from absensi.settings import Settings, load_settings
from core.clock import Clock, school_clock
from db.embedded import EmbeddedPostgres
from db.engine import Transaction, make_engine, transactions


@dataclass(frozen=True, slots=True)
class Opened:
    """An open, migrated database and what goes with it. `transaction` sees the whole school."""

    settings: Settings
    clock: Clock
    clock_offset: timedelta
    database_url: str
    engine: AsyncEngine
    transaction: Transaction
    embedded: EmbeddedPostgres | None


@contextlib.asynccontextmanager
async def opened(settings: Settings | None = None) -> AsyncIterator[Opened]:
    """Join or start the database, bring its schema up to date, and let go of it at the end."""
    settings = settings or load_settings()
    async with contextlib.AsyncExitStack() as stack:
        embedded = None
        url = settings.database_url.get_secret_value()
        if not url:
            embedded = EmbeddedPostgres(settings.data_dir.absolute() / "postgres")
            await stack.enter_async_context(embedded)
            url = embedded.url("absensi", "absensi")
        engine = make_engine(url, sees_whole_school=True)
        stack.push_async_callback(engine.dispose)
        if not await migrations.is_current(engine):
            await migrations.upgrade(engine)
        offset = settings.clock_offset
        clock = school_clock(settings.timezone, offset)
        yield Opened(settings, clock, offset, url, engine, transactions(engine), embedded)
