"""What buttons carry: ids, never state. Everything is checked again when one is pressed, tomorrow or by somebody
else.
"""

from aiogram.filters.callback_data import CallbackData

from db.models import AbsenceReason


class OpenReport(CallbackData, prefix="open"):
    school_class: int


class ChooseReason(CallbackData, prefix="why"):
    draft: int
    reason: AbsenceReason


class TapName(CallbackData, prefix="tap"):
    draft: int
    student: int


class SendReport(CallbackData, prefix="send"):
    draft: int
    nihil: bool


class DecideNotice(CallbackData, prefix="note"):
    notice: int
    accept: bool
