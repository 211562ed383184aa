"""What all charts share: a tall page for a phone, the finding as the title, few colours that everybody tells apart."""

import textwrap
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from core.charts import ChartFacts
from core.wording import charts as wording

INK, SOFT, GRID, PAPER = "#1F2933", "#5F6B78", "#E1E6EB", "#FFFFFF"
ACCENT, QUIET = "#D55E00", "#9FB3C8"
COLOURS = {"S": "#0072B2", "I": "#56B4E9", "A": "#D55E00", "D": "#009E73", "P": "#CC79A7", "T": "#E69F00"}
"""By letter; Okabe and Ito's palette, which the colour-blind tell apart."""

_DPI = 150
_WIDTH, _HEIGHT = 7.2, 9.0  # inches: 1080 × 1350 pixels
_LEFT, _TOP = 0.07, 0.955
_TITLE_LETTERS = 30  # a line
_FONT = "DejaVu Sans"  # comes with matplotlib: the same picture on every machine
BODY, SMALL = 15.0, 12.5


def page(facts: ChartFacts, title: str, note: str = "", *, left: float = 0.12) -> tuple[Figure, Axes]:
    """A page with its words, and the axes for the picture below them."""
    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    lines = textwrap.wrap(title, _TITLE_LETTERS) or [""]
    y = _TOP
    for line in lines:
        _write(figure, line, y, 22, INK, "bold")
        y -= 0.042
    for line in textwrap.wrap(wording.subtitle(facts.place, facts.period), 46):
        _write(figure, line, y, BODY, SOFT)
        y -= 0.03
    if note:
        _write(figure, note, y, SMALL, SOFT)
        y -= 0.028
    axes = figure.add_axes((left, 0.085, 0.95 - left, y - 0.105))
    axes.set_facecolor(PAPER)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=BODY, labelcolor=INK, labelfontfamily=_FONT)
    return figure, axes


def empty(facts: ChartFacts) -> bytes:
    """Nothing is known of the period: said, not drawn."""
    figure, axes = page(facts, wording.NOTHING)
    axes.set_axis_off()
    return png(figure)


def label(axes: Axes, x: float, y: float, text: str, *, colour: str = INK, size: float = BODY, **more: str) -> None:
    words = axes.text(x, y, text, color=colour, fontsize=size, fontfamily=_FONT, **more)  # type: ignore[arg-type]  # ha, va
    words.set_parse_math(False)


def png(figure: Figure) -> bytes:
    packed = BytesIO()
    figure.savefig(packed, format="png")
    return packed.getvalue()


def _write(figure: Figure, text: str, y: float, size: float, colour: str, weight: str = "normal") -> None:
    words = figure.text(_LEFT, y, text, fontsize=size, color=colour, fontweight=weight, fontfamily=_FONT, va="top")
    words.set_parse_math(False)  # a dollar sign in a name is one
