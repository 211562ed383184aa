"""One tap of the homeroom teacher settles a guardian's notice; the buttons go, and the notice says how."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import DecideNotice
from bot.reply import Reply
from bot.wording import deciding as words
from core.actors import Actor
from core.guardian_notices import decide
from core.outbox import telegram_body


def router() -> Router:
    r = Router(name="deciding")
    r.callback_query.register(on_decision, DecideNotice.filter())
    return r


async def on_decision(
    _callback: CallbackQuery,
    callback_data: DecideNotice,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await decide(session, actor, callback_data.notice, accept=callback_data.accept, now=now)
    reply.toast = words.decided(accepted=callback_data.accept)
    notice = await telegram_body(session, chat_id=reply.chat_id, message_id=reply.screen) if reply.screen else None
    if notice is not None:
        await reply.redraw(words.decided_below(notice, accepted=callback_data.accept))
