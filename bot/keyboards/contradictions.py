"""A row of answers for each contradiction in a message."""

from collections.abc import Iterable

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import SettleContradiction
from core.contradictions import OUTCOMES
from core.wording.contradictions import ANSWERS
from db.models import ContradictionKind, ContradictionOutcome


def settling(
    open_ones: Iterable[tuple[int, int, ContradictionKind]], *, may_correct: bool
) -> InlineKeyboardMarkup | None:
    """`open_ones`: number in the message, id and kind. Who may not correct a day can only confirm a cut class."""
    rows = [
        [_button(number, i, kind, outcome) for outcome in OUTCOMES[kind] if may_correct or _confirms(outcome)]
        for number, i, kind in open_ones
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row]) if any(rows) else None


def _button(number: int, i: int, kind: ContradictionKind, outcome: ContradictionOutcome) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=f"{number}. {ANSWERS[kind, outcome]}",
        callback_data=SettleContradiction(contradiction=i, outcome=outcome).pack(),
    )


def _confirms(outcome: ContradictionOutcome) -> bool:
    return outcome is ContradictionOutcome.CUT
