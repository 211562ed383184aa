"""Whose letter is it, and which one to see."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AttachLetter, ShowLetter, TurnAbsent
from bot.keyboards.rows import in_rows, leafing, paged
from core.days import StudentDay
from core.sms_text import shorten


def whose(days: Sequence[StudentDay], page: int = 0) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(
            text=shorten(day.student.name, 22),
            callback_data=AttachLetter(student=day.student.id).pack(),
        )
        for day in days
    ]
    return InlineKeyboardMarkup(inline_keyboard=paged(buttons, 2, page, leafing(TurnAbsent(page=page))))


def letters(ids: Sequence[int]) -> InlineKeyboardMarkup | None:
    buttons = [
        InlineKeyboardButton(text=str(number), callback_data=ShowLetter(letter=letter_id).pack())
        for number, letter_id in enumerate(ids, 1)
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 5)) if buttons else None
