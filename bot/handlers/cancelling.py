"""Somebody wants nothing after all, or answers what is settled: one place for every question that words answer."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import question_filters as asked
from bot import questions as q
from bot.filters import PRIVATE, is_guardian, known
from bot.reply import Reply
from bot.wording import cancelling as words
from core.actors import Actor
from core.errors import NotFound
from core.outbox import may_be_under_way


def router() -> Router:
    r = Router(name="cancelling")
    r.message.filter(PRIVATE)
    r.message.register(on_cancel, asked.cancels)
    r.message.register(on_late, asked.comes_late)
    r.message.register(on_nothing_asked, asked.says_cancel, known, _means_us)
    return r


def _means_us(message: Message, actor: Actor) -> bool:
    """The command always does. The mere word may answer a guardian, or take back what a guardian has written."""
    is_command = (message.text or "").startswith("/")
    return is_command or (message.reply_to_message is None and not is_guardian(message, actor))


async def on_cancel(_message: Message, reply: Reply) -> None:
    await reply.say(words.cancelled())


async def on_late(_message: Message) -> None:
    raise q.AlreadyAnswered


async def on_nothing_asked(message: Message, session: AsyncSession, now: datetime, reply: Reply) -> None:
    """Raises NotFound while a question that has just left may be meant."""
    replied = message.reply_to_message
    if replied is not None and await may_be_under_way(
        session, chat_id=message.chat.id, message_id=replied.message_id, now=now
    ):
        raise NotFound
    await reply.say(words.nothing_asked())
