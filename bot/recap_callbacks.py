"""What the buttons of recaps and of sent reports carry: days, and of whom."""

from datetime import date
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks import Day, Page
from core.charts import ChartKind
from core.errors import NotFound
from core.periods import Period
from core.recap_scopes import Place
from core.recap_views import LONGEST


class ChooseScope(CallbackData, prefix="rs"):
    first: Day
    last: Day


class ShowLate(ChooseScope, prefix="rl"):
    """Who came late on these days."""


class TurnScopes(ChooseScope, prefix="rt"):
    page: Page


class ShowRecap(ChooseScope, prefix="rk"):
    """`id` 0 is the school; else of a department, a class or a pupil."""

    place: Place
    id: Annotated[int, Field(ge=0, le=2**31 - 1)]
    page: Page


class DrawRecap(ChooseScope, prefix="rd"):
    place: Place
    id: Annotated[int, Field(ge=0, le=2**31 - 1)]
    kind: ChartKind


class FileRecap(ChooseScope, prefix="rf"):
    place: Place
    id: Annotated[int, Field(ge=0, le=2**31 - 1)]
    form: Literal["xlsx", "pdf"]


class SentReports(CallbackData, prefix="sr"):
    """Who got the daily report of a day, or of the last one before it; the last version, or this one."""

    day: Day
    version: Annotated[int, Field(ge=1, le=999)] | None = None


class SentFile(CallbackData, prefix="srf"):
    """That version as a file, as it went out."""

    day: Day
    version: Annotated[int, Field(ge=1, le=999)]
    form: Literal["xlsx", "pdf"]


def period_of(pressed: ChooseScope) -> Period:
    """The days that a button carries. Raises NotFound for such as none of ours does."""
    if not pressed.first <= pressed.last < pressed.first + LONGEST:
        raise NotFound
    return Period(date.fromordinal(pressed.first), date.fromordinal(pressed.last))
