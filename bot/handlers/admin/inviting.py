"""Invitations: to a role in a place, as link, copy button and QR code; those that nobody has used, and taking back."""

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import InviteRole, InviteTo, OpenSection, Section, WithdrawInvitation
from bot.handlers.admin.places import places_for
from bot.invitation_card import invitation_card
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_people as people_keyboards
from bot.reply import Reply
from bot.wording import admin_people as wording
from core.actors import Actor
from core.invitations import open_invitations, withdraw_open_invitation
from core.inviting import Invited, invite_to
from core.posts import Place
from db.models import Role

INVITABLE = tuple(role for role in Role if role is not Role.STUDENT)
"""A pupil is invited from the pupil's own page: it takes a name."""


def router() -> Router:
    r = Router(name="admin invitations")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.INVITATIONS))
    r.callback_query.register(on_role, InviteRole.filter())
    r.callback_query.register(on_place, InviteTo.filter())
    r.callback_query.register(on_withdraw, WithdrawInvitation.filter())
    return r


async def on_section(
    _callback: CallbackQuery, callback_data: OpenSection, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    await _overview(session, now, reply, callback_data.page)


async def on_role(
    _callback: CallbackQuery,
    callback_data: InviteRole,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    role = callback_data.role
    places = await places_for(session, actor, role)
    if places is None:
        await hand_over(reply, bot, await invite_to(session, actor, role, Place(), now=now))
        return
    markup = keyboards.leafed(
        places, lambda place: InviteTo(role=role, place=place), Section.INVITATIONS, callback_data
    )
    await reply.redraw(wording.which_place(role), markup)


async def on_place(
    _callback: CallbackQuery,
    callback_data: InviteTo,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    place = Place.of(callback_data.role, callback_data.place)
    await hand_over(reply, bot, await invite_to(session, actor, callback_data.role, place, now=now))


async def on_withdraw(
    _callback: CallbackQuery,
    callback_data: WithdrawInvitation,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await withdraw_open_invitation(session, actor, callback_data.invitation, now=now)
    reply.toast = wording.invitation_withdrawn()
    await _overview(session, now, reply)


async def hand_over(reply: Reply, bot: Bot, invited: Invited) -> None:
    await reply.redraw(wording.invited_below(), keyboards.back(Section.INVITATIONS))
    reply.files.append(await invitation_card(bot, invited))


async def _overview(session: AsyncSession, now: datetime, reply: Reply, page: int = 0) -> None:
    waiting = await open_invitations(session, now=now)
    await reply.redraw(wording.invitations(waiting, now), people_keyboards.invitations(INVITABLE, waiting, page))
