"""Whose letter is it, and which one to see."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AttachLetter, ShowLetter, TurnAbsent
from bot.keyboards.rows import in_rows, leafing, paged
from bot.wording import letters as words
from core.letter_days import Absence
from core.sms_text import shorten


def whose(days: Sequence[Absence], today: date, page: int = 0) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(
            text=words.whose_label(shorten(day.student.name, 22), day.on, today),
            callback_data=AttachLetter(student=day.student.id, day=day.on.toordinal()).pack(),
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
