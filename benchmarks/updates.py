"""Updates per second through the reporting path, beside a bare aiogram echo bot on the same simulator."""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.ground import ground, program
from benchmarks.leaders import TAPS, Leader, Pause, leaders_at_work, take_answers
from benchmarks.machine import cpu_seconds
from simulator.telegram import TelegramServer

CLASSES, PUPILS = 60, 36
ECHOES = 30  # of each person in a round: more than TAPS, as an echo takes so little that a round would be over at once
ROUNDS = 5
_ROUNDS_SECONDS = 60.0
_MINUTE = 60.0
_ECHO_BOT = str(Path(__file__).with_name("echo_bot.py").resolve())
_LONGEST_PAUSE = 3.0


@dataclass(slots=True)
class _Side:
    """One bot and its people, each of whom makes `count` updates in a round by doing `act`."""

    name: str
    bot: Process
    people: Sequence[Leader]
    count: int
    act: Callable[[Leader, int], Awaitable[None]]
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def play(self, turn: int) -> None:
        """Everybody at once; noted are updates a second, and milliseconds of the bot's process for each of them."""
        updates, cpu, begun = self.count * len(self.people), cpu_seconds([self.bot.pid]), time.perf_counter()
        await asyncio.gather(*(self.act(person, turn) for person in self.people))
        self.rates.append(updates / (time.perf_counter() - begun))
        self.cpu.append(1000 * (cpu_seconds([self.bot.pid]) - cpu) / updates)

    def figures(self) -> list[Figure]:
        return [
            Figure(self.name, "updates/s", self.rates),
            Figure(f"{self.name}: answer, {len(self.people)} people without a pause", "ms", take_answers(self.people)),
            Figure(f"{self.name}: processor time of the bot's process an update", "ms", self.cpu),
        ]


async def updates() -> list[Figure]:
    """Everybody taps as fast as the bot answers; the two bots take turns, so that both meet the same machine."""
    async with (
        ground() as house,
        leaders_at_work(house, "bot", classes=CLASSES, pupils=PUPILS) as (bot, leaders),
        _echoing(house.folder) as (echo_bot, people),
    ):
        ours = _Side("reporting path", bot, leaders, TAPS, Leader.report)
        echo = _Side("bare echo", echo_bot, people, ECHOES, _talk)
        deadline = time.monotonic() + _ROUNDS_SECONDS
        for turn in range(ROUNDS):
            if time.monotonic() < deadline:  # a busy machine: fewer rounds rather than none
                await ours.play(turn)
                await echo.play(turn)
        ratios = [a / b for a, b in zip(ours.rates, echo.rates, strict=True)]
        return [*ours.figures(), *echo.figures(), Figure("ratio, reporting path to echo", "", ratios)]


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


async def _talk(person: Leader, _turn: int) -> None:
    for number in range(ECHOES):
        await person.say(f"pesan {number}")


async def _some_time(leader: Leader, seed: int, latest: float) -> None:
    await Pause(0, latest, seed).take()
    await leader.report(0, Pause(1, _LONGEST_PAUSE, seed))
