"""Under today's late arrivals: those of more days."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.recap_callbacks import ShowLate
from core.periods import Period


def periods(choices: Sequence[tuple[str, Period]]) -> InlineKeyboardMarkup:
    buttons = [
        InlineKeyboardButton(
            text=text, callback_data=ShowLate(first=p.first.toordinal(), last=p.last.toordinal()).pack()
        )
        for text, p in choices
    ]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])
