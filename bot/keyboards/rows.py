"""Buttons side by side, and lists that go on on other pages."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.wording.paging import AFTER, BEFORE

MOST = 90
"""Of a list on one page: Telegram takes 100 buttons, and there are others below it."""

Rows = list[list[InlineKeyboardButton]]


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> Rows:
    """So many side by side."""
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]


def paged(
    buttons: Sequence[InlineKeyboardButton],
    width: int,
    page: int,
    turned: Callable[[int], CallbackData],
    *,
    most: int = MOST,
) -> Rows:
    """A page of a list, from 0, in rows, with its neighbours below; a page that there is not is the last one."""
    pages = max(-(-len(buttons) // most), 1)
    page = min(page, pages - 1)
    return in_rows(buttons[page * most : (page + 1) * most], width) + turning(page, pages, turned)


def turning(page: int, pages: int, turned: Callable[[int], CallbackData]) -> Rows:
    """A row that leads to the neighbouring pages; no row where there is one page. `turned`: what opens a page."""
    buttons = [
        InlineKeyboardButton(text=text, callback_data=turned(other).pack())
        for text, other in ((BEFORE, page - 1), (AFTER, page + 1))
        if 0 <= other < pages
    ]
    return [buttons] if buttons else []


def leafing(pressed: CallbackData) -> Callable[[int], CallbackData]:
    """The same button again, for another page of what it opens: it has a `page`."""
    return lambda page: pressed.model_copy(update={"page": page})
