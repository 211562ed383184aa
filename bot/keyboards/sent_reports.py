"""Buttons of the daily reports that went out: other days, other versions, the files."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.rows import in_rows
from bot.recap_callbacks import SentFile, SentReports
from bot.wording import sent_reports as wording
from core.sent_reports import SentDay, SentVersion

MOST_VERSIONS = 20
"""The last ones: a day is looked at at most every half hour, and seldom has three."""


def sent(day: SentDay, shown: SentVersion | None) -> InlineKeyboardMarkup:
    on = day.on.toordinal()
    others = [one for one in day.versions[-MOST_VERSIONS:] if shown and one.version != shown.version]
    versions = [_button(wording.version_label(one), SentReports(day=on, version=one.version)) for one in others]
    files = [
        _button(text, SentFile(day=on, version=shown.version, form=form))
        for form, text in wording.FILES.items()
        if shown is not None
    ]
    turning = [
        _button(text, SentReports(day=other.toordinal()))
        for text, other in ((wording.BEFORE, day.before), (wording.AFTER, day.after))
        if other is not None
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in (*in_rows(versions, 4), files, turning) if row])


def _button(text: str, data: SentReports | SentFile) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack())
