"""Buttons under the calendar's screens, and under the question before a mass alarm."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import (
    YEARS,
    AskCalendar,
    ConfirmYear,
    DecideMassAlert,
    RemoveEntry,
    Reopen,
    SettleClosing,
    SettleProposal,
    ShowMonth,
    ShowProposals,
    ShowRemovable,
)
from bot.wording import calendar as wording
from core.calendar_month import Month
from core.sms_text import shorten
from db.models import CalendarEntry

_LETTERS = 34  # beside a narrow button on a phone of 360 points
_MOST = 45  # entries; two buttons each, and Telegram takes a hundred


def month(seen: Month, *, keeps: bool) -> InlineKeyboardMarkup:
    """The months before and after, and for who keeps the calendar what can be done."""
    before, after = seen.first_day - timedelta(days=1), seen.last_day + timedelta(days=1)
    turning = [
        _button(title, ShowMonth(year=day.year, month=day.month))
        for day, title in ((before, wording.month_before(before)), (after, wording.month_after(after)))
        if day.year in YEARS
    ]
    return InlineKeyboardMarkup(inline_keyboard=[turning, *(_keeping(seen) if keeps else [])])


def proposals(entries: Sequence[CalendarEntry], year: int) -> InlineKeyboardMarkup:
    rows = [
        [
            _button(f"✅ {_name(entry)}", SettleProposal(entry=entry.id, accept=True)),
            _button("✖️", SettleProposal(entry=entry.id, accept=False)),
        ]
        for entry in entries[:_MOST]
    ]
    everything = [[_button(wording.CONFIRM_ALL, ConfirmYear(year=year), style="success")]] if entries else []
    years = [_button(f"{wording.PROPOSALS} {y}", ShowProposals(year=y)) for y in (year - 1, year + 1) if y in YEARS]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *everything, years])


def removable(entries: Sequence[CalendarEntry], first_day: date) -> InlineKeyboardMarkup:
    rows = [
        [_button(f"🗑 {_name(entry)}", RemoveEntry(entry=entry.id), style="danger")] for entry in entries[: 2 * _MOST]
    ]
    back = [_button(wording.BACK, ShowMonth(year=first_day.year, month=first_day.month))]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, back])


def closing() -> InlineKeyboardMarkup:
    """Under the reason for which the school is to close."""
    yes = _button(wording.CLOSE_NOW, SettleClosing(yes=True), style="danger")
    return InlineKeyboardMarkup(inline_keyboard=[[yes, _button(wording.STAY_OPEN, SettleClosing(yes=False))]])


def mass_alert(alert_id: int) -> InlineKeyboardMarkup:
    send, withdraw = (DecideMassAlert(alert=alert_id, send=yes) for yes in (True, False))
    buttons = [_button(wording.SEND, send, style="success"), _button(wording.WITHDRAW, withdraw, style="danger")]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])


def _keeping(seen: Month) -> list[list[InlineKeyboardButton]]:
    year, number = seen.first_day.year, seen.first_day.month
    urgent = (
        _button(wording.REOPEN, Reopen(), style="success")
        if seen.is_closed_now
        else _button(wording.CLOSE, AskCalendar(what="close"), style="danger")
    )
    return [
        [
            _button(wording.ADD, AskCalendar(what="add")),
            _button(wording.REMOVE, ShowRemovable(year=year, month=number)),
        ],
        [_button(f"{wording.PROPOSALS} {year}", ShowProposals(year=year)), urgent],
    ]


def _name(entry: CalendarEntry) -> str:
    return shorten(wording.button(entry), _LETTERS)


def _button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)
