"""What a tap costs the database, and today's view of a whole school: neither may grow with the pupils."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.leaders import TAPS, Leader, gather_leaders, take_answers
from benchmarks.school import School, found_school
from benchmarks.statements import Asked, counted
from bot.service import TelegramBot, TelegramSettings
from core import overview
from core.actors import actor_by_telegram
from core.outbox import is_open
from core.policy import limit_to
from db.engine import Transaction, make_engine, transactions
from db.models import OutboxMessage
from simulator.telegram import TelegramServer

CLASSES = 60
SIZES = (12, 36)
_REPORTERS = 12
_LOOKS = 15


@dataclass(slots=True)
class _House:
    """The bot in this process, its two kinds of connections counted: those of the handlers, and those of the queues."""

    school: School
    leaders: list[Leader]
    leader_of_school: Leader
    limited: Transaction
    handlers: Asked
    queues: Asked
    by_tap: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


async def screens() -> list[Figure]:
    """For a small school and a large one: statements of each tap's transaction, and /hari_ini for all classes."""
    figures = []
    for size in SIZES:
        async with ground() as place, _house(place, size) as house:
            about = f"{CLASSES}x{size} pupils"
            figures += await _taps(house, about)
            figures += await _today(house, place, about)
    return figures


async def _taps(house: _House, about: str) -> list[Figure]:
    await _all_delivered(house)
    house.queues.take()
    for leader in house.leaders[:_REPORTERS]:
        await _report(house, leader)
    queues, taps = house.queues.take(), TAPS * _REPORTERS
    return [
        *(Figure(f"{about}: {tap}", "statements", counts) for tap, counts in house.by_tap.items()),
        Figure(f"{about}: inbox and courier, a tap", "statements", [queues.statements / taps]),
        Figure(f"{about}: inbox and courier, a tap", "commits", [queues.commits / taps]),
        Figure(f"{about}: answer to a tap, nobody else there", "ms", take_answers(house.leaders)),
    ]


async def _all_delivered(house: _House) -> None:
    """Everybody's menu of commands has left, at Telegram's pace: what comes now is the taps' own."""
    while True:
        async with house.limited() as session:
            if not await session.scalar(select(func.count()).select_from(OutboxMessage).where(*is_open())):
                return
        await asyncio.sleep(0.1)


async def _report(house: _House, leader: Leader) -> None:
    """A report as in the other benchmarks, looking at the counter after each answer: the transaction is over then."""
    house.handlers.take()
    screen = await leader.say("/lapor")
    house.by_tap["/lapor"].append(house.handlers.take().statements)
    assert leader.classroom is not None
    labels = {"a reason": "Alfa", **{f"a name {i}": name for i, name in enumerate(leader.classroom.pupils[:3])}}
    for tap, label in (labels | {"send": "Kirim ("}).items():
        await leader.tap(label, screen)
        house.by_tap[tap.rstrip(" 012")].append(house.handlers.take().statements)


async def _today(house: _House, place: Ground, about: str) -> list[Figure]:
    statements, alone = [], []
    for _ in range(_LOOKS):
        house.handlers.take()
        await house.leader_of_school.say("/hari_ini")
        statements.append(float(house.handlers.take().statements))
        alone.append(await _looked(house, place))
    return [
        Figure(f"{about}: /hari_ini of the whole school", "statements", statements),
        Figure(f"{about}: /hari_ini of the whole school, answer", "ms", take_answers([house.leader_of_school])),
        Figure(f"{about}: of that, core.overview.classes_today", "ms", alone),
    ]


async def _looked(house: _House, place: Ground) -> float:
    """Milliseconds of the view by itself, as the head of the school sees it."""
    async with house.limited() as session:
        actor = await actor_by_telegram(session, house.school.leader, on=place.clock().date())
        assert actor is not None
        await limit_to(session, actor)
        begun = time.perf_counter()
        await overview.classes_today(session, actor)
        return 1000 * (time.perf_counter() - begun)


@contextlib.asynccontextmanager
async def _house(place: Ground, size: int) -> AsyncIterator[_House]:
    async with contextlib.AsyncExitStack() as stack:
        school = await found_school(place, CLASSES, size)
        limited = make_engine(place.database_url, sees_whole_school=False)
        whole = make_engine(place.database_url, sees_whole_school=True)
        for engine in (limited, whole):
            stack.push_async_callback(engine.dispose)
        handlers, queues = (stack.enter_context(counted(engine)) for engine in (limited, whole))
        telegram = await stack.enter_async_context(TelegramServer())
        bot = TelegramBot(
            TelegramSettings(telegram.token, telegram.url, None, ""),
            limited=transactions(limited),
            transaction=transactions(whole),
            clock=place.clock,
            database_url=place.database_url,
        )
        await stack.enter_async_context(_running(bot))
        leader = Leader(telegram.user("Ibu Kepala", id=school.leader))
        leaders = await gather_leaders(telegram, school)
        await leader.say("/start")
        take_answers([leader])
        yield _House(school, leaders, leader, transactions(limited), handlers, queues)


@contextlib.asynccontextmanager
async def _running(bot: TelegramBot) -> AsyncIterator[None]:
    task = asyncio.create_task(bot.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
