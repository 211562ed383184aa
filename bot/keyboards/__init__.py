"""Buttons: the menu of a role, the class screen, a notice's decision."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot import wording
from bot.callbacks import ChooseReason, CorrectDay, DecideNotice, OpenReport, SendReport, SetDay, TapName
from core.policy import Action, Actor, may_anywhere
from core.sms_text import shorten
from core.wording.notices import REASONS
from db.models import AbsenceReason, ReportDraft, Role, SchoolClass

_NAME_LETTERS = 22  # two names a row on a phone of 360 points
LOOKERS = tuple(set(Role) - {Role.OFFICER, Role.TEACHER})


def menu(actor: Actor) -> ReplyKeyboardMarkup:
    """The buttons that stay under the chat."""
    top = [KeyboardButton(text=wording.REPORT)] if may_anywhere(actor, Action.REPORT) else []
    looking = [KeyboardButton(text=wording.TODAY), KeyboardButton(text=wording.NOT_REPORTED)]
    admin = [KeyboardButton(text=wording.admin.ADMIN)] if may_anywhere(actor, Action.ADMINISTER) else []
    rows = [top, looking if actor.holds(*LOOKERS) else [], admin, [KeyboardButton(text=wording.HELP)]]
    return ReplyKeyboardMarkup(keyboard=[row for row in rows if row], resize_keyboard=True, is_persistent=True)


def class_choice(classes: Sequence[SchoolClass]) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=c.name, callback_data=OpenReport(school_class=c.id).pack()) for c in classes]
    return InlineKeyboardMarkup(inline_keyboard=_rows(buttons, 3))


def report(draft: ReportDraft, names: Mapping[int, str], noticed: Mapping[int, str]) -> InlineKeyboardMarkup:
    """The whole class: reasons on top, names in two columns, NIHIL or Kirim at the end.

    Telegram takes 100 buttons; a class of more than 93 is beyond any school we know, and its tail is cut here.
    """
    reasons = [_reason(draft, reason) for reason in AbsenceReason]
    listed = [_name(draft, i, name, noticed.get(i)) for i, name in list(names.items())[:93]]
    return InlineKeyboardMarkup(inline_keyboard=[reasons[:3], reasons[3:], *_rows(listed, 2), [_send(draft)]])


def correct(school_class_id: int) -> InlineKeyboardMarkup:
    data = OpenReport(school_class=school_class_id).pack()
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=wording.CORRECT, callback_data=data)]])


def decision(notice_id: int) -> InlineKeyboardMarkup:
    accept = DecideNotice(notice=notice_id, accept=True).pack()
    reject = DecideNotice(notice=notice_id, accept=False).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=wording.ACCEPT, style="success", callback_data=accept),
                InlineKeyboardButton(text=wording.REJECT, style="danger", callback_data=reject),
            ]
        ]
    )


def correct_day(student_id: int) -> InlineKeyboardMarkup:
    data = CorrectDay(student=student_id).pack()
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=wording.CORRECT_DAY, callback_data=data)]])


def right_status(student_id: int) -> InlineKeyboardMarkup:
    """Present, or one of the five reasons."""
    choices = {SetDay.PRESENT: wording.PRESENT, **REASONS}
    buttons = [
        InlineKeyboardButton(
            text=text, callback_data=SetDay.model_validate({"student": student_id, "letter": letter}).pack()
        )
        for letter, text in choices.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=_rows(buttons, 3))


def _reason(draft: ReportDraft, reason: AbsenceReason) -> InlineKeyboardButton:
    chosen = draft.reason is reason
    return InlineKeyboardButton(
        text=f"● {REASONS[reason.value]}" if chosen else REASONS[reason.value],
        style="primary" if chosen else None,
        callback_data=ChooseReason(draft=draft.id, reason=reason).pack(),
    )


def _name(draft: ReportDraft, student_id: int, name: str, noticed: str | None) -> InlineKeyboardButton:
    """`S · Budi` once chosen; an envelope where a guardian has sent word."""
    letter = draft.entries.get(str(student_id))
    mark = f"{letter} · " if letter else ""
    envelope = " ✉️" if noticed else ""
    return InlineKeyboardButton(
        text=f"{mark}{shorten(name, _NAME_LETTERS)}{envelope}",
        style="danger" if letter else None,
        callback_data=TapName(draft=draft.id, student=student_id).pack(),
    )


def _send(draft: ReportDraft) -> InlineKeyboardButton:
    count = len(draft.entries)
    return InlineKeyboardButton(
        text=wording.send_label(count) if count else wording.NIHIL,
        style="success",
        callback_data=SendReport(draft=draft.id, nihil=not count).pack(),
    )


def _rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]
