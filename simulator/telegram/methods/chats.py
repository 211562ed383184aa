"""What the bot may ask about chats, and its coming and going there."""

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
    PinChatMessage,
    UnpinAllChatMessages,
    UnpinChatMessage,
)

from simulator.telegram.access import ChatId, message_in, readable_chat, writable_chat
from simulator.telegram.chats import Chat
from simulator.telegram.errors import Json, bad_request
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

_FULL_INFO: Json = {
    "accent_color_id": 3,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


@answers(GetChat)
def get_chat(world: World, call: GetChat) -> Json:
    chat = readable_chat(world, call.chat_id)
    pinned = {"pinned_message": chat.pinned[-1].to_api()} if chat.pinned else {}
    return chat.to_api() | _FULL_INFO | pinned


@answers(GetChatMember)
def get_chat_member(world: World, call: GetChatMember) -> Json:
    chat = readable_chat(world, call.chat_id)
    account = world.accounts.get(call.user_id)
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return world.membership(account, chat.bot if account is world.bot else chat.members.get(account.id, "left"))


@answers(GetChatAdministrators)
def get_chat_administrators(world: World, call: GetChatAdministrators) -> list[Json]:
    """The people who run the group; other bots are left out, and so is this one by Telegram's own rule."""
    chat = _group(world, call.chat_id)
    leading = {one: status for one, status in chat.members.items() if status in ("creator", "administrator")}
    return [world.membership(world.accounts[one], status) for one, status in leading.items()]


@answers(GetChatMemberCount)
def get_chat_member_count(world: World, call: GetChatMemberCount) -> int:
    chat = readable_chat(world, call.chat_id)
    people = sum(status not in ("left", "kicked") for status in chat.members.values())
    return people + (chat.kind == "private" or chat.bot in ("member", "administrator"))


@answers(LeaveChat)
def leave_chat(world: World, call: LeaveChat) -> bool:
    chat = writable_chat(world, call.chat_id)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.post(chat, world.bot, extra={"left_chat_member": world.bot.to_api()})
    world.member_changed(chat, world.bot, "left")
    return True


@answers(PinChatMessage)
def pin_chat_message(world: World, call: PinChatMessage) -> bool:
    chat = _pinnable(world, call.chat_id)
    message = message_in(chat, call.message_id, "to pin")
    chat.pinned = [one for one in chat.pinned if one is not message] + [message]
    world.events.emit("pin", chat.id, lambda: {"message_id": message.id})
    return True


@answers(UnpinChatMessage)
def unpin_chat_message(world: World, call: UnpinChatMessage) -> bool:
    chat = _pinnable(world, call.chat_id)
    newest = chat.pinned[-1].id if chat.pinned else None
    unpinned = newest if call.message_id is None else call.message_id
    chat.pinned = [one for one in chat.pinned if one.id != unpinned]
    world.events.emit("pin", chat.id, lambda: {"unpinned": unpinned})
    return True


@answers(UnpinAllChatMessages)
def unpin_all_chat_messages(world: World, call: UnpinAllChatMessages) -> bool:
    chat = _pinnable(world, call.chat_id)
    chat.pinned.clear()
    world.events.emit("pin", chat.id, lambda: {"unpinned": "all"})
    return True


def _group(world: World, chat_id: ChatId) -> Chat:
    chat = readable_chat(world, chat_id)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return chat


def _pinnable(world: World, chat_id: ChatId) -> Chat:
    chat = writable_chat(world, chat_id)
    if chat.kind != "private" and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
