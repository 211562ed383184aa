"""Updates per second through the reporting path, beside a bare aiogram echo bot on the same simulator."""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from benchmarks import echo_bot
from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground, program
from benchmarks.leaders import TAPS, Leader, Pause, gather_leaders, take_answers
from benchmarks.machine import cpu_seconds
from benchmarks.school import found_school
from simulator.telegram import TelegramServer

CLASSES, PUPILS = 60, 36
ROUNDS = 5
_MINUTE = 60.0
_LONGEST_PAUSE = 3.0


async def updates() -> list[Figure]:
    """Everybody taps as fast as the bot answers; the two bots take turns, so that both meet the same machine."""
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(ground())
        ours, leaders = await stack.enter_async_context(_reporting(house))
        echo, people = await stack.enter_async_context(_echoing(house.folder))
        reported, echoed, our_cpu, echo_cpu = [], [], [], []
        for turn in range(ROUNDS):
            cpu = cpu_seconds([ours.pid])
            reported.append(await _rate(leaders, lambda one, turn=turn: one.report(turn)))
            our_cpu.append(1000 * (cpu_seconds([ours.pid]) - cpu) / (TAPS * CLASSES))
            cpu = cpu_seconds([echo.pid])
            echoed.append(await _rate(people, _talk))
            echo_cpu.append(1000 * (cpu_seconds([echo.pid]) - cpu) / (TAPS * CLASSES))
        return [
            Figure("reporting path", "updates/s", reported),
            Figure("bare echo", "updates/s", echoed),
            Figure("ratio, reporting path to echo", "", [a / b for a, b in zip(reported, echoed, strict=True)]),
            Figure("reporting path: answer, 60 leaders tapping without a pause", "ms", _ms(take_answers(leaders))),
            Figure("bare echo: answer, 60 people writing without a pause", "ms", _ms(take_answers(people))),
            Figure("reporting path: processor time of the bot's process an update", "ms", our_cpu),
            Figure("bare echo: processor time of the bot's process an update", "ms", echo_cpu),
        ]


async def minute() -> list[Figure]:
    """60 classes report within one minute, as people do it: beginning at any moment, with pauses between taps."""
    async with ground() as house, _reporting(house) as (_, leaders):
        latest = _MINUTE - (TAPS - 1) * _LONGEST_PAUSE
        begun = time.perf_counter()
        await asyncio.gather(*(_some_time(leader, seed, latest) for seed, leader in enumerate(leaders)))
        seconds = time.perf_counter() - begun
    answers = _ms(take_answers(leaders))
    return [
        Figure(f"{CLASSES} classes report within {seconds:.0f} s: answer after the update's arrival", "ms", answers)
    ]


@contextlib.asynccontextmanager
async def _reporting(house: Ground) -> AsyncIterator[tuple[Process, list[Leader]]]:
    """The real bot in a process of its own, and the secretaries of a large school in this one."""
    school = await found_school(house, CLASSES, PUPILS)
    async with TelegramServer() as telegram:
        asked = house.absensi("run", "bot", bot_token=telegram.token, telegram_api_url=telegram.url)
        async with asked as process:
            yield process, await gather_leaders(telegram, school)


@contextlib.asynccontextmanager
async def _echoing(folder: Path) -> AsyncIterator[tuple[Process, list[Leader]]]:
    async with TelegramServer() as telegram:
        source = str(Path(echo_bot.__file__).resolve())
        async with program(source, telegram.url, telegram.token, folder=folder) as process:
            people = [Leader(telegram.user(f"Orang {number}")) for number in range(CLASSES)]
            await asyncio.gather(*(person.echo("halo") for person in people))
            take_answers(people)
            yield process, people


async def _rate(people: Sequence[Leader], act: Callable[[Leader], Awaitable[None]]) -> float:
    """Updates a second while everybody does it at once."""
    begun = time.perf_counter()
    await asyncio.gather(*(act(person) for person in people))
    return TAPS * len(people) / (time.perf_counter() - begun)


async def _talk(person: Leader) -> None:
    for number in range(TAPS):
        await person.echo(f"pesan {number}")


async def _some_time(leader: Leader, seed: int, latest: float) -> None:
    await Pause(0, latest, seed).take()
    await leader.report(0, Pause(1, _LONGEST_PAUSE, seed))


def _ms(seconds: Sequence[float]) -> list[float]:
    return [1000 * value for value in seconds]
