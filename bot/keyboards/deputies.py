"""Which class, who of it, for how long."""

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ChooseDeputy, DeputyOfClass, TurnClasses
from bot.keyboards.rows import MOST, in_rows, leafing, paged
from bot.wording import deputies as words
from core.sms_text import shorten
from db.models import SchoolClass, Student


def classes(found: Sequence[SchoolClass], page: int = 0) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=c.name, callback_data=DeputyOfClass(school_class=c.id).pack()) for c in found]
    rows = paged(buttons, 3, page, leafing(TurnClasses(to="deputy", page=page)))
    return InlineKeyboardMarkup(inline_keyboard=rows)


def pupils(students: Sequence[Student]) -> InlineKeyboardMarkup:
    """Of one class, which has no more than a page has room for."""
    buttons = [
        InlineKeyboardButton(text=shorten(s.name, 22), callback_data=ChooseDeputy(student=s.id, days=0).pack())
        for s in students[:MOST]
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))


def days(student_id: int) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(text=text, callback_data=ChooseDeputy(student=student_id, days=days).pack())
        for days, text in words.DAYS.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))


def link(address: str) -> InlineKeyboardMarkup:
    copy = InlineKeyboardButton(text=words.COPY, copy_text=CopyTextButton(text=address))
    return InlineKeyboardMarkup(inline_keyboard=[[copy]])
