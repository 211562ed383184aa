"""Buttons that say what a day should be."""

from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import SetDay
from bot.keyboards.rows import in_rows
from bot.wording.statuses import PRESENT
from core.wording.notices import REASONS


def right_status(student_id: int, on: date) -> InlineKeyboardMarkup:
    """Present, or one of the five reasons."""
    choices = {SetDay.PRESENT: PRESENT, **REASONS}
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
