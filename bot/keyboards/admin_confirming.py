"""Buttons of how arrivals are confirmed."""

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import ChooseConfirmation
from bot.keyboards.admin import button, grid
from bot.wording import admin_confirming as wording


def choices(school_class: int | None, student: int | None) -> InlineKeyboardMarkup:
    return grid(
        [
            button(label, ChooseConfirmation(school_class=school_class, student=student, choice=choice))
            for choice, label in wording.CHOICES.items()
        ],
        1,
    )
