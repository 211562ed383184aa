"""Buttons of the administration: its menu, choices of a role, a class or a department, Ya and Batal."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.admin_callbacks import AnnounceTo, GiveRoleTo, InviteRole, OpenSection, ReplaceLeader, Section, Settle
from bot.keyboards.rows import Rows, in_rows, leafing, paged
from bot.wording import admin as wording
from core.sms_text import shorten
from core.wording.roles import role_title
from db.models import Role

_LABEL_LETTERS = 28


def button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)


def grid(
    buttons: Sequence[InlineKeyboardButton],
    width: int,
    *,
    under: Sequence[InlineKeyboardButton] = (),
    back: Section | None = Section.MENU,
) -> InlineKeyboardMarkup:
    """Rows of `width`, then those `under` them, a row each, and the way back."""
    return with_way_back(in_rows(buttons, width) + [[one] for one in under], back)


def menu() -> InlineKeyboardMarkup:
    buttons = [button(text, OpenSection(section=Section(name))) for name, text in wording.SECTIONS.items()]
    return grid(buttons, 2, back=None)


def back(to: Section = Section.MENU) -> InlineKeyboardMarkup:
    return grid([], 1, back=to)


def confirm(yes: str = wording.YES) -> InlineKeyboardMarkup:
    """Under a proposal that is kept with the message."""
    return yes_or_no(yes, Settle(yes=True), Settle(yes=False))


def yes_or_no(yes: str, yes_data: CallbackData, no_data: CallbackData) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[button(yes, yes_data, "success"), button(wording.NO, no_data, "danger")]]
    )


def roles(offered: Sequence[Role], data: Callable[[Role], CallbackData], back: Section) -> InlineKeyboardMarkup:
    return grid([button(role_title(role), data(role)) for role in offered], 2, back=back)


def named(
    things: Sequence[tuple[int, str]], data: Callable[[int], CallbackData], back: Section, width: int = 3
) -> InlineKeyboardMarkup:
    """One button for each (id, name) of a few."""
    return grid(_labels(things, data), width, back=back)


def leafed(
    things: Sequence[tuple[int, str]],
    data: Callable[[int], CallbackData],
    back: Section,
    pressed: OpenSection | InviteRole | GiveRoleTo | ReplaceLeader | AnnounceTo,
    width: int = 3,
) -> InlineKeyboardMarkup:
    """The same of however many, by pages: `pressed` has opened one of them, and leads to its neighbours."""
    return with_way_back(paged(_labels(things, data), width, pressed.page, leafing(pressed)), back)


def _labels(things: Sequence[tuple[int, str]], data: Callable[[int], CallbackData]) -> Sequence[InlineKeyboardButton]:
    return [button(shorten(name, _LABEL_LETTERS), data(number)) for number, name in things]


def with_way_back(rows: Rows, back: Section | None) -> InlineKeyboardMarkup:
    """Rows with the button below them that leads back to a section."""
    way = [[button(wording.BACK, OpenSection(section=back))]] if back is not None else []
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *way])
