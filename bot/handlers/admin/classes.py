"""A class: who holds which post in it, and its leaders changed."""

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import OpenClass, OpenSection, PickLeader, ReplaceLeader, Section
from bot.handlers.admin.places import places_for
from bot.invitation_card import invitation_card
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_people as people_keyboards
from bot.questions import NameLeader
from bot.reply import Reply
from bot.wording import admin_people as wording
from core.actions import Action
from core.actors import Actor
from core.class_leaders import name_leader
from core.overview import pupils_of
from core.policy import class_for, student_for
from core.posts import posts_in_class
from db.models import Role


def router() -> Router:
    r = Router(name="admin classes")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.CLASSES))
    r.callback_query.register(on_class, OpenClass.filter())
    r.callback_query.register(on_replace, ReplaceLeader.filter())
    r.callback_query.register(on_pick, PickLeader.filter())
    return r


async def on_section(
    _callback: CallbackQuery, callback_data: OpenSection, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    classes = await places_for(session, actor, Role.HOMEROOM_TEACHER) or ()
    markup = keyboards.leafed(classes, lambda number: OpenClass(school_class=number), Section.MENU, callback_data)
    await reply.redraw(wording.choose_class(), markup)


async def on_class(
    _callback: CallbackQuery,
    callback_data: OpenClass,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    school_class = await class_for(session, actor, callback_data.school_class, Action.ADMINISTER)
    held = await posts_in_class(session, school_class.id, on=now.date())
    await reply.redraw(wording.class_page(school_class.name, held), people_keyboards.school_class(school_class, held))


async def on_replace(
    _callback: CallbackQuery, callback_data: ReplaceLeader, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    school_class = await class_for(session, actor, callback_data.school_class, Action.ADMINISTER)
    role = callback_data.role
    pupils = [(student.id, student.name) for student in await pupils_of(session, actor, school_class.id)]
    markup = keyboards.leafed(
        pupils,
        lambda student: PickLeader(school_class=school_class.id, role=role, student=student),
        Section.CLASSES,
        callback_data,
        width=2,
    )
    await reply.redraw(wording.who_leads(role, school_class.name), markup)


async def on_pick(
    _callback: CallbackQuery, callback_data: PickLeader, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    student, school_class = await student_for(session, actor, callback_data.student, Action.ADMINISTER)
    proposal = NameLeader(
        school_class=callback_data.school_class, role=callback_data.role, student=callback_data.student
    )
    text = wording.confirm_leader(student.name, callback_data.role, school_class.name)
    await reply.ask(text, keyboards.confirm(), proposal)


async def on_leader_confirmed(
    _callback: CallbackQuery,
    question: NameLeader,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    invited = await name_leader(session, actor, question.school_class, question.role, question.student, now=now)
    await reply.redraw(wording.leader_named(invited.person or "", question.role), keyboards.back(Section.CLASSES))
    reply.files.append(await invitation_card(bot, invited))
