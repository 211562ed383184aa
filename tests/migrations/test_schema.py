"""The schema's history ends in exactly the tables that the program knows, and goes both ways."""

import asyncio

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

import migrations
from db.embedded import EmbeddedPostgres
from db.engine import make_engine
from db.models import Base
from tests.db_cluster import create_database


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


async def test_the_migrated_schema_is_the_one_the_models_describe(database_url: str) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_several_processes_that_start_at_once_migrate_once(server: EmbeddedPostgres, worker_id: str) -> None:
    url = await create_database(server, f"at_once_{worker_id}")
    engines = [make_engine(url, sees_whole_school=True) for _ in range(3)]
    assert not await migrations.is_current(engines[0])
    await asyncio.gather(*(migrations.upgrade(engine) for engine in engines))
    assert await migrations.is_current(engines[0])
    await asyncio.gather(*(engine.dispose() for engine in engines))


async def test_every_step_can_be_taken_back(server: EmbeddedPostgres, worker_id: str) -> None:
    engine = make_engine(await create_database(server, f"back_{worker_id}"), sees_whole_school=True)
    await migrations.upgrade(engine)

    def down(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", migrations.__path__[0])
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with engine.begin() as connection:
        await connection.run_sync(down)
        tables = await connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        )
    assert tables == 0
    await migrations.upgrade(engine)
    await engine.dispose()


async def test_the_service_is_neither_superuser_nor_exempt_from_row_level_security(database_url: str) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    async with engine.connect() as connection:
        row = await connection.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        )
        assert row.scalar_one() is False
    await engine.dispose()
