"""Administrators invite: to a role in a place, a person once more, a pupil. The code leaves this module once."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts
from core.actions import Action
from core.actors import Actor
from core.errors import NoRoleToInviteTo, NotFound
from core.invitations import good_until, invite
from core.policy import require, student_for
from core.posts import Place, member, place_named, posts_of
from core.recipients import CLASS_ROLES
from db.models import Person, Role, RoleGrant


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation: its code, for what, and for whom; `person` None: for whoever redeems it."""

    code: str
    role: Role
    place: str | None
    person: str | None
    expires_at: datetime


async def invite_to(session: AsyncSession, actor: Actor, role: Role, place: Place, *, now: datetime) -> Invited:
    """For the one whom the school's file names for the post and who has no account yet, else for whoever redeems it.

    Raises NotAllowed, and NotFound for a place that is none or does not go with the role.
    """
    require(actor, Action.ADMINISTER)
    where = await _place_for(session, role, place)
    person = await accounts.sole_holder_without_account(
        session, role, on=now.date(), school_class_id=place.school_class_id, department_id=place.department_id
    )
    return await make_invitation(session, actor, role, place, where, person, now=now)


async def invite_member(session: AsyncSession, actor: Actor, person_id: int, *, now: datetime) -> Invited:
    """A new way in for somebody who holds a role today: a new phone, or the first one. Raises NotAllowed, NotFound and
    NoRoleToInviteTo.
    """
    require(actor, Action.ADMINISTER)
    person = (await member(session, person_id)).person
    today = now.date()
    held = [post for post in await posts_of(session, person_id, on=today) if post.valid_from <= today]
    if not held:
        raise NoRoleToInviteTo
    post = max(held, key=lambda one: one.valid_until or date.max)
    grant = await session.get_one(RoleGrant, post.grant_id)
    place = Place(grant.school_class_id, grant.department_id)
    return await make_invitation(
        session, actor, grant.role, place, post.place, person, now=now, last_day=post.valid_until
    )


async def invite_student(session: AsyncSession, actor: Actor, student_id: int, *, now: datetime) -> Invited:
    """A pupil as such, who sees the own record. Raises the refusals of `student_for`."""
    student, _ = await student_for(session, actor, student_id, Action.ADMINISTER)
    person = await accounts.person_of_student(session, student, now=now)
    return await make_invitation(session, actor, Role.STUDENT, Place(), None, person, now=now)


async def make_invitation(
    session: AsyncSession,
    actor: Actor,
    role: Role,
    place: Place,
    where: str | None,
    person: Person | None,
    *,
    now: datetime,
    last_day: date | None = None,
) -> Invited:
    """`last_day` is of the post, which the invitation must not outlive."""
    code = await invite(
        session,
        role,
        now=now,
        person=person,
        school_class_id=place.school_class_id,
        department_id=place.department_id,
        invited_by=actor.person_id,
        role_until=last_day,
    )
    return Invited(code, role, where, person.name if person else None, good_until(last_day, now))


async def _place_for(session: AsyncSession, role: Role, place: Place) -> str | None:
    """The name of the place. Raises NotFound when the role needs another kind of place, or it does not exist."""
    needs = (role in CLASS_ROLES, role is Role.DEPARTMENT_HEAD)
    if needs != (place.school_class_id is not None, place.department_id is not None) or role is Role.STUDENT:
        raise NotFound
    if not any(needs):
        return None
    named = await place_named(session, place)
    if named is None:
        raise NotFound
    return named
