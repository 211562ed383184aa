"""Buttons of the gate: a card that was shown, somebody without one, cards to print."""

from collections.abc import Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import AtGate, CardSheet, EnterByHand, NewCard, ScanCard, TemporaryCard, TurnClasses
from bot.keyboards.rows import leafing, paged
from bot.wording import gate as wording
from core.check_ins import CheckIn
from core.gate_facts import Holder
from db.models import Direction, SchoolClass

_CLASSES_A_ROW = 3


def card(card_id: int, on: date, likely: Direction | None) -> InlineKeyboardMarkup:
    """In and out; what the time of day says comes in colour."""
    return _keys([[_way(ScanCard(card=card_id, day=on.toordinal(), direction=way), way, likely) for way in Direction]])


def cards(shown: Sequence[tuple[int, CheckIn]], on: date) -> InlineKeyboardMarkup:
    day = on.toordinal()
    return _keys([[_button(wording.card_label(found), ScanCard(card=i, day=day))] for i, found in shown])


def people(found: Sequence[Holder]) -> InlineKeyboardMarkup:
    return _keys(
        [
            [_button(wording.person_label(holder), AtGate(student=holder.student_id, person=holder.person_id))]
            for holder in found
        ]
    )


def person(holder: Holder, on: date, *, may_replace: bool, card_id: int | None) -> InlineKeyboardMarkup:
    """`may_replace`: a lost card can be replaced here; `card_id` is the one that is good now."""
    student, staff, day = holder.student_id, holder.person_id, on.toordinal()
    ways = [_way(EnterByHand(student=student, person=staff, day=day, direction=way), way, None) for way in Direction]
    rows = [ways, [_button(wording.TEMPORARY, TemporaryCard(student=student, person=staff, day=day))]]
    if may_replace:
        rows.append([_button(wording.NEW_CARD, NewCard(student=student, person=staff, old=card_id))])
    return _keys(rows)


def reasons(asked: EnterByHand) -> InlineKeyboardMarkup:
    labels = {**wording.REASONS, "words": wording.OWN_WORDS, "clock": wording.OTHER_TIME}
    return _keys([[_button(text, asked.model_copy(update={"why": why}))] for why, text in labels.items()])


def sure(asked: NewCard) -> InlineKeyboardMarkup:
    return _keys([[_button(wording.SURE, asked.model_copy(update={"sure": True}), style="danger")]])


def sheets(classes: Sequence[SchoolClass], page: int = 0) -> InlineKeyboardMarkup:
    buttons = [_button(one.name, CardSheet(school_class=one.id)) for one in classes]
    rows = paged(buttons, _CLASSES_A_ROW, page, leafing(TurnClasses(to="cards", page=page)))
    return _keys([*rows, [_button(wording.TEACHERS, CardSheet())]])


def _way(data: CallbackData, way: Direction, likely: Direction | None) -> InlineKeyboardButton:
    return _button(wording.way(way), data, style="success" if way is likely else None)


def _button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)


def _keys(rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=rows)
