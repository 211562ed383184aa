"""A sheet as rows of cells, and how large it may be."""

from dataclasses import dataclass

from core.roster.cells import Cell

MOST_BYTES = 20 * 2**20
"""What Telegram lets a bot download, and thirty times a school of 2,000."""
MOST_UNPACKED_BYTES = 150 * 2**20
MOST_PUPILS = 20_000
MOST_ROWS = MOST_PUPILS + 100
"""With room for titles above the list and signatures below it."""
MOST_COLUMNS = 300
"""Dapodik has 66."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is Excel's row 1, whatever is empty above; rows may differ in length."""

    title: str
    rows: list[list[Cell]]
