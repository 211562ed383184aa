"""Buttons of the administration about people: invitations, a person, a class."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import (
    AskGiveDates,
    EndPost,
    GiveAt,
    GiveFor,
    GiveToPerson,
    InvitePerson,
    InviteRole,
    InviteTo,
    OpenPerson,
    OpenSection,
    ReplaceLeader,
    Section,
    SlipsOf,
    UnlinkPerson,
    WithdrawInvitation,
)
from bot.keyboards.admin import button, grid, with_way_back
from bot.keyboards.rows import in_rows, leafing, paged
from bot.wording import admin_people as wording
from core.invitations import OpenInvitation
from core.posts import Member, Post
from core.wording.roles import role_title
from db.models import Role, SchoolClass

_WITHDRAWALS = 40
"""On one page."""


def invitations(
    roles: Sequence[Role],
    waiting: Sequence[OpenInvitation],
    page: int = 0,
) -> InlineKeyboardMarkup:
    """The roles to invite to, and under them those to take back, the newest first."""
    invite = [button(role_title(role), InviteRole(role=role)) for role in roles]
    take_back = [
        button(wording.withdraw_label(one), WithdrawInvitation(invitation=one.id), "danger") for one in waiting
    ]
    turned = leafing(OpenSection(section=Section.INVITATIONS))
    return with_way_back([*in_rows(invite, 2), *paged(take_back, 1, page, turned, most=_WITHDRAWALS)], Section.MENU)


def person(who: Member, held: Sequence[Post]) -> InlineKeyboardMarkup:
    invite = wording.INVITE if who.linked_at is None else wording.NEW_PHONE
    buttons = [button(wording.GIVE_ROLE, GiveToPerson(person=who.person.id))]
    if held:
        buttons.append(button(invite, InvitePerson(person=who.person.id)))
    buttons += [button(wording.end_label(post), EndPost(grant=post.grant_id), "danger") for post in held]
    if who.linked_at is not None:
        buttons.append(button(wording.UNLINK, UnlinkPerson(person=who.person.id), "danger"))
    return grid(buttons, 1)


def spans(at: GiveAt) -> InlineKeyboardMarkup:
    to = at.model_dump()
    buttons = [button(label, GiveFor(**to, days=days)) for days, label in wording.SPANS]
    return grid([*buttons, button(wording.OTHER_DATES, AskGiveDates(**to))], 2)


def school_class(one: SchoolClass, held: Sequence[Post]) -> InlineKeyboardMarkup:
    """Each person with a post in the class leads to the person's page."""
    leaders = [
        button(wording.PRESIDENT, ReplaceLeader(school_class=one.id, role=Role.CLASS_PRESIDENT)),
        button(wording.SECRETARY, ReplaceLeader(school_class=one.id, role=Role.CLASS_SECRETARY)),
        button(wording.HOMEROOM, InviteTo(role=Role.HOMEROOM_TEACHER, place=one.id)),
        button(wording.CLASS_SLIPS, SlipsOf(school_class=one.id)),
    ]
    people = {post.person_id: post.person for post in held}
    return grid(
        [*leaders, *(button(name, OpenPerson(person=number)) for number, name in people.items())],
        2,
        back=Section.CLASSES,
    )
