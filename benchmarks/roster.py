"""Import of a large school's file."""

import time
from collections.abc import Awaitable

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.school import school_file
from benchmarks.statements import counted
from core.roster import ImportPlan, import_workbook, plan_import
from db.engine import make_engine, transactions

CLASSES, PUPILS = 50, 40
ROUNDS = 5


async def roster() -> list[Figure]:
    """2,000 pupils from the bytes of the file to the commit, into an empty school and once more."""
    file = school_file(CLASSES, PUPILS)
    preview, first, again, statements = [], [], [], []
    for _ in range(ROUNDS):
        async with ground() as house:
            preview.append(await _seconds(_previewed(house, file)))
            begun = time.perf_counter()
            statements.append(await _imported(house, file))
            first.append(time.perf_counter() - begun)
            again.append(await _seconds(_imported(house, file)))
    pupils = f"{CLASSES * PUPILS:,} pupils"
    return [
        Figure(f"import of {pupils}: preview", "s", preview),
        Figure(f"import of {pupils}", "s", first),
        Figure(f"import of {pupils}", "statements", statements),
        Figure(f"import of {pupils}: the same file again", "s", again),
    ]


async def _previewed(house: Ground, file: bytes) -> ImportPlan:
    async with house.transaction() as session:
        return await plan_import(session, file, now=house.clock())


async def _imported(house: Ground, file: bytes) -> float:
    """How many statements it took."""
    engine = make_engine(house.database_url, sees_whole_school=True)
    with counted(engine) as asked:
        async with transactions(engine)() as session:
            await import_workbook(session, file, now=house.clock())
    await engine.dispose()
    return asked.statements


async def _seconds(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
