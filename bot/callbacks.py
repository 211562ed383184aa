"""What buttons carry: ids, never state. Everything is checked again when one is pressed, tomorrow or by somebody
else.
"""

from typing import ClassVar, Literal

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


class CorrectDay(CallbackData, prefix="fix"):
    student: int


class SetDay(CallbackData, prefix="set"):
    """`letter` of a reason, or H for hadir, present."""

    PRESENT: ClassVar[str] = "H"

    student: int
    letter: Literal["H", "S", "I", "A", "D", "P"]
