"""One tap settles a contradiction; the message is drawn again as everything in it stands now."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import SettleContradiction
from bot.keyboards.contradictions import settling
from bot.reply import Reply
from bot.wording import refusals
from bot.wording.contradictions import NOTED
from core.contradiction_list import first_of, told_together
from core.contradiction_settling import Held, contradiction_for, settle
from core.contradictions import concerns_counselor
from core.errors import AlreadySettled, NothingToSettle
from core.policy import Action, Actor, at_work, may, visible_students
from core.wording.contradictions import listed


def router() -> Router:
    r = Router(name="contradictions")
    r.callback_query.register(on_settle, SettleContradiction.filter())
    return r


async def on_settle(
    _callback: CallbackQuery,
    callback_data: SettleContradiction,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Settled, or settled before by somebody else: either way the screen shows how."""
    held = await contradiction_for(session, actor, callback_data.contradiction)
    try:
        await settle(session, actor, held, callback_data.outcome, now=now)
        reply.toast = NOTED
    except (AlreadySettled, NothingToSettle) as refusal:
        reply.toast, reply.alert = refusals.refusal(refusal), True
    await _redraw(session, actor, held, reply, now)


async def _redraw(session: AsyncSession, actor: Actor, held: Held, reply: Reply, now: datetime) -> None:
    row, may_correct = held.contradiction, may(actor, Action.CORRECT, held.school_class)
    found_at = row.found_at.astimezone(now.tzinfo)
    together = await told_together(
        session, visible_students(at_work(actor)), row.school_class_id, row.on_date, found_at=found_at
    )
    own = [one for one in together if may_correct or one.id == row.id or concerns_counselor(one.kind, one.said)]
    shown = first_of(own)
    open_ones = [(number, one.id, one.kind) for number, one in enumerate(shown, start=1) if one.is_open]
    await reply.redraw(
        listed(shown, row.on_date, more=len(own) - len(shown)), settling(open_ones, may_correct=may_correct)
    )
