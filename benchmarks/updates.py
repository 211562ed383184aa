"""Updates per second through the reporting path, beside a bare aiogram echo bot on the same simulator."""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import echo_bot
from benchmarks.figures import Figure
from benchmarks.ground import ground, program
from benchmarks.leaders import TAPS, Leader, Pause, leaders_at_work, take_answers
from benchmarks.machine import cpu_seconds
from simulator.telegram import TelegramServer

CLASSES, PUPILS = 60, 36
ECHOES = 30  # of each person in a round: more than TAPS, as an echo takes so little that a round would be over at once
ROUNDS = 5
_MINUTE = 60.0
_ECHO_BOT = str(Path(echo_bot.__file__).resolve())
_LONGEST_PAUSE = 3.0


async def updates() -> list[Figure]:
    """Everybody taps as fast as the bot answers; the two bots take turns, so that both meet the same machine."""
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(ground())
        ours, leaders = await stack.enter_async_context(leaders_at_work(house, "bot", classes=CLASSES, pupils=PUPILS))
        echo, people = await stack.enter_async_context(_echoing(house.folder))
        reported, echoed, our_cpu, echo_cpu = [], [], [], []
        for turn in range(ROUNDS):
            cpu = cpu_seconds([ours.pid])
            reported.append(await _rate(leaders, TAPS, partial(Leader.report, turn=turn)))
            our_cpu.append(1000 * (cpu_seconds([ours.pid]) - cpu) / (TAPS * CLASSES))
            cpu = cpu_seconds([echo.pid])
            echoed.append(await _rate(people, ECHOES, _talk))
            echo_cpu.append(1000 * (cpu_seconds([echo.pid]) - cpu) / (ECHOES * CLASSES))
        return [
            Figure("reporting path", "updates/s", reported),
            Figure("bare echo", "updates/s", echoed),
            Figure("ratio, reporting path to echo", "", [a / b for a, b in zip(reported, echoed, strict=True)]),
            Figure("reporting path: answer, 60 leaders tapping without a pause", "ms", take_answers(leaders)),
            Figure("bare echo: answer, 60 people writing without a pause", "ms", take_answers(people)),
            Figure("reporting path: processor time of the bot's process an update", "ms", our_cpu),
            Figure("bare echo: processor time of the bot's process an update", "ms", echo_cpu),
        ]


async def minute() -> list[Figure]:
    """60 classes report within one minute, as people do it: beginning at any moment, with pauses between taps."""
    async with ground() as house, leaders_at_work(house, "bot", classes=CLASSES, pupils=PUPILS) as (_, leaders):
        latest = _MINUTE - (TAPS - 1) * _LONGEST_PAUSE
        begun = time.perf_counter()
        await asyncio.gather(*(_some_time(leader, seed, latest) for seed, leader in enumerate(leaders)))
        seconds = time.perf_counter() - begun
    answers = take_answers(leaders)
    return [
        Figure(f"{CLASSES} classes report within {seconds:.0f} s: answer after the update's arrival", "ms", answers)
    ]


@contextlib.asynccontextmanager
async def _echoing(folder: Path) -> AsyncIterator[tuple[Process, list[Leader]]]:
    async with (
        TelegramServer() as telegram,
        program(_ECHO_BOT, telegram.url, telegram.token, folder=folder) as process,
    ):
        people = [Leader(telegram.user(f"Orang {number}")) for number in range(CLASSES)]
        await asyncio.gather(*(person.say("halo") for person in people))
        take_answers(people)
        yield process, people


async def _rate(people: Sequence[Leader], count: int, act: Callable[[Leader], Awaitable[None]]) -> float:
    """Updates a second while everybody at once does what makes `count` of them."""
    begun = time.perf_counter()
    await asyncio.gather(*(act(person) for person in people))
    return count * len(people) / (time.perf_counter() - begun)


async def _talk(person: Leader) -> None:
    for number in range(ECHOES):
        await person.say(f"pesan {number}")


async def _some_time(leader: Leader, seed: int, latest: float) -> None:
    await Pause(0, latest, seed).take()
    await leader.report(0, Pause(1, _LONGEST_PAUSE, seed))
