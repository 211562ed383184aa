"""What passes by itself is waited out; what the database will never take is not tried for ever."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import db.availability
from db.availability import lasting, will_pass
from db.engine import make_engine, transactions

NEVER = {
    "a number that fits no column": "SELECT CAST(10 ^ 30 AS int)",
    "a division by zero": "SELECT 1 / 0",
    "no such column": "SELECT nothing",
    "a key twice": "INSERT INTO departments (code, name) VALUES ('A', 'a'), ('A', 'b')",
    "a query that takes too long": "DO $$ BEGIN RAISE SQLSTATE '57014'; END $$",
}
LATER = {
    "a deadlock": "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$",
    "a lock held by another": "DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$",
    "a shutdown": "DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$",
    "a connection that is cut": "SELECT pg_terminate_backend(pg_backend_pid())",
}


async def error_of(database_url: str, statement: str) -> Exception:
    engine = make_engine(database_url, sees_whole_school=True)
    try:
        async with transactions(engine)() as session:
            await session.execute(text(statement))
    except Exception as error:
        return error
    finally:
        await engine.dispose()
    raise AssertionError(f"the database took {statement}")


async def test_what_the_database_refuses_stays_refused(database_url: str) -> None:
    for what, statement in NEVER.items():
        assert not will_pass(await error_of(database_url, statement)), what


async def test_what_interrupts_it_passes(database_url: str) -> None:
    for what, statement in LATER.items():
        assert will_pass(await error_of(database_url, statement)), what
    assert will_pass(await error_of("postgresql://nobody@127.0.0.1:1/nothing", "SELECT 1"))


async def test_what_must_be_written_down_is_tried_until_it_stands(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.availability, "PAUSE", 0.01)
    engine = make_engine(database_url, sees_whole_school=True)
    cuts = iter([True, True])

    async def write(session: AsyncSession) -> int:
        if next(cuts, False):
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return await session.scalar(text("INSERT INTO departments (code, name) VALUES ('A', 'a') RETURNING id")) or 0

    assert await lasting(transactions(engine), write) > 0
    await engine.dispose()
