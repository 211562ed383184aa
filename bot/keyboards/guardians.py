"""Buttons of guardians: yes to the slip, children, sick or excused, from when to when, and the way out."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ShowPupil
from bot.guardian_callbacks import AwayFor, AwayWhy, BecomeGuardian, ChildMeant, NoticeFor, SendAway, StopChild
from bot.keyboards.rows import in_rows
from bot.wording import guardians as words
from core.child_days import ChildDay
from core.guardians import Child


def consent() -> InlineKeyboardMarkup:
    return _grid([_button(words.YES, BecomeGuardian(), "success")])


def months(days: Sequence[ChildDay], on: date) -> InlineKeyboardMarkup | None:
    """The month of each child."""
    buttons = [
        _button(words.month_label(one.day.student.name), ShowPupil(student=one.day.student.id, day=on.toordinal()))
        for one in days
    ]
    return _grid(buttons, 2) if buttons else None


def notice_for(children: Sequence[Child]) -> InlineKeyboardMarkup:
    return _grid([_of(child, NoticeFor(student=child.student.id)) for child in children])


def meant(children: Sequence[Child]) -> InlineKeyboardMarkup:
    """Which of them the words already written are about."""
    return _grid([_of(child, ChildMeant(student=child.student.id)) for child in children])


def reasons(student_id: int) -> InlineKeyboardMarkup:
    sick = _button(words.SICK, AwayWhy(student=student_id, reason="S"))
    return _grid([sick, _button(words.EXCUSED, AwayWhy(student=student_id, reason="I"))], 2)


def days(student_id: int, reason: str, today: date) -> InlineKeyboardMarkup:
    spans = [(words.TODAY, today, 1), (words.TOMORROW, today + timedelta(days=1), 1)]
    spans += [(label, today, count) for count, label in words.DAYS.items()]
    buttons = [
        _button(
            label,
            AwayFor.model_validate(
                {"student": student_id, "reason": reason, "first": first.toordinal(), "days": count}
            ),
        )
        for label, first, count in spans
    ]
    return _grid(buttons, 2)


def send() -> InlineKeyboardMarkup:
    return _grid([_button(words.SEND, SendAway(), "primary")])


def which_to_stop(children: Sequence[Child]) -> InlineKeyboardMarkup:
    return _grid([_of(child, StopChild(student=child.student.id, sure=False)) for child in children])


def stop_surely(student_id: int) -> InlineKeyboardMarkup:
    return _grid([_button(words.STOP_SURELY, StopChild(student=student_id, sure=True), "danger")])


def _of(child: Child, data: CallbackData) -> InlineKeyboardButton:
    return _button(words.child_label(child.student.name, child.school_class.name), data)


def _button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)


def _grid(buttons: Sequence[InlineKeyboardButton], width: int = 1) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, width))
