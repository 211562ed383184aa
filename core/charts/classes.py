"""The classes side by side, the one with the most missing on top."""

from collections import defaultdict

from core.charts import ChartFacts
from core.charts.canvas import ACCENT, BODY, QUIET, SMALL, empty, label, page, png
from core.tallies import Tally
from core.wording import charts as wording

_MOST = 20
_FEWEST = 8  # places: few classes make no thick bars
_NAME_LETTERS = 16


def draw(facts: ChartFacts) -> bytes:
    """Of very many classes those that need looking at."""
    shares = _shares(facts)
    if not shares:
        return empty(facts)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked[:_MOST][::-1]
    note = wording.classes_shown(len(shown), len(ranked))
    figure, axes = page(facts, wording.classes(*ranked[0]), note, left=0.33)
    values = [share for _, share in shown]
    axes.barh(range(len(shown)), values, height=0.7, color=[QUIET] * (len(shown) - 1) + [ACCENT])
    widest = max(*values, 0.01)
    axes.set_xlim(0, widest * 1.25)
    axes.set_ylim(len(shown) - max(len(shown), _FEWEST) - 0.6, len(shown) - 0.4)
    size = SMALL if len(shown) > 12 else BODY
    for place, share in enumerate(values):
        label(axes, share + widest * 0.02, place, wording.percent(share), size=size, va="center")
    axes.set_yticks(range(len(shown)), [_fitting(name) for name, _ in shown], fontsize=size)
    for words in axes.get_yticklabels():
        words.set_parse_math(False)
    axes.set_xticks([])
    return png(figure)


def _shares(facts: ChartFacts) -> dict[str, float]:
    tallies: dict[int, Tally] = defaultdict(Tally)
    for day in facts.days:
        tallies[day.school_class_id] += day.tally
    found = {facts.class_names[number]: tally.absence for number, tally in tallies.items()}
    return {name: share for name, share in found.items() if share is not None}


def _fitting(name: str) -> str:
    """Classes of a department differ in their last word."""
    if len(name) <= _NAME_LETTERS:
        return name
    last = name.rpartition(" ")[2][-4:]
    return f"{name[: _NAME_LETTERS - len(last) - 1].rstrip()}…{last}"
