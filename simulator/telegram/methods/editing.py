"""Changing what the bot has said."""

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SetMessageReaction,
)
from aiogram.types import InputMediaDocument, InputMediaPhoto, ReactionTypeEmoji

from simulator.telegram.access import message_in, own_message, readable_chat
from simulator.telegram.chats import Message
from simulator.telegram.errors import Json, bad_request
from simulator.telegram.files import StoredFile
from simulator.telegram.formatting import Formatted, caption_of, text_of
from simulator.telegram.keyboards import checked
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@answers(EditMessageText)
def edit_text(world: World, call: EditMessageText) -> Json:
    content = text_of(call.text, call.parse_mode, call.entities)
    markup = checked(call.reply_markup)
    message = own_message(world, call.chat_id, call.message_id)
    if message.file:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, content, markup, None)


@answers(EditMessageCaption)
def edit_caption(world: World, call: EditMessageCaption) -> Json:
    markup = checked(call.reply_markup)
    content = caption_of(call.caption, call.parse_mode, call.caption_entities)
    message = own_message(world, call.chat_id, call.message_id)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, content, markup, message.file)


@answers(EditMessageReplyMarkup)
def edit_reply_markup(world: World, call: EditMessageReplyMarkup) -> Json:
    markup = checked(call.reply_markup)
    message = own_message(world, call.chat_id, call.message_id)
    return _edit(world, message, message.content, markup, message.file)


@answers(EditMessageMedia)
def edit_media(world: World, call: EditMessageMedia) -> Json:
    markup = checked(call.reply_markup)
    item = call.media
    if not isinstance(item, InputMediaPhoto | InputMediaDocument):
        raise bad_request(f'can\'t parse InputMedia: type "{item.type}" is unsupported in the simulator')
    content = caption_of(item.caption, item.parse_mode, item.caption_entities)
    file = world.files.sent("photo" if isinstance(item, InputMediaPhoto) else "document", item.media)
    return _edit(world, own_message(world, call.chat_id, call.message_id), content, markup, file)


@answers(SetMessageReaction)
def set_reaction(world: World, call: SetMessageReaction) -> bool:
    message = message_in(readable_chat(world, call.chat_id), call.message_id, "to react")
    wanted = call.reaction or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not all(isinstance(one, ReactionTypeEmoji) for one in wanted):
        raise bad_request("REACTION_INVALID")
    message.reactions = [one.emoji for one in wanted if isinstance(one, ReactionTypeEmoji)]
    shown = {"message_id": message.id, "reactions": message.reactions}
    world.events.emit("reaction", message.chat.id, lambda: shown)
    return True


def _edit(world: World, message: Message, content: Formatted, markup: Json | None, file: StoredFile | None) -> Json:
    if (content, markup, file) == (message.content, message.markup, message.file):
        raise bad_request(_UNCHANGED)
    message.content, message.markup, message.file = content, markup, file
    message.edited = world.now()
    world.change(message)
    return message.to_api()
