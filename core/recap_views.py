"""A recap as people look at it: a class by its pupils, a department or the school by its classes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import recap
from core.actors import Actor
from core.charts import ChartFacts
from core.periods import Period
from core.recap_roll import Roll, roll_for
from core.recap_scopes import Place, Scope, seats_in
from core.recap_sheets import Book, book_of
from core.tallies import Tally, total

LONGEST = 400
"""Days: a school year and what hangs over it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A recap that `scope_for` has let this person have. `period` may reach beyond today."""

    actor: Actor
    scope: Scope
    period: Period

    @property
    def so_far(self) -> Period | None:
        return self.period.until(self.actor.on)


@dataclass(frozen=True, slots=True)
class View:
    """`lines`: names with what their days came to. `school_days`: how many there were, of any class in it."""

    asked: Asked
    lines: Sequence[tuple[str, Tally]]
    school_days: int

    @property
    def tally(self) -> Tally:
        return total(tally for _, tally in self.lines)


async def view_of(session: AsyncSession, asked: Asked) -> View:
    """Empty when the period has not begun."""
    roll = await roll_of(session, asked)
    if roll is None:
        return View(asked, (), 0)
    pupils = await recap.by_pupil(session, roll)
    if asked.scope.place is Place.CLASS:
        return View(asked, [(pupil.name, pupil.tally) for pupil in pupils], len(roll.all_days))
    classes: dict[int, Tally] = defaultdict(Tally)
    for pupil in pupils:
        classes[pupil.school_class_id] += pupil.tally
    lines = [(school_class.name, classes[number]) for number, school_class in roll.classes.items()]
    return View(asked, lines, len(roll.all_days))


async def chart_facts_of(session: AsyncSession, asked: Asked) -> ChartFacts:
    """What any chart of it is drawn from: counts by class and day, and no pupil's name."""
    roll = await roll_of(session, asked)
    days = await recap.by_class_and_day(session, roll) if roll is not None else ()
    names = {number: c.name for number, c in roll.classes.items()} if roll is not None else {}
    return ChartFacts(asked.scope.name, asked.so_far or asked.period, days, names)


async def file_of(session: AsyncSession, asked: Asked) -> Book | None:
    """What the files are drawn from; None when the period has not begun."""
    roll = await roll_of(session, asked)
    return None if roll is None else await book_of(session, roll, asked.period, signed_on=_signed_on(asked))


async def roll_of(session: AsyncSession, asked: Asked) -> Roll | None:
    """What it counts over; None when the period has not begun."""
    so_far = asked.so_far
    if so_far is None:
        return None
    return await roll_for(session, seats_in(asked.actor, asked.scope, so_far), so_far)


def _signed_on(asked: Asked) -> date:
    """The last day of what is over, else today."""
    return min(asked.period.last, asked.actor.on)
