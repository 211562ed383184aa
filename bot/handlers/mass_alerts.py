"""One tap of those who were asked sends the alerts of most of the school, or takes them back."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import DecideMassAlert
from bot.reply import Reply
from core.actors import Actor
from core.mass_alerts import decide
from core.wording.mass_alerts import decided


def router() -> Router:
    r = Router(name="mass_alerts")
    r.callback_query.register(on_decision, DecideMassAlert.filter())
    return r


async def on_decision(
    _callback: CallbackQuery,
    callback_data: DecideMassAlert,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await decide(session, actor, callback_data.alert, send=callback_data.send, now=now)
    await reply.redraw(decided(who=actor.name, send=callback_data.send))
