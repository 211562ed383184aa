"""Buttons on a pupil's page: other months, a day to be explained, and setting it right."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import BringLetter, ChooseDay, CorrectDay, ExplainDay, ShowPupil
from bot.keyboards.pupil_recaps import opening, recaps_of
from bot.keyboards.rows import in_rows
from bot.wording import pupils as words
from bot.wording.correcting import CORRECT_DAY
from bot.wording.letters import BRING
from core.explanations import Explanation
from core.periods import Period, month_after, month_before
from core.pupil_months import PupilMonth
from core.sms_text import shorten
from db.models import Student

_NAME_LETTERS = 40


def which(found: Sequence[Student], today: date, period: Period | None = None) -> InlineKeyboardMarkup | None:
    """The pupils found, one a row: to their pages, or with a period to their recaps of it."""
    if not found:
        return None
    if period is not None:
        return recaps_of([(s.id, shorten(s.name, _NAME_LETTERS)) for s in found], period)
    rows = [[_button(shorten(s.name, _NAME_LETTERS), ShowPupil(student=s.id, day=_n(today)).pack())] for s in found]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def today(student_id: int, on: date, *, may_correct: bool) -> InlineKeyboardMarkup:
    rows = [[_why(student_id, on)], *_correction(student_id, on, offered=may_correct)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def page(found: PupilMonth, on: date, *, may_correct: bool, explains: bool) -> InlineKeyboardMarkup:
    student, month = found.student.id, found.month
    months = [
        _button(words.month_button(other), ShowPupil(student=student, day=_n(other.first)).pack())
        for other in (month_before(month), month_after(month))
        if other.first <= on
    ]
    choose = _button(words.WHY, ChooseDay(student=student, day=_n(month.first)).pack())
    explain = [choose] if explains and found.marks else []
    rows = [months, explain, [opening(student, month)], *_correction(student, on, offered=may_correct)]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def days(found: PupilMonth) -> InlineKeyboardMarkup:
    """The school days of the month with their marks, five a row."""
    student = found.student.id
    buttons = [
        _button(words.day_button(day, mark), ExplainDay(student=student, day=_n(day)).pack())
        for day, mark in found.marks.items()
    ]
    back = _button(words.BACK, ShowPupil(student=student, day=_n(found.month.first)).pack())
    return InlineKeyboardMarkup(inline_keyboard=[*in_rows(buttons, 5), [back]])


def explained(found: Explanation, *, with_letter: bool) -> InlineKeyboardMarkup:
    """`with_letter`: a photo of a letter can be attached to the absence of that day."""
    student, day = found.student.id, _n(found.on)
    letter = [[_button(BRING, BringLetter(student=student, day=day).pack())]] if with_letter else []
    back = _button(words.BACK, ShowPupil(student=student, day=day).pack())
    correction = _correction(student, found.on, offered=found.may_correct)
    return InlineKeyboardMarkup(inline_keyboard=[*correction, *letter, [back]])


def _why(student_id: int, on: date) -> InlineKeyboardButton:
    return _button(words.WHY, ExplainDay(student=student_id, day=_n(on)).pack())


def _correction(student_id: int, on: date, *, offered: bool) -> list[list[InlineKeyboardButton]]:
    return [[_button(CORRECT_DAY, CorrectDay(student=student_id, day=_n(on)).pack())]] if offered else []


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def _n(day: date) -> int:
    return day.toordinal()
