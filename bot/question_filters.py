"""Filters that find the question of ours which a message or a press answers. Handlers get it as `question`."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.questions import AlreadyAnswered, Question, read
from core.outbox import answered_at, question_at, take_question

_CANCEL = re.compile(r"/batal(@\w+)?|batal(kan)?|(tidak|tak|tdk|ga|gak|nggak|enggak)\s+jadi", re.IGNORECASE)


def in_own_words(message: Message) -> bool:
    """A filter: the person says something. Commands and the keys of the menu are no words, also where they come as a
    reply because a question was still waiting for one.
    """
    return message.text is not None and not menu.is_request(message.text)


async def answers(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the message replies in words to a question of ours, which handlers get as `question`."""
    return await _replied_to(message, session) if in_own_words(message) else False


async def answers_by_photo(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the same with a photo instead of words."""
    return await _replied_to(message, session) if message.photo else False


async def says_cancel(message: Message) -> bool:
    """A filter: the message says that its sender wants nothing after all, and says nothing else."""
    return _CANCEL.fullmatch(" ".join((message.text or "").split()).rstrip(".!")) is not None


async def cancels(message: Message, session: AsyncSession) -> bool:
    """A filter: that is said to a question of ours, and takes it."""
    replied = message.reply_to_message
    if replied is None or not await says_cancel(message):
        return False
    return await take_question(session, chat_id=message.chat.id, message_id=replied.message_id) is not None


async def comes_late(message: Message, session: AsyncSession) -> bool:
    """A filter: words for a question that only words answer, and that is settled by now."""
    replied = message.reply_to_message
    if replied is None or not (in_own_words(message) or await says_cancel(message)):
        return False
    kept = await answered_at(session, chat_id=message.chat.id, message_id=replied.message_id)
    return kept is not None and read(kept).only_by_reply


async def _replied_to(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    replied = message.reply_to_message
    if replied is None:
        return False
    return _found(await question_at(session, chat_id=message.chat.id, message_id=replied.message_id))


async def takes(callback: CallbackQuery, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the pressed button stands under a proposal of ours, which handlers get as `question`. It is taken:
    pressed twice it is there once, unless the handler's refusal undoes the taking.
    """
    pressed = callback.message
    if pressed is None:
        return False
    return _found(await take_question(session, chat_id=pressed.chat.id, message_id=pressed.message_id))


def about(kind: type[Question], **fields: object) -> Callable[..., Awaitable[bool]]:
    """A filter behind one of these: it is a question of this kind, and says this. What words settle they take here,
    like a press: answered again it is AlreadyAnswered, unless the handler's refusal undoes the taking.
    """

    async def is_about(event: Message | CallbackQuery, question: Question, session: AsyncSession) -> bool:
        fits = isinstance(question, kind) and all(getattr(question, name) == said for name, said in fields.items())
        if fits and isinstance(event, Message) and question.settled_by_reply:
            assert event.reply_to_message is not None  # that is how the question was found
            replied = event.reply_to_message.message_id
            if await take_question(session, chat_id=event.chat.id, message_id=replied) is None:
                raise AlreadyAnswered
        return fits

    return is_about


def _found(kept: dict[str, Any] | None) -> bool | dict[str, Question]:
    return {"question": read(kept)} if kept is not None else False
