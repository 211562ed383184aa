"""Why pupils were missing: days by reason, the most frequent on top."""

from core.charts import ChartFacts
from core.charts.canvas import COLOURS, INK, empty, label, page, png
from core.wording import charts as wording

_ABSENCES = ("S", "I", "A", "P")


def draw(facts: ChartFacts) -> bytes:
    tally = facts.tally
    if not tally.known:
        return empty(facts)
    counts = tally.by_letter
    absent = {letter: counts[letter] for letter in _ABSENCES}
    most = max(absent, key=lambda letter: absent[letter]) if tally.absent else None
    title = wording.reasons(most, absent[most] if most else 0, tally.absent)
    figure, axes = page(facts, title, wording.reason_counts(tally.late), left=0.31)
    letters = sorted((letter for letter in counts if letter != "T"), key=lambda letter: counts[letter])
    values = [counts[letter] for letter in letters]
    axes.barh(range(len(letters)), values, height=0.62, color=[COLOURS[letter] for letter in letters])
    widest = max(*values, 1)
    axes.set_xlim(0, widest * 1.22)
    axes.set_ylim(-0.6, len(letters) - 0.4)
    for place, count in enumerate(values):
        label(axes, count + widest * 0.02, place, wording.counted(count), colour=INK, va="center")
    axes.set_yticks(range(len(letters)), [wording.REASONS[letter] for letter in letters])
    axes.set_xticks([])
    return png(figure)
