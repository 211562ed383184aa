"""Taking messages back."""

from datetime import timedelta

from aiogram.methods import DeleteMessage, DeleteMessages

from simulator.telegram.access import message_in, readable_chat
from simulator.telegram.chats import Message
from simulator.telegram.errors import bad_request
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

DELETABLE = timedelta(hours=48)


@answers(DeleteMessage)
def delete_message(world: World, call: DeleteMessage) -> bool:
    message = message_in(readable_chat(world, call.chat_id), call.message_id, "to delete")
    if not _may_delete(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


@answers(DeleteMessages)
def delete_messages(world: World, call: DeleteMessages) -> bool:
    """Those that are gone already are passed over, as Telegram does."""
    if not 1 <= len(call.message_ids) <= 100:
        raise bad_request(
            "too many message identifiers specified" if call.message_ids else "message identifiers are not specified"
        )
    chat = readable_chat(world, call.chat_id)
    found = [chat.messages[one] for one in call.message_ids if one in chat.messages]
    if not all(_may_delete(world, message) for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        world.remove(message)
    return True


def _may_delete(world: World, message: Message) -> bool:
    if world.now() - message.date > DELETABLE:
        return False
    own = message.sender is world.bot
    return own or message.chat.kind == "private" or message.chat.bot == "administrator"
