"""What a guardian looks up and ends: the children today, and news of one of them no more."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.filters import PRIVATE
from bot.guardian_callbacks import StopChild
from bot.keyboards import guardians as keyboards
from bot.reply import Reply
from bot.wording import guardians as words
from core.actors import Actor, actor_by_telegram
from core.child_days import children_today
from core.guardian_accounts import own_child, own_children, stop
from core.registration_requests import of_account, take_back
from core.school_rules import school_rules


def router() -> Router:
    r = Router(name="guardians")
    r.message.register(on_children, PRIVATE, menu.asked(menu.CHILDREN))
    r.message.register(on_leaving, PRIVATE, menu.asked(menu.STOP))
    r.callback_query.register(on_stop, StopChild.filter())
    return r


async def on_children(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    days = await children_today(session, actor, now=now)
    if not days:
        await reply.say(words.nobody())
        return
    await reply.say(words.children_today(days, now.date()), keyboards.months(days, now.date()))


async def on_leaving(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """What waits for the school's yes is taken back. Of which child else? It is asked, with one child too."""
    waiting, children = await of_account(session, reply.chat_id), await own_children(session, actor)
    if waiting:
        await take_back(session, waiting, now=now)
        await reply.say(words.taken_back((await school_rules(session)).school_name))
    elif not children:
        await reply.say(words.nobody())
    if children:
        await reply.say(words.which_to_stop(), keyboards.which_to_stop(children))


async def on_stop(
    callback: CallbackQuery,
    callback_data: StopChild,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    child = await own_child(session, actor, callback_data.student)
    name, school_class = child.student.name, child.school_class.name
    if not callback_data.sure:
        await reply.redraw(words.stop_surely(name, school_class), keyboards.stop_surely(child.student.id))
        return
    await stop(session, actor, child.student.id, now=now)
    left = await actor_by_telegram(session, callback.from_user.id, on=now.date())
    reply.keys = menu.keyboard(left) if left is not None else None
    await reply.redraw(words.stopped(name, school_class))
