"""Buttons of recaps: the period, about whom, and what can be had of it."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.rows import MOST, in_rows, paged, turning
from bot.recap_callbacks import ChooseScope, DrawRecap, FileRecap, SentReports, ShowRecap, TurnScopes
from bot.wording import recaps as wording
from bot.wording.sent_reports import TITLE as SENT_REPORTS
from core.charts import ChartKind
from core.periods import Period
from core.recap_scopes import Place, Scope
from core.recap_views import View


def periods(choices: Sequence[tuple[str, Period]], reports_on: date | None) -> InlineKeyboardMarkup:
    """`reports_on`: the day on which somebody asks who may see to whom daily reports went."""
    buttons = [_button(text, ChooseScope(first=_n(p.first), last=_n(p.last)).pack()) for text, p in choices]
    sent = [[_button(SENT_REPORTS, SentReports(day=_n(reports_on)).pack())]] if reports_on else []
    return InlineKeyboardMarkup(inline_keyboard=[*in_rows(buttons, 2), *sent])


def scopes(found: Sequence[Scope], period: Period, page: int = 0) -> InlineKeyboardMarkup:
    """The school and departments on top of every page, two a row; classes three a row."""
    first, last = _n(period.first), _n(period.last)
    wide = [_scope(scope, period) for scope in found if scope.place is not Place.CLASS]
    classes = [_scope(scope, period) for scope in found if scope.place is Place.CLASS]
    rows = paged(classes, 3, page, lambda other: TurnScopes(first=first, last=last, page=other), most=MOST - len(wide))
    return InlineKeyboardMarkup(inline_keyboard=[*in_rows(wide, 2), *rows])


def recap(view: View, page: int, pages: int) -> InlineKeyboardMarkup:
    """Pages where there are several, pictures, files, and the way back to whom."""
    scope, period = view.asked.scope, view.asked.period
    of = {"first": _n(period.first), "last": _n(period.last), "place": scope.place, "id": scope.id}
    kinds = [kind for kind in wording.CHARTS if kind is not ChartKind.CLASSES or scope.place is not Place.CLASS]
    rows = [
        *turning(page, pages, lambda other: ShowRecap(**of, page=other)),
        [_button(wording.CHARTS[kind], DrawRecap(**of, kind=kind).pack()) for kind in kinds],
        [_button(text, FileRecap(**of, form=form).pack()) for form, text in wording.FILES.items()],
        [_button(wording.OTHERS, ChooseScope(first=_n(period.first), last=_n(period.last)).pack())],
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def _scope(scope: Scope, period: Period) -> InlineKeyboardButton:
    data = ShowRecap(first=_n(period.first), last=_n(period.last), place=scope.place, id=scope.id, page=0)
    return _button(wording.scope(scope), data.pack())


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def _n(day: date) -> int:
    return day.toordinal()
