"""The class screen's buttons: reasons on top, names in two columns, NIHIL or Kirim at the end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ChooseReason, OpenReport, SendAsked, SendReport, TapName, TurnClasses
from bot.keyboards.rows import in_rows, leafing, paged
from bot.wording import reporting as wording
from core.drafts import digest_of
from core.sms_text import shorten
from core.wording.notices import REASONS
from db.models import AbsenceReason, ReportDraft, SchoolClass

_NAME_LETTERS = 22  # two names a row on a phone of 360 points


def class_choice(classes: Sequence[SchoolClass], on: date, page: int = 0) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=c.name, callback_data=_open(c.id, on)) for c in classes]
    rows = paged(buttons, 3, page, leafing(TurnClasses(to="report", page=page)))
    return InlineKeyboardMarkup(inline_keyboard=rows)


def report(
    draft: ReportDraft, names: Mapping[int, str], noticed: Collection[int], arrived: Collection[int] = ()
) -> InlineKeyboardMarkup:
    """The whole class. Telegram takes 100 buttons; a class of more than 93 is beyond any school we know, and its tail
    is cut here.
    """
    reasons = [_reason(draft, reason) for reason in AbsenceReason]
    listed = [
        _name(draft, i, name, wording.NOTICED * (i in noticed) + wording.ARRIVED * (i in arrived))
        for i, name in list(names.items())[:93]
    ]
    return InlineKeyboardMarkup(inline_keyboard=[reasons[:3], reasons[3:], *in_rows(listed, 2), [_send(draft)]])


def left_out(asked: SendReport, school_class_id: int, on: date) -> InlineKeyboardMarkup:
    """Under the question about those whom a guardian has called away; back to the class screen for some of them."""
    include, leave = (SendAsked(**asked.model_dump(), include=include).pack() for include in (True, False))
    back = _open(school_class_id, on)
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=wording.INCLUDE, style="success", callback_data=include)],
            [InlineKeyboardButton(text=wording.LEAVE, callback_data=leave)],
            [InlineKeyboardButton(text=wording.BACK, callback_data=back)],
        ]
    )


def correct(school_class_id: int, on: date) -> InlineKeyboardMarkup:
    data = _open(school_class_id, on)
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=wording.CORRECT, callback_data=data)]])


def _open(school_class_id: int, on: date) -> str:
    return OpenReport(school_class=school_class_id, day=on.toordinal()).pack()


def _reason(draft: ReportDraft, reason: AbsenceReason) -> InlineKeyboardButton:
    chosen = draft.reason is reason
    return InlineKeyboardButton(
        text=f"● {REASONS[reason.value]}" if chosen else REASONS[reason.value],
        style="primary" if chosen else None,
        callback_data=ChooseReason(draft=draft.id, reason=reason).pack(),
    )


def _name(draft: ReportDraft, student_id: int, name: str, marks: str) -> InlineKeyboardButton:
    """`S · Budi` once chosen, with what is known of the pupil behind it."""
    letter = draft.entries.get(str(student_id))
    chosen = f"{letter} · " if letter else ""
    return InlineKeyboardButton(
        text=f"{chosen}{shorten(name, _NAME_LETTERS)} {marks}".rstrip(),
        style="danger" if letter else None,
        callback_data=TapName(draft=draft.id, student=student_id).pack(),
    )


def _send(draft: ReportDraft) -> InlineKeyboardButton:
    count = len(draft.entries)
    return InlineKeyboardButton(
        text=wording.send_label(count) if count else wording.NIHIL,
        style="success",
        callback_data=SendReport(draft=draft.id, shown=digest_of(draft.entries)).pack(),
    )
