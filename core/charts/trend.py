"""How many were missing, day by day; week by week where days would be too many."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from matplotlib.ticker import MaxNLocator

from core.charts import ChartFacts
from core.charts.canvas import ACCENT, BODY, GRID, INK, QUIET, SMALL, SOFT, empty, label, page, png
from core.tallies import Tally
from core.wording import charts as wording

_MOST_DAYS = 35
_MOST_NAMES = 8  # under the picture


def draw(facts: ChartFacts) -> bytes:
    by_week = len(facts.period.days) > _MOST_DAYS
    shares = {day: tally.absence for day, tally in _points(facts, by_week).items() if tally.absence is not None}
    average = facts.tally.absence
    if not shares or average is None:
        return empty(facts)
    days = list(shares)
    values = [share * 100 for share in shares.values()]
    worst = max(shares, key=lambda day: shares[day])
    title = wording.trend(average=average, worst=worst, worst_share=shares[worst], by_week=by_week)
    figure, axes = page(facts, title, wording.ABSENCE_SHARE)
    axes.bar(range(len(days)), values, width=0.72, color=[ACCENT if day == worst else QUIET for day in days])
    axes.axhline(average * 100, color=SOFT, linewidth=1.4, linestyle=(0, (4, 3)))
    highest = max(*values, average * 100, 1.0)
    axes.set_ylim(0, highest * 1.12)
    axes.set_xlim(-0.6, len(days) - 0.4)
    place = days.index(worst)
    label(axes, place, values[place] + highest * 0.02, wording.percent(shares[worst]), colour=ACCENT, ha="center")
    step = -(-len(days) // _MOST_NAMES)
    axes.set_xticks(range(0, len(days), step))
    axes.set_xticklabels([f"{day.day}\n{wording.month_short(day)}" for day in days[::step]], fontsize=SMALL)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.yaxis.grid(True, color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", labelsize=BODY, labelcolor=INK)
    return png(figure)


def _points(facts: ChartFacts, by_week: bool) -> Mapping[date, Tally]:
    """By day, or by the Monday of the week."""
    points: dict[date, Tally] = defaultdict(Tally)
    for day in facts.days:
        on = day.on_date
        points[on - timedelta(days=on.weekday()) if by_week else on] += day.tally
    return points
