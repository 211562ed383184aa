"""Buttons under guardians who wait for the school's yes."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import DecideRegistration, ListRegistrations
from bot.keyboards.rows import turning
from bot.wording import approvals as words


def deciding(request_id: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[_decision(request_id, words.ACCEPT, words.REFUSE)])


def waiting(ids: Sequence[int], *, page: int, pages: int, first: int) -> InlineKeyboardMarkup | None:
    """A row for each of the list, and the neighbouring pages."""
    rows = [_decision(i, f"{words.ACCEPT} {n}", f"{words.REFUSE} {n}") for n, i in enumerate(ids, first + 1)]
    rows += turning(page, pages, lambda other: ListRegistrations(page=other))
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _decision(request_id: int, yes: str, no: str) -> list[InlineKeyboardButton]:
    accept, refuse = (DecideRegistration(request=request_id, accept=it_is).pack() for it_is in (True, False))
    return [
        InlineKeyboardButton(text=yes, style="success", callback_data=accept),
        InlineKeyboardButton(text=no, style="danger", callback_data=refuse),
    ]
