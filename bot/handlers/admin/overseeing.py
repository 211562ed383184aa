"""How the service is (`/status`), and the last administrative acts (`/riwayat`)."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.admin_callbacks import OlderHistory, OpenSection, Section
from bot.keyboards import admin as keyboards
from bot.reply import Reply
from bot.wording import admin_overseeing as wording
from core import audit
from core.actors import Actor
from core.service_state import service_state

ACTS_SHOWN = 12


def router() -> Router:
    r = Router(name="admin overseeing")
    r.message.register(on_status, menu.asked(menu.STATUS))
    r.message.register(on_history, menu.asked(menu.HISTORY))
    r.callback_query.register(on_status_section, OpenSection.filter(F.section == Section.STATUS))
    r.callback_query.register(on_history_section, OpenSection.filter(F.section == Section.HISTORY))
    r.callback_query.register(on_older, OlderHistory.filter())
    return r


async def on_status(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(wording.status(await service_state(session, actor, now=now), now), keyboards.back())


async def on_status_section(
    _callback: CallbackQuery, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await reply.redraw(wording.status(await service_state(session, actor, now=now), now), keyboards.back())


async def on_history(_message: Message, session: AsyncSession, now: datetime, reply: Reply) -> None:
    await reply.say(*await _history(session, now))


async def on_history_section(_callback: CallbackQuery, session: AsyncSession, now: datetime, reply: Reply) -> None:
    await reply.redraw(*await _history(session, now))


async def on_older(
    _callback: CallbackQuery, callback_data: OlderHistory, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    await reply.redraw(*await _history(session, now, before=callback_data.before))


async def _history(session: AsyncSession, now: datetime, before: int | None = None) -> tuple[str, InlineKeyboardMarkup]:
    """One act more than is shown tells whether there are older ones."""
    found = await audit.latest(session, before=before, limit=ACTS_SHOWN + 1)
    shown = found[:ACTS_SHOWN]
    older = (
        [keyboards.button(wording.OLDER, OlderHistory(before=shown[-1].entry.id))] if len(found) > len(shown) else []
    )
    return wording.history(shown, now), keyboards.grid(older, 1)
