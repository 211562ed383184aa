"""May the bot do this here? Finding chats and messages, with Telegram's refusals."""

from simulator.telegram.chats import Chat, Message
from simulator.telegram.errors import ApiError, bad_request, forbidden
from simulator.telegram.world import World

ChatId = int | str | None


def readable_chat(world: World, chat_id: ChatId) -> Chat:
    """A chat the bot knows.

    Raises:
        ApiError: 400 when there is none such, with `migrate_to_chat_id` when it has become a supergroup; 403 for a
            group the bot is out of.
    """
    if chat_id is None:
        raise bad_request("chat_id is empty")
    chat = _by_name(world, chat_id) if _is_name(chat_id) else world.chats.get(_number(chat_id))
    if chat is None or (chat.kind != "private" and not chat.bot_was_here):
        raise bad_request("chat not found")
    if chat.upgraded_to is not None:
        words = "group chat was upgraded to a supergroup chat"
        raise bad_request(words, migrate_to_chat_id=chat.upgraded_to)
    if chat.kind != "private" and not _is_inside(chat):
        raise _shut_out(chat)
    return chat


def writable_chat(world: World, chat_id: ChatId) -> Chat:
    """A chat the bot may post to.

    Raises:
        ApiError: as `readable_chat`; 403 before /start and after blocking.
    """
    chat = readable_chat(world, chat_id)
    if not _is_inside(chat):
        raise _shut_out(chat)
    return chat


def message_in(chat: Chat, message_id: int | None, purpose: str) -> Message:
    """A message of a chat; `purpose` completes "message to edit not found".

    Raises:
        ApiError: 400.
    """
    if message_id is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"message {purpose} not found")
    return message


def own_message(world: World, chat_id: ChatId, message_id: int | None) -> Message:
    """A message the bot may edit: its own, and not one that brought a reply keyboard.

    Raises:
        ApiError: 400 or 403.
    """
    message = message_in(writable_chat(world, chat_id), message_id, "to edit")
    if message.sender is not world.bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _is_inside(chat: Chat) -> bool:
    return chat.bot in ("member", "administrator")


def _shut_out(chat: Chat) -> ApiError:
    if chat.kind == "private":
        never = "bot can't initiate conversation with a user"
        return forbidden("bot was blocked by the user" if chat.bot == "kicked" else never)
    verb = "was kicked from" if chat.bot == "kicked" else "is not a member of"
    return forbidden(f"bot {verb} the {chat.kind} chat")


def _is_name(chat_id: int | str) -> bool:
    return isinstance(chat_id, str) and chat_id.startswith("@")


def _by_name(world: World, chat_id: int | str) -> Chat | None:
    """Bots find groups and channels by @name, never people."""
    name = str(chat_id)[1:].lower()
    named = (chat for chat in world.chats.values() if (chat.username or "").lower() == name)
    return next((chat for chat in named if chat.kind != "private"), None)


def _number(chat_id: int | str) -> int:
    try:
        return int(chat_id)
    except ValueError:
        raise bad_request("chat not found") from None
