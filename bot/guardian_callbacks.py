"""What the buttons of guardians carry: which child, why and how long it is away."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks import Day, Id


class BecomeGuardian(CallbackData, prefix="gyes"):
    """Whose guardian, the message with this button knows."""


class NoticeFor(CallbackData, prefix="gfor"):
    """Away is this child of mine."""

    student: Id


class AwayWhy(CallbackData, prefix="gwhy"):
    student: Id
    reason: Literal["S", "I"]


class AwayFor(CallbackData, prefix="gday"):
    """`days` from the first on."""

    student: Id
    reason: Literal["S", "I"]
    first: Day
    days: Annotated[int, Field(ge=1, le=7)]


class SendAway(CallbackData, prefix="gsend"):
    """What is to be sent, the message with this button knows."""


class ChildMeant(CallbackData, prefix="gmean"):
    """The words that the message with this button asks about are about this child."""

    student: Id


class StopChild(CallbackData, prefix="gstop"):
    """No more news of this child. Not `sure`: it is asked."""

    student: Id
    sure: bool
