"""Whose update is it, and from what kind of chat?"""

from aiogram import F
from aiogram.enums import ChatType
from aiogram.types import TelegramObject

from core.actions import Action
from core.actors import Actor
from core.policy import may_anywhere

PRIVATE = F.chat.type == ChatType.PRIVATE
IN_GROUP = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})


def known(_event: TelegramObject, actor: Actor | None) -> bool:
    """The account speaks for a person of this school."""
    return actor is not None


def stranger(_event: TelegramObject, actor: Actor | None) -> bool:
    """The account speaks for nobody."""
    return actor is None


def is_guardian(_event: TelegramObject, actor: Actor | None) -> bool:
    """The account speaks for a guardian."""
    return actor is not None and bool(actor.children)


def only_guardian(_event: TelegramObject, actor: Actor | None) -> bool:
    """It does so, and has no task at the school today."""
    return actor is not None and bool(actor.children) and not actor.grants


def keeps_gate(_event: TelegramObject, actor: Actor | None) -> bool:
    """The person may check others in."""
    return actor is not None and may_anywhere(actor, Action.CHECK_IN)


def administers(_event: TelegramObject, actor: Actor | None) -> bool:
    """The person may administer the school: other people's files and replies are other handlers' business."""
    return actor is not None and may_anywhere(actor, Action.ADMINISTER)
