"""Which class, who of it, for how long."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ChooseDeputy, DeputyOfClass
from bot.keyboards.rows import in_rows
from bot.wording import deputies as words
from core.sms_text import shorten
from db.models import SchoolClass, Student

_MOST = 96  # Telegram takes 100 buttons


def classes(found: Sequence[SchoolClass]) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(text=c.name, callback_data=DeputyOfClass(school_class=c.id).pack()) for c in found[:_MOST]
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 3))


def pupils(students: Sequence[Student]) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(text=shorten(s.name, 22), callback_data=ChooseDeputy(student=s.id, days=0).pack())
        for s in students[:_MOST]
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))


def days(student_id: int) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(text=text, callback_data=ChooseDeputy(student=student_id, days=days).pack())
        for days, text in words.DAYS.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))
