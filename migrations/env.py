"""Alembic's entry. `migrations.upgrade` gives the connection; a developer's `alembic` call opens its own."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from db.engine import make_engine
from db.models import Base


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_alone() -> None:
    engine = make_engine(os.environ["ABSENSI_DATABASE_URL"], sees_whole_school=True)
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(run_alone())
else:
    run(given)
