"""The schema's history ends in exactly the tables that the program knows, and goes both ways."""

import asyncio

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

import migrations
from db.embedded import EmbeddedPostgres
from db.engine import make_engine
from db.models import Base
from tests.db_cluster import create_database


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


def _downgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


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

    async with engine.begin() as connection:
        await connection.run_sync(_downgrade, "base")
        tables = await connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        )
    assert tables == 0
    await migrations.upgrade(engine)
    await engine.dispose()


async def test_announcements_of_before_and_questions_for_their_words_keep_whom_they_are_for(database_url: str) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    async with engine.begin() as connection:
        await connection.run_sync(_downgrade, "0018")
        for statement in _BEFORE_0019:
            await connection.execute(text(statement))
    await migrations.upgrade(engine)
    assert await _pairs(engine, "SELECT body, for_guardians FROM announcements") == {"sms": True, "telegram": False}
    assert await _pairs(engine, "SELECT body, extras->'question' FROM outbox_messages") == {
        "sms": {"kind": "announce", "for_guardians": True},
        "telegram": {"kind": "announce", "for_guardians": False},
        "who": {"kind": "name", "of": "person"},
    }
    async with engine.begin() as connection:
        await connection.run_sync(_downgrade, "0018")
    as_before = {"sms": "sms", "telegram": "telegram", "who": None}
    assert await _pairs(engine, "SELECT body, extras->'question'->>'channel' FROM outbox_messages") == as_before
    await engine.dispose()


_BEFORE_0019 = (
    "INSERT INTO people (name, created_at) VALUES ('Pak Admin', now())",
    """
    INSERT INTO announcements (channel, body, written_by, written_at)
    SELECT channel, channel, people.id, now() FROM people, unnest(ARRAY['sms', 'telegram']) AS channel
    """,
    """
    INSERT INTO outbox_messages (channel, recipient, body, dedupe_key, urgency, extras, created_at, not_before)
    SELECT 'telegram', '1', asked, asked, 0, jsonb_build_object('question', question::jsonb), now(), now()
    FROM (VALUES
        ('sms', '{"kind": "announce", "channel": "sms"}'),
        ('telegram', '{"kind": "announce", "channel": "telegram"}'),
        ('who', '{"kind": "name", "of": "person"}')
    ) AS questions (asked, question)
    """,
)


async def _pairs(engine: AsyncEngine, query: str) -> dict[str, object]:
    async with engine.connect() as connection:
        rows = await connection.execute(text(query))
        return dict(rows.all())


async def test_the_service_is_neither_superuser_nor_exempt_from_row_level_security(database_url: str) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    async with engine.connect() as connection:
        row = await connection.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        )
        assert row.scalar_one() is False
    await engine.dispose()
