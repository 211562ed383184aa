"""What nothing else took: said kindly in private, ignored in groups."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.filters import PRIVATE
from bot.question_filters import in_own_words
from bot.reply import Reply
from bot.wording import refusals
from core.errors import NotFound


def router() -> Router:
    r = Router(name="fallback")
    r.message.register(on_reply, PRIVATE, F.reply_to_message, in_own_words)
    r.message.register(on_message, PRIVATE)
    r.edited_message.register(on_edited, PRIVATE, F.text)
    r.callback_query.register(on_unknown_button)
    return r


async def on_reply(_message: Message, reply: Reply) -> None:
    """Words under a message that this person cannot answer: nobody must think that they were passed on."""
    await reply.say(refusals.reply_goes_nowhere())


async def on_message(_message: Message, reply: Reply) -> None:
    await reply.say(refusals.not_understood())


async def on_edited(message: Message, reply: Reply) -> None:
    """What was done stays done: said once for each message, however often it is changed."""
    await replace(reply, update_key=f"edited:{reply.chat_id}:{message.message_id}").say(refusals.edits_are_not_read())


async def on_unknown_button(_callback: CallbackQuery) -> None:
    """Tampered with, or of a version long gone."""
    raise NotFound
