"""Buttons side by side."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """So many side by side."""
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]
