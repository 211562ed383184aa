"""Buttons under a guardian's notice and under the list of what waits for an answer."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AskGuardian, CloseMessage, DecideNotice, ListMessages, OpenMessage
from bot.keyboards.rows import in_rows, turning
from bot.wording import deciding
from bot.wording import messages as words


def decision(notice_id: int) -> InlineKeyboardMarkup:
    accept = DecideNotice(notice=notice_id, accept=True).pack()
    reject = DecideNotice(notice=notice_id, accept=False).pack()
    ask = AskGuardian(notice=notice_id, question="menu").pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=deciding.ACCEPT, style="success", callback_data=accept),
                InlineKeyboardButton(text=deciding.REJECT, style="danger", callback_data=reject),
                InlineKeyboardButton(text=words.ASK, callback_data=ask),
            ]
        ]
    )


def questions(notice_id: int) -> InlineKeyboardMarkup:
    """The prepared ones, and the way back."""
    labels = {key: label for key, (label, _) in words.QUESTIONS.items()} | {"back": words.BACK}
    buttons = [
        InlineKeyboardButton(
            text=label, callback_data=AskGuardian.model_validate({"notice": notice_id, "question": key}).pack()
        )
        for key, label in labels.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=in_rows(buttons, 2))


def waiting_list(ids: Sequence[int], *, page: int, pages: int, first: int) -> InlineKeyboardMarkup | None:
    """A number for each message, and the neighbouring pages."""
    numbers = [
        InlineKeyboardButton(text=str(number), callback_data=OpenMessage(sms=sms_id).pack())
        for number, sms_id in enumerate(ids, first + 1)
    ]
    rows = [*([numbers] if numbers else []), *turning(page, pages, lambda other: ListMessages(page=other))]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def one_message(sms_id: int, notice_id: int | None) -> InlineKeyboardMarkup:
    """To close it, below the decision where one is due."""
    close = InlineKeyboardButton(text=words.CLOSE, callback_data=CloseMessage(sms=sms_id).pack())
    above = decision(notice_id).inline_keyboard if notice_id is not None else []
    return InlineKeyboardMarkup(inline_keyboard=[*above, [close]])
