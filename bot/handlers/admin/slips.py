"""The guardians' keycode slips of a class as a PDF to print."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import OpenSection, Section, SlipsOf
from bot.files import Handover
from bot.handlers.admin.places import places_for
from bot.keyboards import admin as keyboards
from bot.reply import Reply
from bot.wording import admin as wording
from core.actions import Action
from core.actors import Actor
from core.documents.slips import keycode_slips
from core.errors import NotFound
from core.guardian_keycodes import Slip, slips_to_print
from core.policy import class_for
from core.school_rules import school_rules
from db.models import Role


def router() -> Router:
    r = Router(name="admin slips")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.SLIPS))
    r.callback_query.register(on_class, SlipsOf.filter())
    return r


async def on_section(
    _callback: CallbackQuery, callback_data: OpenSection, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    classes = await places_for(session, actor, Role.HOMEROOM_TEACHER) or ()
    markup = keyboards.leafed(classes, lambda number: SlipsOf(school_class=number), Section.MENU, callback_data)
    await reply.redraw(wording.choose_class_for_slips(), markup)


async def on_class(
    _callback: CallbackQuery,
    callback_data: SlipsOf,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    school_class = await class_for(session, actor, callback_data.school_class, Action.ADMINISTER)
    try:
        found = await slips_to_print(session, now=now, class_name=school_class.name, by=actor.person_id)
    except NotFound:
        reply.toast, reply.alert = wording.no_slips(), True
        return
    reply.toast = wording.slips_on_their_way()
    caption = wording.slips_caption(school_class.name, len(found))
    reply.files.append(await slips_document(session, bot, found, caption))


async def slips_document(session: AsyncSession, bot: Bot, wanted: Sequence[Slip], caption: str) -> Handover:
    rules = await school_rules(session)
    name = (await bot.me()).username
    drawn = await asyncio.to_thread(keycode_slips, wanted, school=rules.school_name, phone=rules.school_phone, bot=name)
    return Handover(wording.slips_name(wanted[0].class_name), drawn, caption)
