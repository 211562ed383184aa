"""Administration, for administrators alone: one guard before every message and button of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import TelegramObject

from bot.filters import PRIVATE
from bot.handlers.admin import (
    announcing,
    answers,
    classes,
    confirming,
    importing,
    inviting,
    menu,
    overseeing,
    people,
    pupils,
    rules,
    slips,
)
from core.actions import Action
from core.policy import require

_SUBJECTS = (
    *(menu, importing, inviting, people, classes, pupils, slips, rules),
    *(confirming, announcing, overseeing, answers),
)


class AdministratorsOnly(BaseMiddleware):
    """Raises NotAllowed for everybody else, whatever they type, press or reply to. (Strangers come no further than
    `linking`.)
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        require(data["actor"], Action.ADMINISTER)
        return await handler(event, data)


def router() -> Router:
    root = Router(name="admin")
    root.message.filter(PRIVATE)
    root.message.middleware(AdministratorsOnly())
    root.callback_query.middleware(AdministratorsOnly())
    root.include_routers(*(subject.router() for subject in _SUBJECTS))
    return root
