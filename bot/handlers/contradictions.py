"""Contradictions: those that are open, and one tap that settles one; the message is drawn again as it stands now."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import ListContradictions, SettleContradiction, SettleListed
from bot.filters import PRIVATE
from bot.keyboards import contradictions as keyboards
from bot.reply import Reply
from bot.wording import contradictions as words
from bot.wording import refusals
from core.actions import Action
from core.actors import Actor
from core.contradiction_list import first_of, told_together
from core.contradiction_settling import Held, contradiction_for, settle
from core.contradictions import concerns_counselor
from core.errors import AlreadySettled, NothingToSettle
from core.open_contradictions import open_for
from core.policy import at_work, may, require, visible_students
from core.wording.contradictions import listed

PER_PAGE = 8
"""Three buttons each, and still to be read at a glance."""


def router() -> Router:
    r = Router(name="contradictions")
    r.message.register(on_list, PRIVATE, menu.asked(menu.TO_CHECK))
    r.callback_query.register(on_page, ListContradictions.filter())
    r.callback_query.register(on_settle_listed, SettleListed.filter())
    r.callback_query.register(on_settle, SettleContradiction.filter())
    return r


async def on_list(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(*await _page(session, actor, 0, now))


async def on_page(
    _callback: CallbackQuery,
    callback_data: ListContradictions,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await reply.redraw(*await _page(session, actor, callback_data.page, now))


async def on_settle_listed(
    _callback: CallbackQuery,
    callback_data: SettleListed,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Settled, or settled before by somebody else: either way it is on the list no more."""
    await _settle(session, actor, callback_data, reply, now)
    await reply.redraw(*await _page(session, actor, callback_data.page, now))


async def on_settle(
    _callback: CallbackQuery,
    callback_data: SettleContradiction,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Settled, or settled before by somebody else: either way the screen shows how."""
    held = await _settle(session, actor, callback_data, reply, now)
    await _redraw(session, actor, held, reply, now)


async def _settle(
    session: AsyncSession, actor: Actor, pressed: SettleContradiction, reply: Reply, now: datetime
) -> Held:
    held = await contradiction_for(session, actor, pressed.contradiction)
    try:
        await settle(session, actor, held, pressed.outcome, now=now)
        reply.toast = words.NOTED
    except (AlreadySettled, NothingToSettle) as refusal:
        reply.toast, reply.alert = refusals.refusal(refusal), True
    return held


async def _page(
    session: AsyncSession, actor: Actor, page: int, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    """A page that there is no more is the last one."""
    require(actor, Action.SETTLE_CONTRADICTION)
    found = await open_for(session, actor, now=now)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return words.to_check(shown, len(found), page, pages), keyboards.listed(shown, page, pages)


async def _redraw(session: AsyncSession, actor: Actor, held: Held, reply: Reply, now: datetime) -> None:
    row, may_correct = held.contradiction, may(actor, Action.CORRECT, held.school_class)
    found_at = row.found_at.astimezone(now.tzinfo)
    together = await told_together(
        session, visible_students(at_work(actor)), row.school_class_id, row.on_date, found_at=found_at
    )
    own = [one for one in together if may_correct or one.id == row.id or concerns_counselor(one.kind, one.said)]
    shown = first_of(own)
    open_ones = [(number, one.id, one.kind) for number, one in enumerate(shown, start=1) if one.is_open]
    markup = keyboards.settling(open_ones, may_correct=may_correct)
    await reply.redraw(listed(shown, row.on_date, more=len(own) - len(shown)), markup)
