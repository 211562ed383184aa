"""The command menus a bot has set, and which of them a person sees."""

import re
from collections.abc import Sequence

from aiogram.types import BotCommand

from simulator.telegram.errors import Json, bad_request

COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")

Scope = tuple[str, int, int]
"""Kind of scope with chat and user, 0 where it has none."""

DEFAULT: Scope = ("default", 0, 0)


class CommandMenus:
    """Menus by scope and language."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], list[Json]] = {}

    def set(self, scope: Scope, language: str, commands: Sequence[BotCommand]) -> None:
        """Replace a menu.

        Raises:
            ApiError: 400 for names outside `[a-z0-9_]{1,32}`, empty or long descriptions, more than 100 commands.
        """
        if len(commands) > COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _NAME.fullmatch(command.command):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.description) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._menus[scope, language] = [one.model_dump(exclude_none=True) for one in commands]

    def get(self, scope: Scope, language: str) -> list[Json]:
        return self._menus.get((scope, language), [])

    def delete(self, scope: Scope, language: str) -> None:
        self._menus.pop((scope, language), None)

    def seen(self, scopes: Sequence[Scope], language: str) -> list[Json]:
        """The first menu there is: nearest scope first, in each the person's language before none."""
        choices = [(scope, spoken) for scope in scopes for spoken in (language, "")]
        return next((self._menus[choice] for choice in choices if self._menus.get(choice)), [])


def scopes_for(chat_id: int, user_id: int, *, administrator: bool = False) -> list[Scope]:
    """Scopes that reach a person in a chat, nearest first, in Telegram's order."""
    if chat_id == user_id:
        return [("chat", chat_id, 0), ("all_private_chats", 0, 0), DEFAULT]
    in_chat: list[Scope] = [("chat_member", chat_id, user_id)]
    in_groups: list[Scope] = [("all_group_chats", 0, 0), DEFAULT]
    if administrator:
        in_chat.append(("chat_administrators", chat_id, 0))
        in_groups.insert(0, ("all_chat_administrators", 0, 0))
    return [*in_chat, ("chat", chat_id, 0), *in_groups]
