"""Administrators give posts, end them, and cut off lost phones."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit
from core.actions import Action
from core.actors import Actor, grant_holds
from core.errors import AlreadyHeld, DatesImpossible, LastAdministrator, NotFound
from core.invitations import withdraw_invitations
from core.policy import require
from core.posts import Place, Post, member, place_named, post, posts_of
from db.models import Invitation, Role, RoleGrant, TelegramAccount


async def give(
    session: AsyncSession,
    actor: Actor,
    person_id: int,
    role: Role,
    place: Place,
    *,
    since: date,
    until: date | None,
    now: datetime,
) -> None:
    """Give a role on these days, both included: a substitute holds it for a while.

    Raises NotAllowed, NotFound (no such person or place), DatesImpossible and AlreadyHeld.
    """
    require(actor, Action.ADMINISTER)
    if until is not None and until < max(since, now.date()):
        raise DatesImpossible
    await member(session, person_id)
    if place != Place() and await place_named(session, place) is None:
        raise NotFound
    given = await accounts.grant(
        session,
        person_id,
        role,
        now=now,
        school_class_id=place.school_class_id,
        department_id=place.department_id,
        since=since,
        until=until,
    )
    if not given:
        raise AlreadyHeld
    audit.record(
        session,
        "give_role",
        now=now,
        person_id=actor.person_id,
        for_person=person_id,
        role=role.value,
        since=since.isoformat(),
        until=until and until.isoformat(),
    )


async def end(session: AsyncSession, actor: Actor, grant_id: int, *, now: datetime) -> Post:
    """End a post at once, with every open invitation of this person to it, and return what it was.

    Raises NotAllowed, NotFound and LastAdministrator.
    """
    require(actor, Action.ADMINISTER)
    held = await post(session, grant_id, on=now.date())
    if held.role is Role.ADMINISTRATOR:
        await _another_administrator(session, held.person_id, now)
    grant = await session.get_one(RoleGrant, grant_id)
    grant.withdrawn_at = now
    await withdraw_invitations(
        session, Invitation.person_id == held.person_id, Invitation.role == held.role, now=now, by=actor.person_id
    )
    audit.record(
        session,
        "withdraw_role",
        now=now,
        person_id=actor.person_id,
        for_person=held.person_id,
        role=held.role.value,
    )
    return held


async def unlink(session: AsyncSession, actor: Actor, person_id: int, *, now: datetime) -> None:
    """Cut a lost phone off. Raises NotAllowed, NotFound (nothing is linked) and LastAdministrator."""
    require(actor, Action.ADMINISTER)
    if any(held.role is Role.ADMINISTRATOR for held in await posts_of(session, person_id, on=now.date())):
        await _another_administrator(session, person_id, now)
    if not await accounts.unlink(session, person_id, now=now, by=actor.person_id):
        raise NotFound


async def _another_administrator(session: AsyncSession, besides: int, now: datetime) -> None:
    another = await session.scalar(
        select(RoleGrant.id)
        .join(TelegramAccount, TelegramAccount.person_id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.person_id != besides,
            grant_holds(now.date()),
            TelegramAccount.unlinked_at.is_(None),
        )
        .limit(1)
    )
    if another is None:
        raise LastAdministrator
