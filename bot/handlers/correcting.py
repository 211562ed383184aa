"""Staff correct a pupil's day: the pupil, what is right, and why, as a reply in their own words."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import CorrectDay, SetDay
from bot.filters import PRIVATE, known
from bot.keyboards.correcting import right_status
from bot.reply import Reply
from bot.wording import correcting as words
from core import corrections
from core.corrections import Asked
from core.policy import Actor
from db.models import AbsenceReason


def router() -> Router:
    r = Router(name="correcting")
    r.message.register(on_why, PRIVATE, known, F.reply_to_message, F.text, _answers_a_question)
    r.callback_query.register(on_correct, CorrectDay.filter())
    r.callback_query.register(on_set, SetDay.filter())
    return r


async def _answers_a_question(message: Message, session: AsyncSession) -> bool | dict[str, Asked]:
    assert message.reply_to_message is not None  # the filter before says so
    asked = await corrections.asked_by(session, chat_id=message.chat.id, message_id=message.reply_to_message.message_id)
    return {"asked": asked} if asked is not None else False


async def on_correct(
    _callback: CallbackQuery, callback_data: CorrectDay, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    on = date.fromordinal(callback_data.day)
    student = (await corrections.day_to_correct(session, actor, callback_data.student, on)).student
    await reply.redraw(words.what_is_right(student.name, on), right_status(student.id, on))


async def on_set(
    _callback: CallbackQuery, callback_data: SetDay, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    on = date.fromordinal(callback_data.day)
    student = (await corrections.day_to_correct(session, actor, callback_data.student, on)).student
    reason = AbsenceReason(callback_data.letter) if callback_data.letter != SetDay.PRESENT else None
    question = words.why(student.name, on, reason)
    markup = ForceReply(input_field_placeholder=words.WHY_HINT)
    await reply.ask(question, markup, Asked(student.id, reason, on).as_extras())


async def on_why(
    message: Message, asked: Asked, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await corrections.correct_day(session, actor, asked, why=message.text or "", now=now)
    await reply.say(words.corrected(asked.reason))
