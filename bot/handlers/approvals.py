"""Guardians who wait for the school's yes: listed, approved or refused with one tap."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import DecideRegistration, ListRegistrations
from bot.filters import PRIVATE
from bot.keyboards import approvals as keyboards
from bot.reply import Reply
from bot.wording import approvals as words
from core import registration_requests
from core.actions import Action
from core.actors import Actor
from core.policy import require

PAGE = 10


def router() -> Router:
    r = Router(name="approvals")
    r.message.register(on_list, PRIVATE, menu.asked(menu.APPROVALS))
    r.callback_query.register(on_page, ListRegistrations.filter())
    r.callback_query.register(on_decision, DecideRegistration.filter())
    return r


async def on_list(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(*await _page(session, actor, 0, now))


async def on_page(
    _callback: CallbackQuery,
    callback_data: ListRegistrations,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await reply.redraw(*await _page(session, actor, callback_data.page, now))


async def on_decision(
    _callback: CallbackQuery,
    callback_data: DecideRegistration,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """What was decided takes the place of the question, and below it stand those that still wait."""
    accept = callback_data.accept
    one = await registration_requests.decide(session, actor, callback_data.request, accept=accept, now=now)
    reply.toast = words.decided_briefly(accepted=accept)
    text, buttons = await _page(session, actor, 0, now)
    await reply.redraw(f"{words.decided(one)}\n\n{text}", buttons)


async def _page(
    session: AsyncSession, actor: Actor, page: int, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    require(actor, Action.APPROVE_GUARDIAN)
    first = page * PAGE
    found, total = await registration_requests.waiting_for(session, actor, limit=PAGE, offset=first)
    ids, pages = [one.request.id for one in found], -(-total // PAGE)
    text = words.waiting(found, total=total, first=first, now=now)
    return text, keyboards.waiting(ids, page=page, pages=pages, first=first)
