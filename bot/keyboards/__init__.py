"""Buttons of several subjects; the larger subjects have a module of their own."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import wording
from bot.callbacks import SetDay
from core.wording.notices import REASONS


def right_status(student_id: int, on: date) -> InlineKeyboardMarkup:
    """Present, or one of the five reasons."""
    choices = {SetDay.PRESENT: wording.PRESENT, **REASONS}
    buttons = [
        InlineKeyboardButton(
            text=text,
            callback_data=SetDay.model_validate(
                {"student": student_id, "day": on.toordinal(), "letter": letter}
            ).pack(),
        )
        for letter, text in choices.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 3))


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """So many side by side."""
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]
