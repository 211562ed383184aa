"""One tap of whoever keeps a gate lets its station show who has not come, for minutes, or not."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import AnswerShowing
from bot.reply import Reply
from bot.wording import name_showings as words
from core.actors import Actor
from core.name_showings import answer_showing


def router() -> Router:
    r = Router(name="name_showings")
    r.callback_query.register(on_answer, AnswerShowing.filter())
    return r


async def on_answer(
    _callback: CallbackQuery,
    callback_data: AnswerShowing,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    showing, station = await answer_showing(session, actor, callback_data.showing, show=callback_data.show, now=now)
    until = showing.until
    await reply.redraw(words.shown(station.name, until) if until else words.refused(station.name))
