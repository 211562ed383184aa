"""A measured quantity, and how it is shown: median and spread, for one run says little on a machine that others use."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEAD = "| what | median | 95 % below | from – to | of |\n|---|---:|---:|---:|---:|"
_ENOUGH_FOR_PERCENTILES = 20


class NotMeasured(Exception):
    """What it takes is not on this machine; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Values of one quantity in `unit`, at least one."""

    what: str
    unit: str
    values: Sequence[float]

    def row(self) -> str:
        """A line under HEAD. The percentile is left out where the values are too few for one."""
        enough = len(self.values) >= _ENOUGH_FOR_PERCENTILES
        p95 = shown(percentile(self.values, 0.95)) if enough else ""
        spread = f"{shown(min(self.values))} – {shown(max(self.values))}" if len(self.values) > 1 else ""
        return f"| {self.what} | {shown(median(self.values))} {self.unit} | {p95} | {spread} | {len(self.values)} |"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def shown(value: float) -> str:
    """Three digits that mean something."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
