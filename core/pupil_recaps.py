"""A recap of one pupil over any days: what they came to, and on which of them the pupil was missing or late."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import recap
from core.recap_views import Asked, roll_of
from core.tallies import Tally, total


@dataclass(frozen=True, slots=True)
class PupilRecap:
    """`days` by their letter; a day without one was an ordinary one. `classes`: where the pupil sat."""

    asked: Asked
    classes: Sequence[str] = ()
    tally: Tally = field(default_factory=Tally)
    days: Mapping[str, Sequence[date]] = field(default_factory=dict)


async def pupil_recap(session: AsyncSession, asked: Asked) -> PupilRecap:
    """Of a scope that is one pupil. Empty when the period has not begun."""
    roll = await roll_of(session, asked)
    if roll is None:
        return PupilRecap(asked)
    days: dict[str, list[date]] = defaultdict(list)
    for day in await recap.letters(session, roll):
        if day.letter != recap.PRESENT:
            days[day.letter].append(day.on_date)
    tally = total(pupil.tally for pupil in await recap.by_pupil(session, roll))
    return PupilRecap(asked, [school_class.name for school_class in roll.classes.values()], tally, days)
