"""Messages from the bot."""

from typing import Any

from aiogram.methods import (
    CopyMessage,
    ForwardMessage,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
)
from aiogram.types import InputMediaDocument, InputMediaPhoto, ReplyParameters

from simulator.telegram.access import message_in, readable_chat, writable_chat
from simulator.telegram.chats import Chat, Message
from simulator.telegram.errors import Json, bad_request
from simulator.telegram.files import Kind, StoredFile
from simulator.telegram.formatting import Formatted, caption_of, text_of
from simulator.telegram.keyboards import checked
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

_ACTIONS = (
    {"typing", "choose_sticker", "find_location"}
    | {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
    | {"upload_photo", "upload_document"}
)


@answers(SendMessage)
def send_message(world: World, call: SendMessage) -> Json:
    return _post(world, call, text_of(call.text, call.parse_mode, call.entities)).to_api()


@answers(SendPhoto)
def send_photo(world: World, call: SendPhoto) -> Json:
    caption = caption_of(call.caption, call.parse_mode, call.caption_entities)
    return _post(world, call, caption, world.files.sent("photo", call.photo)).to_api()


@answers(SendDocument)
def send_document(world: World, call: SendDocument) -> Json:
    caption = caption_of(call.caption, call.parse_mode, call.caption_entities)
    return _post(world, call, caption, world.files.sent("document", call.document)).to_api()


@answers(SendMediaGroup)
def send_media_group(world: World, call: SendMediaGroup) -> list[Json]:
    if not 2 <= len(call.media) <= 10:
        raise bad_request("wrong number of items in the media group specified")
    contents = [_album_item(world, item) for item in call.media]
    if len({file.kind for file, _ in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = writable_chat(world, call.chat_id)
    reply_to = _reply(chat, call)
    album = {"media_group_id": str(13_900_000_000 + chat.last_message_id)}
    sent = [
        world.post(chat, world.bot, caption, file=file, reply_to=reply_to, extra=album) for file, caption in contents
    ]
    return [message.to_api() for message in sent]


def _album_item(world: World, item: Any) -> tuple[StoredFile, Formatted]:
    if not isinstance(item, InputMediaPhoto | InputMediaDocument):
        raise bad_request(f'type "{item.type}" is unsupported in the simulator')
    kind: Kind = "photo" if isinstance(item, InputMediaPhoto) else "document"
    return world.files.sent(kind, item.media), caption_of(item.caption, item.parse_mode, item.caption_entities)


@answers(ForwardMessage)
def forward_message(world: World, call: ForwardMessage) -> Json:
    chat = writable_chat(world, call.chat_id)
    original = message_in(readable_chat(world, call.from_chat_id), call.message_id, "to forward")
    origin = {"type": "user", "date": int(original.date.timestamp()), "sender_user": original.sender.to_api()}
    extra = {"forward_origin": origin}
    return world.post(chat, world.bot, original.content, file=original.file, extra=extra).to_api()


@answers(CopyMessage)
def copy_message(world: World, call: CopyMessage) -> Json:
    markup = checked(call.reply_markup)
    chat = writable_chat(world, call.chat_id)
    original = message_in(readable_chat(world, call.from_chat_id), call.message_id, "to copy")
    content = original.content
    if call.caption is not None and original.file:
        content = caption_of(call.caption, call.parse_mode, call.caption_entities)
    copy = world.post(chat, world.bot, content, markup=markup, file=original.file, reply_to=_reply(chat, call))
    return {"message_id": copy.id}


@answers(SendChatAction)
def send_chat_action(world: World, call: SendChatAction) -> bool:
    if call.action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, call.chat_id)
    world.events.emit("action", chat.id, lambda: {"action": call.action})
    return True


def _post(
    world: World, call: SendMessage | SendPhoto | SendDocument, content: Formatted, file: StoredFile | None = None
) -> Message:
    markup = checked(call.reply_markup)
    chat = writable_chat(world, call.chat_id)
    return world.post(chat, world.bot, content, markup=markup, file=file, reply_to=_reply(chat, call))


def _reply(chat: Chat, call: SendMessage | SendPhoto | SendDocument | SendMediaGroup | CopyMessage) -> Message | None:
    """The message replied to, in today's parameters or the older ones."""
    to = call.reply_parameters or ReplyParameters(
        message_id=call.reply_to_message_id, allow_sending_without_reply=call.allow_sending_without_reply
    )
    if to.message_id is None:
        return None
    found = chat.messages.get(to.message_id)
    if found is None and to.allow_sending_without_reply is not True:
        raise bad_request("message to be replied not found")
    return found
