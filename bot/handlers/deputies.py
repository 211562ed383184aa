"""The homeroom teacher names a pupil who reports while the class leaders are away."""

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import ChooseDeputy, DeputyOfClass, TurnClasses
from bot.filters import PRIVATE
from bot.invitation_card import invitation_card
from bot.keyboards import deputies as keyboards
from bot.reply import Reply
from bot.wording import deputies as words
from core import deputies
from core.actions import Action
from core.actors import Actor
from core.outbox import Debt, owe
from core.policy import require, student_for
from db.models import Channel, SchoolClass


def router() -> Router:
    r = Router(name="deputies")
    r.message.register(on_ask, PRIVATE, menu.asked(menu.DEPUTY))
    r.callback_query.register(on_class, DeputyOfClass.filter())
    r.callback_query.register(on_other_classes, TurnClasses.filter(F.to == "deputy"))
    r.callback_query.register(on_choose, ChooseDeputy.filter())
    return r


async def on_ask(_message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    """One class: its pupils at once. Several: which one?"""
    classes = await deputies.classes_to_deputise(session, actor)
    if not classes:
        await reply.say(words.no_class())
    elif len(classes) == 1:
        pupils = await deputies.pupils_to_choose(session, actor, classes[0].id)
        await reply.say(words.who(classes[0].name), keyboards.pupils(pupils))
    else:
        await reply.say(words.which_class(), keyboards.classes(classes))


async def on_other_classes(
    _callback: CallbackQuery, callback_data: TurnClasses, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    require(actor, Action.NAME_DEPUTY)
    classes = await deputies.classes_to_deputise(session, actor)
    await reply.redraw(words.which_class(), keyboards.classes(classes, callback_data.page))


async def on_class(
    _callback: CallbackQuery, callback_data: DeputyOfClass, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    pupils = await deputies.pupils_to_choose(session, actor, callback_data.school_class)
    school_class = await session.get_one(SchoolClass, callback_data.school_class)
    await reply.redraw(words.who(school_class.name), keyboards.pupils(pupils))


async def on_choose(
    _callback: CallbackQuery,
    callback_data: ChooseDeputy,
    bot: Bot,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    if not callback_data.days:
        student, _ = await student_for(session, actor, callback_data.student, Action.NAME_DEPUTY)
        await reply.redraw(words.how_long(student.name), keyboards.days(student.id))
        return
    named = await deputies.name_deputy(session, actor, callback_data.student, days=callback_data.days, now=now)
    if named.invited is not None:
        await reply.redraw(words.invited(named.student.name, named.until))
        reply.files.append(await invitation_card(bot, named.invited))
        return
    told = Debt(
        recipient=str(named.chat_id),
        body=words.you_report(named.school_class.name, named.until),
        dedupe_key=f"{reply.update_key}:deputy",
        student_id=named.student.id,
    )
    await owe(session, Channel.TELEGRAM, told, now=now)
    await reply.redraw(words.named(named.student.name, named.until))
