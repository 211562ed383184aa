"""A calendar whose days are the darker the more pupils were missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyBboxPatch

from core.charts import ChartFacts
from core.charts.canvas import GRID, INK, PAPER, SMALL, SOFT, empty, label, page, png
from core.periods import Period
from core.tallies import Tally
from core.wording import charts as wording

_SCALE = LinearSegmentedColormap.from_list("absence", ["#EAF1F7", "#9CC3E0", "#3E8CC2", "#0B4F86"])
_MOST_WEEKS = 6
_DARKEST_AT_LEAST = 0.05  # so that a quiet month looks quiet


def draw(facts: ChartFacts) -> bytes:
    """The last six weeks of a longer period, and called so."""
    shares = _shares(facts)
    if not shares:
        return empty(facts)
    last = max(shares)
    monday = max(_monday(min(shares)), _monday(last) - timedelta(weeks=_MOST_WEEKS - 1))
    shares = {day: share for day, share in shares.items() if day >= monday}
    columns = 7 if any(day.weekday() == 6 for day in shares) else 6 if any(d.weekday() == 5 for d in shares) else 5
    days = _drawn(facts.period, monday, last, columns)
    shown = replace(facts, period=called(facts.period, days))
    figure, axes = page(shown, wording.month(*_worst_weekday(facts, monday)), wording.ABSENCE_SHARE, left=0.05)
    darkest = max(*shares.values(), _DARKEST_AT_LEAST)
    axes.set_xlim(0, columns)
    axes.set_ylim(_MOST_WEEKS, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for weekday in range(columns):
        label(axes, weekday + 0.5, -0.18, wording.WEEKDAYS[weekday], colour=SOFT, ha="center", va="center")
    for day, name in zip(days, day_names(days), strict=True):
        _cell(axes, (day.weekday(), (day - monday).days // 7), name, shares.get(day), darkest)
    return png(figure)


def called(asked: Period, drawn: Sequence[date]) -> Period:
    """What the picture is of: a month is a month also before its last week; of what is too long, the weeks drawn."""
    is_whole = asked.last < _monday(asked.first) + timedelta(weeks=_MOST_WEEKS)
    return asked if is_whole else Period(drawn[0], drawn[-1])


def day_names(drawn: Sequence[date]) -> list[str]:
    """What stands in their corners: the month too where one begins."""
    before = [None, *(day.month for day in drawn)]
    return [
        str(day.day) if day.month == month else wording.day_month(day)
        for day, month in zip(drawn, before, strict=False)
    ]


def _drawn(period: Period, monday: date, last: date, columns: int) -> list[date]:
    weeks = (last - monday).days // 7 + 1
    days = (monday + timedelta(weeks=week, days=weekday) for week in range(weeks) for weekday in range(columns))
    return [day for day in days if period.first <= day <= period.last]


def _cell(axes: Axes, place: tuple[int, int], name: str, share: float | None, darkest: float) -> None:
    column, row = place
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
    label(axes, column + 0.16, row + 0.26, name, colour=ink, size=SMALL, va="center")
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
