"""Class leaders at their phones: what they do with the bot, and how long each of its answers took."""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.ground import Ground
from benchmarks.school import Classroom, School, found_school
from simulator.telegram import Message, Person, TelegramServer

TAPS = 6  # updates of one report: the command, a reason, three names, sending
_PATIENCE = 60.0


@dataclass(slots=True)
class Leader:
    """One person who reports for a class. `answers` holds seconds from an update's arrival to the bot's answer."""

    person: Person
    classroom: Classroom | None = None
    answers: list[float] = field(default_factory=list)

    async def say(self, words: str) -> Message:
        """Write, and return the bot's answer."""
        begun = time.perf_counter()
        await self.person.send(words)
        written = self.person.view.chat.messages
        await self._answered(begun, lambda: _newest(written).from_bot)
        return _newest(written)

    async def tap(self, label: str, screen: Message) -> None:
        """Press a button of the screen and see it change."""
        begun, before = time.perf_counter(), screen.changed
        await self.person.press(label, on=screen)
        await self._answered(begun, lambda: screen.changed != before)

    async def report(self, turn: int, pause: "Pause | None" = None) -> None:
        """One report with three absentees, other ones every turn, since a second tap would take a name back."""
        assert self.classroom is not None, "only a class leader reports"
        screen = await self.say("/lapor")
        pupils = self.classroom.pupils[3 * turn : 3 * turn + 3]
        for label in ("Alfa", *pupils, "Kirim ("):
            if pause is not None:
                await pause.take()
            await self.tap(label, screen)

    async def _answered(self, begun: float, condition: Callable[[], bool]) -> None:
        await self.person.view.until(condition, _PATIENCE, "no answer of the bot")
        self.answers.append(time.perf_counter() - begun)


def _newest(written: dict[int, Message]) -> Message:
    """Of a chat's messages; in a time that does not grow with the chat, as looking through all of them would."""
    return next(reversed(written.values()))


@dataclass(slots=True)
class Pause:
    """How people take their time: `shortest` to `longest` seconds between two taps, the same ones in every run."""

    shortest: float
    longest: float
    seed: int
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # for people's rhythm, not for secrets

    async def take(self) -> None:
        await asyncio.sleep(self._random.uniform(self.shortest, self.longest))


@contextlib.asynccontextmanager
async def leaders_at_work(
    house: Ground, *parts: str, classes: int, pupils: int, **settings: str
) -> AsyncIterator[tuple[Process, list[Leader]]]:
    """These parts of the real service in a process of their own, and the secretaries of a school in this one."""
    school = await found_school(house, classes, pupils)
    async with TelegramServer() as telegram:
        settings |= {"bot_token": telegram.token, "telegram_api_url": telegram.url}
        async with house.absensi("run", *parts, **settings) as process:
            yield process, await gather_leaders(telegram, school)


async def gather_leaders(telegram: TelegramServer, school: School) -> list[Leader]:
    """The secretaries. They and the homeroom teachers have pressed start, so that the bot may write to them."""
    teachers = [Leader(telegram.user(f"Wali {c.name}", id=c.homeroom)) for c in school.classes]
    leaders = [Leader(telegram.user(f"Sekretaris {c.name}", id=c.secretary), c) for c in school.classes]
    await asyncio.gather(*(one.say("/start") for one in (*teachers, *leaders)))
    take_answers(leaders)
    return leaders


def take_answers(people: Sequence[Leader]) -> list[float]:
    """Milliseconds of all their answers since they were last taken."""
    taken = [1000 * seconds for one in people for seconds in one.answers]
    for one in people:
        one.answers.clear()
    return taken
