"""What buttons carry: ids, never state. Everything is checked again when one is pressed, tomorrow or by somebody
else.
"""

from typing import Annotated, ClassVar, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from db.models import AbsenceReason, ContradictionOutcome

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""As the database's keys: a number that cannot be one is no button of ours."""


class OpenReport(CallbackData, prefix="open"):
    school_class: Id


class ChooseReason(CallbackData, prefix="why"):
    draft: Id
    reason: AbsenceReason


class TapName(CallbackData, prefix="tap"):
    draft: Id
    student: Id


class SendReport(CallbackData, prefix="send"):
    draft: Id
    nihil: bool


class DecideNotice(CallbackData, prefix="note"):
    notice: Id
    accept: bool


class CorrectDay(CallbackData, prefix="fix"):
    student: Id


class SetDay(CallbackData, prefix="set"):
    """`letter` of a reason, or H for hadir, present."""

    PRESENT: ClassVar[str] = "H"

    student: Id
    letter: Literal["H", "S", "I", "A", "D", "P"]


class SettleContradiction(CallbackData, prefix="ctr"):
    contradiction: Id
    outcome: ContradictionOutcome


YEARS = range(2020, 2101)
Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class ShowMonth(CallbackData, prefix="cal"):
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]


class ShowRemovable(CallbackData, prefix="calr"):
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]


class RemoveEntry(CallbackData, prefix="cald"):
    entry: Id


class ShowProposals(CallbackData, prefix="calp"):
    year: Year


class SettleProposal(CallbackData, prefix="cals"):
    entry: Id
    accept: bool


class ConfirmYear(CallbackData, prefix="cala"):
    year: Year


class AskCalendar(CallbackData, prefix="calq"):
    """What to write next: an entry to add, or why the school closes now."""

    what: Literal["add", "close"]


class Reopen(CallbackData, prefix="calo"):
    pass


class DecideMassAlert(CallbackData, prefix="mass"):
    alert: Id
    send: bool
