"""Buttons of the recap of one pupil: other days, a picture, a file, and back to the pupil's page."""

from collections.abc import Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ShowPupil
from bot.keyboards.rows import in_rows
from bot.recap_callbacks import DrawRecap, FileRecap, ShowRecap
from bot.wording import pupil_recaps as words
from bot.wording import recaps
from bot.wording.pupils import BACK
from core.periods import Period
from core.recap_scopes import Place
from core.recap_views import Asked


def recap(asked: Asked, choices: Sequence[tuple[str, Period]]) -> InlineKeyboardMarkup:
    """`choices`: the periods to change to, with their names."""
    student, period = asked.scope.id, asked.period
    of = {"first": period.first.toordinal(), "last": period.last.toordinal(), "place": Place.PUPIL, "id": student}
    rows = [
        *in_rows([_show(text, student, other) for text, other in choices], 3),
        [_button(text, DrawRecap(**of, kind=kind)) for kind, text in words.CHARTS.items()],
        [_button(text, FileRecap(**of, form=form)) for form, text in recaps.FILES.items()],
        [_button(BACK, ShowPupil(student=student, day=_within(asked).toordinal()))],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def opening(student_id: int, period: Period) -> InlineKeyboardButton:
    """On the pupil's page: the recap of its month."""
    return _show(words.OPEN, student_id, period)


def recaps_of(found: Sequence[tuple[int, str]], period: Period) -> InlineKeyboardMarkup:
    """Pupils by id and name, one a row: whose recap of these days?"""
    return InlineKeyboardMarkup(inline_keyboard=[[_show(name, student, period)] for student, name in found])


def _within(asked: Asked) -> date:
    """A day of the period that has begun: the page of a month to come cannot be shown."""
    return min(asked.period.last, asked.actor.on)


def _show(text: str, student_id: int, period: Period) -> InlineKeyboardButton:
    first, last = period.first.toordinal(), period.last.toordinal()
    return _button(text, ShowRecap(first=first, last=last, place=Place.PUPIL, id=student_id, page=0))


def _button(text: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack())
