"""An ordinary reply to a forwarded message, in private or in the leadership group, goes back to who has written it."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import question_filters as asked
from bot.filters import IN_GROUP, known, stranger
from bot.reply import Reply
from bot.wording import messages as words
from core.actors import Actor
from core.answers import answer, forwarded_as
from core.errors import NotAllowed, NotFound
from core.outbox import may_be_under_way


def router() -> Router:
    r = Router(name="answering")
    r.message.register(on_answer, known, F.reply_to_message, asked.in_own_words)
    r.message.register(on_strangers_answer, IN_GROUP, stranger, F.reply_to_message, asked.in_own_words)
    return r


async def on_answer(message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    assert message.reply_to_message is not None  # the filters say so
    assert message.text is not None
    try:
        channel = await answer(
            session,
            actor,
            chat_id=message.chat.id,
            replied_to=message.reply_to_message.message_id,
            text=message.text,
            key=reply.update_key,
            now=now,
        )
    except (NotFound, NotAllowed):
        in_private = message.chat.type == ChatType.PRIVATE
        if in_private and actor.children:
            raise SkipHandler from None  # a guardian's words, like any others of theirs
        chat_id, replied_to = message.chat.id, message.reply_to_message.message_id
        if await may_be_under_way(session, chat_id=chat_id, message_id=replied_to, now=now):
            raise
        if in_private:
            raise SkipHandler from None  # no answer, but perhaps a report under the screen or the notice it is about
        if await forwarded_as(session, chat_id=chat_id, message_id=replied_to) is not None:
            raise
        return  # talk in the group that is not about a forwarded SMS
    await reply.say(words.answer_on_its_way(channel))


async def on_strangers_answer(message: Message, session: AsyncSession, reply: Reply) -> None:
    """A member of the group whose account is not linked: they must not think that it has been sent."""
    assert message.reply_to_message is not None  # the filters say so
    replied_to = message.reply_to_message.message_id
    if await forwarded_as(session, chat_id=message.chat.id, message_id=replied_to) is not None:
        await reply.say(words.not_sent_by_a_stranger())
