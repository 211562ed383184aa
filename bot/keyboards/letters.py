"""Whose letter is it, and which one to see."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AttachLetter, ShowLetter
from bot.keyboards.rows import in_rows
from bot.wording import letters as words
from core.letter_days import Absence
from core.sms_text import shorten

_MOST = 90  # Telegram takes 100 buttons


def whose(days: Sequence[Absence], today: date) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(
            text=words.whose_label(shorten(day.student.name, 22), day.on, today),
            callback_data=AttachLetter(student=day.student.id, day=day.on.toordinal()).pack(),
        )
        for day in days[:_MOST]
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))


def letters(ids: Sequence[int]) -> InlineKeyboardMarkup | None:
    buttons = [
        InlineKeyboardButton(text=str(number), callback_data=ShowLetter(letter=letter_id).pack())
        for number, letter_id in enumerate(ids, 1)
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 5)) if buttons else None
