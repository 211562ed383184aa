"""What the bot says about itself: name, descriptions, command menus."""

from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    GetChatMenuButton,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from simulator.telegram.access import readable_chat
from simulator.telegram.commands import DEFAULT, Scope
from simulator.telegram.errors import Json, bad_request
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


@answers(GetMe)
def get_me(world: World, _: GetMe) -> Json:
    return world.bot.to_api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@answers(SetMyCommands)
def set_my_commands(world: World, call: SetMyCommands) -> bool:
    scope = _scope(world, call.scope)
    world.menus.set(scope, call.language_code or "", call.commands)
    world.events.emit("commands", scope[1], lambda: {"scope": scope[0]})
    return True


@answers(GetMyCommands)
def get_my_commands(world: World, call: GetMyCommands) -> list[Json]:
    return world.menus.get(_scope(world, call.scope), call.language_code or "")


@answers(DeleteMyCommands)
def delete_my_commands(world: World, call: DeleteMyCommands) -> bool:
    scope = _scope(world, call.scope)
    world.menus.delete(scope, call.language_code or "")
    world.events.emit("commands", scope[1], lambda: {"scope": scope[0]})
    return True


def _scope(world: World, scope: Any) -> Scope:
    if scope is None:
        return DEFAULT
    chat_id = getattr(scope, "chat_id", None)
    chat = 0 if chat_id is None else readable_chat(world, chat_id).id
    return scope.type, chat, getattr(scope, "user_id", 0)


@answers(SetMyName)
def set_my_name(world: World, call: SetMyName) -> bool:
    return _set(world, "name", call.name, call.language_code)


@answers(SetMyDescription)
def set_my_description(world: World, call: SetMyDescription) -> bool:
    return _set(world, "description", call.description, call.language_code)


@answers(SetMyShortDescription)
def set_my_short_description(world: World, call: SetMyShortDescription) -> bool:
    return _set(world, "short_description", call.short_description, call.language_code)


@answers(GetMyName)
def get_my_name(world: World, call: GetMyName) -> Json:
    return {"name": world.profile.get(("name", call.language_code or ""), world.bot.first_name)}


@answers(GetMyDescription)
def get_my_description(world: World, call: GetMyDescription) -> Json:
    return {"description": world.profile.get(("description", call.language_code or ""), "")}


@answers(GetMyShortDescription)
def get_my_short_description(world: World, call: GetMyShortDescription) -> Json:
    return {"short_description": world.profile.get(("short_description", call.language_code or ""), "")}


def _set(world: World, what: str, words: str | None, language: str | None) -> bool:
    if len(words or "") > _LENGTHS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    world.profile[what, language or ""] = words or ""
    return True


@answers(SetChatMenuButton)
def set_chat_menu_button(world: World, call: SetChatMenuButton) -> bool:
    if call.chat_id is not None:
        readable_chat(world, call.chat_id)
    world.profile["menu_button", str(call.chat_id or "")] = call.menu_button.type if call.menu_button else "default"
    return True


@answers(GetChatMenuButton)
def get_chat_menu_button(world: World, call: GetChatMenuButton) -> Json:
    return {"type": world.profile.get(("menu_button", str(call.chat_id or "")), "default")}
