"""One pupil's days, a week a line: what each was, in the letters and colours of the reasons."""

from collections.abc import Mapping
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from core.charts import ChartFacts
from core.charts.canvas import COLOURS, GRID, PAPER, SMALL, SOFT, empty, label, page, png
from core.tallies import Tally
from core.wording import charts as wording

_MOST_WEEKS = 27  # a semester
_FEW_WEEKS = 6  # a month: so high are the lines at most
_HEAD = 0.07  # of the picture, for the names of the weekdays
_PRESENT, _UNKNOWN = "#EAF1F7", "?"


def draw(facts: ChartFacts) -> bytes:
    """The last weeks of a longer period."""
    if not facts.tally.known:
        return empty(facts)
    letters = {day.on_date: _letter(day.tally) for day in facts.days}
    last = _monday(max(letters))
    first = max(_monday(min(letters)), last - timedelta(weeks=_MOST_WEEKS - 1))
    figure, axes = page(facts, wording.pupil(facts.tally), wording.pupil_letters(facts.tally), left=0.17)
    weeks = (last - first).days // 7 + 1
    columns = max(day.weekday() for day in letters) + 1
    axes.set_xlim(0, columns)
    lines = max(weeks, _FEW_WEEKS)
    head = lines * _HEAD
    axes.set_ylim(lines, -head)
    axes.set_xticks([])
    axes.set_yticks([week + 0.5 for week in range(weeks)])
    axes.set_yticklabels([wording.day_month(first + timedelta(weeks=week)) for week in range(weeks)], fontsize=SMALL)
    for weekday in range(columns):
        label(axes, weekday + 0.5, -head * 0.6, wording.WEEKDAYS[weekday], colour=SOFT, ha="center", va="center")
    _cells(axes, {day: letter for day, letter in letters.items() if day >= first}, first)
    return png(figure)


def _cells(axes: Axes, letters: Mapping[date, str], first: date) -> None:
    for day, letter in letters.items():
        week = (day - first).days // 7
        fill = COLOURS.get(letter, PAPER if letter == _UNKNOWN else _PRESENT)
        shape = FancyBboxPatch(
            (day.weekday() + 0.06, week + 0.08),
            0.88,
            0.84,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=fill,
            edgecolor=GRID,
            linewidth=1,
        )
        axes.add_patch(shape)
        ink = PAPER if letter in COLOURS else SOFT
        label(axes, day.weekday() + 0.5, week + 0.52, letter, colour=ink, size=SMALL, ha="center", va="center")


def _letter(tally: Tally) -> str:
    """Of one pupil's day; empty is present."""
    found = next((letter for letter, count in tally.by_letter.items() if count), "")
    return found or (_UNKNOWN if tally.unknown else "")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
