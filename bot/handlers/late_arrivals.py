"""Who came late: today, and for those who may look back this week, this month, or any days typed behind the command."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.filters import PRIVATE
from bot.keyboards import late_arrivals as keyboards
from bot.recap_callbacks import ShowLate, period_of
from bot.reply import Reply
from bot.wording import late_arrivals as words
from bot.wording import recaps
from core.actors import Actor
from core.late_arrivals import late_between, late_today
from core.periods import Period, month_of, week_of
from core.recap_views import LONGEST
from core.typed_period import typed_period


def router() -> Router:
    r = Router(name="late_arrivals")
    r.message.register(on_late, PRIVATE, menu.asked(menu.LATE))
    r.callback_query.register(on_late_between, ShowLate.filter())
    return r


async def on_late(
    _message: Message,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    command: CommandObject | None = None,
) -> None:
    if command is not None and command.args:
        period = typed_period(command.args, actor.on)
        if period is None or len(period.days) > LONGEST:
            await reply.say(words.not_understood())
        else:
            await _show(session, actor, period, reply)
        return
    choices = [(recaps.WEEK, week_of(actor.on)), (recaps.MONTH, month_of(actor.on))]
    markup = keyboards.periods(choices) if menu.LATE.who(actor) else None
    await reply.say(recaps.late_today(await late_today(session, actor, now=now), now.date(), now), markup)


async def on_late_between(
    _callback: CallbackQuery, callback_data: ShowLate, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    await _show(session, actor, period_of(callback_data), reply)


async def _show(session: AsyncSession, actor: Actor, period: Period, reply: Reply) -> None:
    await reply.redraw(words.late_between(await late_between(session, actor, period), period))
