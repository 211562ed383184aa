"""The two answers below the question whether a station may show names."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AnswerShowing
from bot.wording import name_showings as words


def answers(showing_id: int) -> InlineKeyboardMarkup:
    show, refuse = (AnswerShowing(showing=showing_id, show=show).pack() for show in (True, False))
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=words.SHOW, callback_data=show, style="primary"),
                InlineKeyboardButton(text=words.REFUSE, callback_data=refuse, style="danger"),
            ]
        ]
    )
