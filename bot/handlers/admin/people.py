"""People by name: posts with dates, substitutes, a new phone, a lost one."""

from datetime import datetime, timedelta

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import (
    AskGiveDates,
    EndPost,
    GiveAt,
    GiveFor,
    GiveRoleTo,
    GiveToPerson,
    InvitePerson,
    OpenPerson,
    OpenSection,
    Section,
    UnlinkPerson,
)
from bot.handlers.admin.inviting import INVITABLE, hand_over
from bot.handlers.admin.places import places_for
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_people as people_keyboards
from bot.questions import AskDates, AskName, EndRole, GiveRole, Unlink
from bot.reply import Reply
from bot.wording import admin_people as wording
from core import posts, staffing
from core.actors import Actor
from core.date_spans import typed_span
from core.errors import DatesUnreadable
from core.inviting import invite_member
from core.posts import Place

MOST_FOUND = 20


def router() -> Router:
    r = Router(name="admin people")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.PEOPLE))
    r.callback_query.register(on_person, OpenPerson.filter())
    r.callback_query.register(on_invite, InvitePerson.filter())
    r.callback_query.register(on_give, GiveToPerson.filter())
    r.callback_query.register(on_role, GiveRoleTo.filter())
    r.callback_query.register(on_place, GiveAt.filter())
    r.callback_query.register(on_days, GiveFor.filter())
    r.callback_query.register(on_other_dates, AskGiveDates.filter())
    r.callback_query.register(on_end, EndPost.filter())
    r.callback_query.register(on_unlink, UnlinkPerson.filter())
    return r


async def on_section(_callback: CallbackQuery, reply: Reply) -> None:
    markup = ForceReply(input_field_placeholder=wording.NAME_HINT)
    await reply.ask(wording.ask_person(), markup, AskName(of="person"))


async def on_name(message: Message, session: AsyncSession, reply: Reply) -> None:
    found = await posts.members_like(session, message.text or "", limit=MOST_FOUND)
    people = [(one.person.id, one.person.name) for one in found]
    markup = keyboards.named(people, lambda person: OpenPerson(person=person), Section.MENU, width=1)
    await reply.say(wording.found(len(found), MOST_FOUND), markup)


async def on_person(
    _callback: CallbackQuery, callback_data: OpenPerson, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    await _page(session, callback_data.person, now, reply)


async def on_invite(
    _callback: CallbackQuery,
    callback_data: InvitePerson,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    await hand_over(reply, bot, await invite_member(session, actor, callback_data.person, now=now))


async def on_give(_callback: CallbackQuery, callback_data: GiveToPerson, session: AsyncSession, reply: Reply) -> None:
    who = (await posts.member(session, callback_data.person)).person
    markup = keyboards.roles(INVITABLE, lambda role: GiveRoleTo(person=who.id, role=role), Section.MENU)
    await reply.redraw(wording.which_role(who.name), markup)


async def on_role(
    _callback: CallbackQuery, callback_data: GiveRoleTo, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    person, role = callback_data.person, callback_data.role
    places = await places_for(session, actor, role)
    if places is None:
        await _how_long(session, GiveAt(person=person, role=role, place=0), reply)
        return
    markup = keyboards.leafed(
        places, lambda place: GiveAt(person=person, role=role, place=place), Section.MENU, callback_data
    )
    await reply.redraw(wording.which_place(role), markup)


async def on_place(_callback: CallbackQuery, callback_data: GiveAt, session: AsyncSession, reply: Reply) -> None:
    await _how_long(session, callback_data, reply)


async def on_days(
    _callback: CallbackQuery, callback_data: GiveFor, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    days, today = callback_data.days, now.date()
    until = today + timedelta(days=days - 1) if days else None
    await _propose(
        session,
        GiveRole(
            person=callback_data.person, role=callback_data.role, place=callback_data.place, since=today, until=until
        ),
        reply,
    )


async def on_other_dates(
    _callback: CallbackQuery, callback_data: AskGiveDates, session: AsyncSession, reply: Reply
) -> None:
    who = (await posts.member(session, callback_data.person)).person
    asked = AskDates(person=who.id, role=callback_data.role, place=callback_data.place)
    markup = ForceReply(input_field_placeholder=wording.DATES_HINT)
    await reply.ask(wording.ask_dates(who.name, asked.role), markup, asked)


async def on_dates(message: Message, question: AskDates, session: AsyncSession, now: datetime, reply: Reply) -> None:
    span = typed_span(message.text or "", now.date())
    if span is None:
        raise DatesUnreadable
    since, until = span
    proposal = GiveRole(person=question.person, role=question.role, place=question.place, since=since, until=until)
    await _propose(session, proposal, reply)


async def on_give_confirmed(
    _callback: CallbackQuery, question: GiveRole, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    place = Place.of(question.role, question.place)
    await staffing.give(
        session, actor, question.person, question.role, place, since=question.since, until=question.until, now=now
    )
    reply.toast = wording.given()
    await _page(session, question.person, now, reply)


async def on_end(
    _callback: CallbackQuery, callback_data: EndPost, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    post = await posts.post(session, callback_data.grant, on=now.date())
    await reply.ask(wording.confirm_end(post), keyboards.confirm(), EndRole(grant=post.grant_id))


async def on_end_confirmed(
    _callback: CallbackQuery, question: EndRole, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    post = await staffing.end(session, actor, question.grant, now=now)
    reply.toast = wording.ended()
    await _page(session, post.person_id, now, reply)


async def on_unlink(_callback: CallbackQuery, callback_data: UnlinkPerson, session: AsyncSession, reply: Reply) -> None:
    who = (await posts.member(session, callback_data.person)).person
    await reply.ask(wording.confirm_unlink(who.name), keyboards.confirm(), Unlink(person=who.id))


async def on_unlink_confirmed(
    _callback: CallbackQuery, question: Unlink, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await staffing.unlink(session, actor, question.person, now=now)
    reply.toast = wording.unlinked()
    await _page(session, question.person, now, reply)


async def _page(session: AsyncSession, person_id: int, now: datetime, reply: Reply) -> None:
    who = await posts.member(session, person_id)
    held = await posts.posts_of(session, person_id, on=now.date())
    await reply.redraw(wording.person_page(who, held, now), people_keyboards.person(who, held))


async def _how_long(session: AsyncSession, at: GiveAt, reply: Reply) -> None:
    who = (await posts.member(session, at.person)).person
    place = await posts.place_named(session, Place.of(at.role, at.place))
    await reply.redraw(wording.how_long(who.name, at.role, place), people_keyboards.spans(at))


async def _propose(session: AsyncSession, proposal: GiveRole, reply: Reply) -> None:
    who = (await posts.member(session, proposal.person)).person
    place = await posts.place_named(session, Place.of(proposal.role, proposal.place))
    text = wording.confirm_give(who.name, proposal.role, place, proposal.since, proposal.until)
    await reply.ask(text, keyboards.confirm(), proposal)
