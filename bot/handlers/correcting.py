"""Staff correct a pupil's day: the pupil, what is right, and why, as a reply in their own words."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import question_filters as asked
from bot import questions as q
from bot.callbacks import CorrectDay, SetDay
from bot.filters import PRIVATE, known
from bot.keyboards.correcting import right_status
from bot.reply import Reply
from bot.wording import correcting as words
from core import corrections
from core.actors import Actor
from core.corrections import DayChange
from db.models import AbsenceReason


def router() -> Router:
    r = Router(name="correcting")
    r.message.register(on_why, PRIVATE, known, asked.answers, asked.about(q.AskWhy))
    r.callback_query.register(on_correct, CorrectDay.filter())
    r.callback_query.register(on_set, SetDay.filter())
    return r


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
    markup = ForceReply(input_field_placeholder=words.WHY_HINT)
    await reply.ask(words.why(student.name, on, reason), markup, q.AskWhy(student=student.id, reason=reason, on=on))


async def on_why(
    message: Message, question: q.AskWhy, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    change = DayChange(question.student, question.reason, question.on)
    await corrections.correct_day(session, actor, change, why=message.text or "", now=now)
    await reply.say(words.corrected(change.reason))
