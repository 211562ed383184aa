"""A calendar whose days are the darker the more pupils were missing."""

from collections import defaultdict
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyBboxPatch

from core.charts import ChartFacts
from core.charts.canvas import GRID, INK, PAPER, SMALL, SOFT, empty, label, page, png
from core.tallies import Tally
from core.wording import charts as wording

_SCALE = LinearSegmentedColormap.from_list("absence", ["#EAF1F7", "#9CC3E0", "#3E8CC2", "#0B4F86"])
_MOST_WEEKS = 6
_DARKEST_AT_LEAST = 0.05  # so that a quiet month looks quiet


def draw(facts: ChartFacts) -> bytes:
    """The last six weeks of a longer period."""
    shares = _shares(facts)
    if not shares:
        return empty(facts)
    last = max(shares)
    monday = max(_monday(min(shares)), _monday(last) - timedelta(weeks=_MOST_WEEKS - 1))
    shares = {day: share for day, share in shares.items() if day >= monday}
    figure, axes = page(facts, wording.month(*_worst_weekday(facts, monday)), wording.ABSENCE_SHARE, left=0.05)
    weeks = (last - monday).days // 7 + 1
    columns = 7 if any(day.weekday() == 6 for day in shares) else 6 if any(d.weekday() == 5 for d in shares) else 5
    darkest = max(*shares.values(), _DARKEST_AT_LEAST)
    axes.set_xlim(0, columns)
    axes.set_ylim(_MOST_WEEKS, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for weekday in range(columns):
        label(axes, weekday + 0.5, -0.18, wording.WEEKDAYS[weekday], colour=SOFT, ha="center", va="center")
    for place in range(weeks * 7):
        day = monday + timedelta(days=place)
        if day.weekday() < columns and facts.period.first <= day <= facts.period.last:
            _cell(axes, day.weekday(), place // 7, day, shares.get(day), darkest)
    return png(figure)


def _cell(axes: Axes, column: int, row: int, day: date, share: float | None, darkest: float) -> None:
    depth = None if share is None else share / darkest
    fill = PAPER if depth is None else _SCALE(depth)
    ink = SOFT if depth is None else PAPER if depth > 0.55 else INK
    shape = FancyBboxPatch(
        (column + 0.06, row + 0.06),
        0.88,
        0.88,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=fill,
        edgecolor=GRID,
        linewidth=1,
    )
    axes.add_patch(shape)
    label(axes, column + 0.16, row + 0.26, str(day.day), colour=ink, size=SMALL, va="center")
    if share is not None:
        label(axes, column + 0.5, row + 0.64, wording.percent(share), colour=ink, ha="center", va="center")


def _shares(facts: ChartFacts) -> dict[date, float]:
    tallies: dict[date, Tally] = defaultdict(Tally)
    for day in facts.days:
        tallies[day.on_date] += day.tally
    return {day: tally.absence for day, tally in tallies.items() if tally.absence is not None}


def _worst_weekday(facts: ChartFacts, since: date) -> tuple[int, float]:
    tallies: dict[int, Tally] = defaultdict(Tally)
    for day in facts.days:
        if day.on_date >= since:
            tallies[day.on_date.weekday()] += day.tally
    shares = {weekday: tally.absence or 0.0 for weekday, tally in tallies.items()}
    worst = max(shares, key=lambda weekday: shares[weekday])
    return worst, shares[worst]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
