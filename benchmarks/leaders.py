"""Class leaders at their phones: what they do with the bot, and how long each of its answers took."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from random import Random

from benchmarks.school import Classroom, School
from simulator.telegram import Message, Person, TelegramServer

TAPS = 6  # updates of one report: the command, a reason, three names, sending
_PATIENCE = 60.0


@dataclass(slots=True)
class Leader:
    """One person who reports for a class. `answers` holds seconds from an update's arrival to the bot's answer."""

    person: Person
    classroom: Classroom | None = None
    answers: list[float] = field(default_factory=list)

    async def echo(self, words: str) -> None:
        await self._answered(self.person.send(words))

    async def report(self, turn: int, pause: "Pause | None" = None) -> None:
        """One report with three absentees, other ones every turn, since a second tap would take a name back."""
        assert self.classroom is not None, "only a class leader reports"
        screen = await self._answered(self.person.send("/lapor"))
        pupils = self.classroom.pupils[3 * turn : 3 * turn + 3]
        for label in ("Alfa", *pupils, "Kirim ("):
            if pause is not None:
                await pause.take()
            await self._answered(self.person.press(label, on=screen))

    async def _answered(self, act: Awaitable[Message]) -> Message:
        """Do it and wait for the new or changed message."""
        begun = time.perf_counter()
        await act
        answer = await self.person.wait_for(lambda _: True, timeout=_PATIENCE)
        self.answers.append(time.perf_counter() - begun)
        return answer


@dataclass(slots=True)
class Pause:
    """How people take their time: `shortest` to `longest` seconds between two taps, the same ones in every run."""

    shortest: float
    longest: float
    seed: int
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311  # for people's rhythm, not for secrets

    async def take(self) -> None:
        await asyncio.sleep(self._random.uniform(self.shortest, self.longest))


async def gather_leaders(telegram: TelegramServer, school: School) -> list[Leader]:
    """Secretaries and homeroom teachers press start, so that the bot may write to them; the secretaries are returned."""
    teachers = [Leader(telegram.user(f"Wali {c.name}", id=c.homeroom)) for c in school.classes]
    leaders = [Leader(telegram.user(f"Sekretaris {c.name}", id=c.secretary), c) for c in school.classes]
    await asyncio.gather(*(one.echo("/start") for one in (*teachers, *leaders)))
    for leader in leaders:
        leader.answers.clear()
    return leaders


def take_answers(leaders: list[Leader]) -> list[float]:
    """All answers' seconds since they were last taken."""
    taken = [seconds for leader in leaders for seconds in leader.answers]
    for leader in leaders:
        leader.answers.clear()
    return taken
