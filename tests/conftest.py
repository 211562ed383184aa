"""A real, migrated database for every test: savepoints for the small ones, a database of their own for the flows."""

import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

import migrations
from absensi.logs import set_up_logs
from db.embedded import EmbeddedPostgres
from db.engine import Transaction, make_engine, transactions
from tests.db_cluster import cluster, create_database, pytest_configure, pytest_unconfigure
from tests.school import School, found_school

__all__ = ["pytest_configure", "pytest_unconfigure"]  # pytest's hooks: found here

set_up_logs("warning", "text")
gc.set_threshold(20_000, 20, 50)  # what a worker has imported stays; looking through it for garbage took a sixth of all
settings.register_profile("patient", deadline=None)  # other tests run at the same time
settings.load_profile("patient")

# What takes longest begins first, or one worker is left alone with it at the end.
_LONGEST_FIRST = ("sms_gateway", "flows", "bot", "station")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place_in_the_run)


def _place_in_the_run(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[EmbeddedPostgres]:
    running = await cluster()
    yield running
    running.close()


@pytest.fixture(scope="session")
async def template(server: EmbeddedPostgres, worker_id: str) -> str:
    """The name of a migrated, empty database that others are copied from."""
    name = f"template_{worker_id}"
    engine = make_engine(await create_database(server, name), sees_whole_school=True)
    await migrations.upgrade(engine)
    await engine.dispose()
    return name


@pytest.fixture(scope="session")
async def engine(server: EmbeddedPostgres, template: str, worker_id: str) -> AsyncIterator[AsyncEngine]:
    url = await create_database(server, f"shared_{worker_id}", template)
    engine = make_engine(url, sees_whole_school=True)
    yield engine
    await engine.dispose()


@pytest.fixture
async def transaction(engine: AsyncEngine) -> AsyncIterator[Transaction]:
    """Sees the whole school. Everything, commits included, is undone after the test."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint").begin
        await outer.rollback()


@pytest.fixture
async def session(transaction: Transaction) -> AsyncIterator[AsyncSession]:
    async with transaction() as session:
        yield session


@pytest.fixture
async def school(session: AsyncSession) -> School:
    return await found_school(session)


@pytest.fixture
async def apart(database_url: str) -> AsyncIterator[Transaction]:
    """Transactions that really commit, each on a connection of its own."""
    engine = make_engine(database_url, sees_whole_school=True)
    yield transactions(engine)
    await engine.dispose()


@pytest.fixture
async def database_url(server: EmbeddedPostgres, template: str, worker_id: str) -> str:
    """A migrated, empty database of the test's own: several processes may commit to it. Its name is that of the one
    before, so that engines which were made for that one find it.
    """
    return await create_database(server, f"own_{worker_id}", template)
