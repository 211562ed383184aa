"""Buttons of several subjects; the larger subjects have a module of their own."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import wording
from bot.callbacks import CorrectDay, SetDay
from core.wording.notices import REASONS


def correct_day(student_id: int) -> InlineKeyboardMarkup:
    data = CorrectDay(student=student_id).pack()
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=wording.CORRECT_DAY, callback_data=data)]])


def right_status(student_id: int) -> InlineKeyboardMarkup:
    """Present, or one of the five reasons."""
    choices = {SetDay.PRESENT: wording.PRESENT, **REASONS}
    buttons = [
        InlineKeyboardButton(
            text=text, callback_data=SetDay.model_validate({"student": student_id, "letter": letter}).pack()
        )
        for letter, text in choices.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 3))


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """So many side by side."""
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]
