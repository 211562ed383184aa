"""Announcements: for whom, the text, the preview with its costs, a yes, and a stop while something still waits."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import (
    AnnounceAt,
    AnnounceFor,
    AnnounceRole,
    AnnounceTo,
    OpenSection,
    Section,
    SettleAnnouncement,
    StopAnnouncement,
)
from bot.handlers.admin.places import places_for
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_announcing as announcing_keyboards
from bot.questions import AskAnnouncement
from bot.reply import Reply
from bot.wording import admin_announcing as wording
from core import announcements
from core.actors import Actor
from core.audiences import Audience
from core.errors import NotFound
from core.posts import Place, place_named
from db.models import Role

_KIND_OF_PLACE = {"class": Role.HOMEROOM_TEACHER, "department": Role.DEPARTMENT_HEAD}
"""A role that is held in such a place."""


def router() -> Router:
    r = Router(name="admin announcements")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.ANNOUNCEMENTS))
    r.callback_query.register(on_guardians_or_not, AnnounceFor.filter())
    r.callback_query.register(on_whom, AnnounceTo.filter())
    r.callback_query.register(on_place, AnnounceAt.filter())
    r.callback_query.register(on_role, AnnounceRole.filter())
    r.callback_query.register(on_send, SettleAnnouncement.filter(F.yes))
    r.callback_query.register(on_drop, SettleAnnouncement.filter(~F.yes))
    r.callback_query.register(on_stop, StopAnnouncement.filter())
    return r


async def on_section(_callback: CallbackQuery, session: AsyncSession, now: datetime, reply: Reply) -> None:
    last = await announcements.latest(session)
    waiting = await announcements.still_waiting(session, [one.id for one, _ in last])
    running = [one for one, _ in last if one.id in waiting]
    await reply.redraw(wording.overview(last, now), announcing_keyboards.overview(running))


async def on_guardians_or_not(_callback: CallbackQuery, callback_data: AnnounceFor, reply: Reply) -> None:
    guardians = callback_data.guardians
    await reply.redraw(wording.whom(for_guardians=guardians), announcing_keyboards.whom(for_guardians=guardians))


async def on_whom(
    _callback: CallbackQuery, callback_data: AnnounceTo, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    guardians, whom = callback_data.guardians, callback_data.whom
    if whom == "all":
        await _ask(session, AskAnnouncement(for_guardians=guardians), reply)
        return
    if whom == "role":
        if guardians:
            raise NotFound
        await reply.redraw(wording.which(whom), announcing_keyboards.roles())
        return
    places = await places_for(session, actor, _KIND_OF_PLACE[whom]) or ()
    markup = keyboards.leafed(
        places,
        lambda place: AnnounceAt(guardians=guardians, whom=whom, place=place),
        Section.ANNOUNCEMENTS,
        callback_data,
    )
    await reply.redraw(wording.which(whom), markup)


async def on_place(_callback: CallbackQuery, callback_data: AnnounceAt, session: AsyncSession, reply: Reply) -> None:
    of_class = callback_data.whom == "class"
    asked = AskAnnouncement(
        for_guardians=callback_data.guardians,
        school_class=callback_data.place if of_class else None,
        department=None if of_class else callback_data.place,
    )
    await _ask(session, asked, reply)


async def on_role(_callback: CallbackQuery, callback_data: AnnounceRole, session: AsyncSession, reply: Reply) -> None:
    await _ask(session, AskAnnouncement(for_guardians=False, role=callback_data.role), reply)


async def on_text(
    message: Message, question: AskAnnouncement, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    to = Audience(question.for_guardians, question.school_class, question.department, question.role)
    draft = await announcements.write(session, actor, to, message.text or "", now=now)
    costs = await announcements.costs(session, actor, draft, now=now)
    text = wording.preview(draft, await _audience(session, question), costs)
    await reply.say(text, announcing_keyboards.settle(draft.id, costs))


async def on_send(
    _callback: CallbackQuery,
    callback_data: SettleAnnouncement,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    number = callback_data.announcement
    costs = await announcements.confirm(session, actor, number, now=now)
    await reply.redraw(wording.confirmed(costs), announcing_keyboards.stop(number))


async def on_drop(
    _callback: CallbackQuery,
    callback_data: SettleAnnouncement,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await announcements.drop(session, actor, callback_data.announcement, now=now)
    await reply.redraw(wording.dropped(), keyboards.back())


async def on_stop(
    _callback: CallbackQuery,
    callback_data: StopAnnouncement,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    progress = await announcements.stop(session, actor, callback_data.announcement, now=now)
    await reply.redraw(wording.stopped(progress), keyboards.back())


async def _ask(session: AsyncSession, asked: AskAnnouncement, reply: Reply) -> None:
    text = wording.ask_text(await _audience(session, asked), for_guardians=asked.for_guardians)
    await reply.ask(text, ForceReply(input_field_placeholder=wording.TEXT_HINT), asked)


async def _audience(session: AsyncSession, asked: AskAnnouncement) -> str:
    """In words. Raises NotFound for a place that is none."""
    place = Place(asked.school_class, asked.department)
    name = await place_named(session, place)
    if name is None and place != Place():
        raise NotFound
    return wording.audience(name, asked.role, for_guardians=asked.for_guardians)
