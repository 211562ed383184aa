"""Buttons of the administration about a pupil."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import ConfirmationOf, DropNumber, InvitePupil, ReissueSlip
from bot.keyboards.admin import button, grid
from bot.wording import admin_pupils as wording
from bot.wording.admin_confirming import OPEN
from db.models import Guardian, Student


def pupil(student: Student, numbers: Sequence[Guardian]) -> InlineKeyboardMarkup:
    withdraw = [button(wording.withdraw_number_label(n), DropNumber(guardian=n.id), "danger") for n in numbers]
    other = [
        button(wording.NEW_SLIP, ReissueSlip(student=student.id)),
        button(wording.INVITE_PUPIL, InvitePupil(student=student.id)),
        button(OPEN, ConfirmationOf(student=student.id)),
    ]
    return grid([*withdraw, *other], 1)
