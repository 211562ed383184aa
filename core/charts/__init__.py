"""Charts as pictures for a phone. Matplotlib is loaded by the first chart, not by the service's start."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from core.periods import Period
from core.recap import ClassDayTally
from core.tallies import Tally, total


class ChartKind(enum.Enum):
    TREND = "t"
    REASONS = "r"
    CLASSES = "c"
    MONTH = "m"
    PUPIL = "p"


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """`place`: a department, class or pupil, empty for the school. `days` as `core.recap.by_class_and_day` gives them,
    with the names of the classes by id.
    """

    place: str
    period: Period
    days: Sequence[ClassDayTally]
    class_names: dict[int, str]

    @property
    def tally(self) -> Tally:
        return total(day.tally for day in self.days)


_ONE_AT_A_TIME = Lock()
"""Matplotlib's caches of fonts and text are shared, and it promises nothing about threads."""


def draw(kind: ChartKind, facts: ChartFacts) -> bytes:
    """A PNG of 1080 × 1350 pixels. Takes some tenths of a second of a processor: call it in a thread."""
    with _ONE_AT_A_TIME:
        from core.charts import classes, month, pupil, reasons, trend

        drawers = {
            ChartKind.TREND: trend.draw,
            ChartKind.REASONS: reasons.draw,
            ChartKind.CLASSES: classes.draw,
            ChartKind.MONTH: month.draw,
            ChartKind.PUPIL: pupil.draw,
        }
        return drawers[kind](facts)
