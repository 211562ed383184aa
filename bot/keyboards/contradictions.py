"""A row of answers for each contradiction in a message."""

from collections.abc import Iterable, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ListContradictions, SettleContradiction, SettleListed
from bot.keyboards.rows import turning
from core.contradictions import OUTCOMES
from core.open_contradictions import OpenOne
from core.wording.contradictions import ANSWERS
from db.models import ContradictionKind, ContradictionOutcome


def settling(
    open_ones: Iterable[tuple[int, int, ContradictionKind]], *, may_correct: bool
) -> InlineKeyboardMarkup | None:
    """`open_ones`: number in the message, id and kind. Who may not correct a day can only confirm a cut class."""
    rows = [
        [
            _button(number, kind, SettleContradiction(contradiction=i, outcome=outcome))
            for outcome in _answers(kind, may_correct)
        ]
        for number, i, kind in open_ones
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row]) if any(rows) else None


def listed(shown: Sequence[OpenOne], page: int, pages: int) -> InlineKeyboardMarkup | None:
    """The same for a page of the list of open ones, with the way to its neighbours."""
    rows = [
        [
            _button(number, one.shown.kind, SettleListed(contradiction=one.shown.id, outcome=outcome, page=page))
            for outcome in _answers(one.shown.kind, one.may_correct)
        ]
        for number, one in enumerate(shown, start=1)
    ]
    rows += turning(page, pages, lambda other: ListContradictions(page=other))
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(number: int, kind: ContradictionKind, settles: SettleContradiction) -> InlineKeyboardButton:
    text = f"{number}. {ANSWERS[kind, settles.outcome]}"
    return InlineKeyboardButton(text=text, callback_data=settles.pack())


def _answers(kind: ContradictionKind, may_correct: bool) -> Sequence[ContradictionOutcome]:
    return [outcome for outcome in OUTCOMES[kind] if may_correct or outcome is ContradictionOutcome.CUT]
