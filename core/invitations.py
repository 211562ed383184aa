"""One-time ways in: an invitation carries a role, its code links a Telegram account to a person who then holds it."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit
from core.actions import Action
from core.actors import Actor
from core.errors import InvitationRefused, NotFound, TooManyGuesses
from core.policy import require
from core.posts import place_name
from db.models import Department, Invitation, Person, Role, SchoolClass

VALID_FOR = timedelta(days=14)
GUESSES_PER_DAY = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that reads like another: typed from paper as often as clicked
_LENGTH = 14  # 31 ** 14: 69 bits
_REFUSED = "invitation_refused"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What an invitation gave: to whom, and which role where."""

    person: Person
    role: Role
    school_class_id: int | None
    department_id: int | None


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """One that nobody has used yet; `person` None: for whoever redeems it."""

    id: int
    role: Role
    place: str | None
    person: str | None
    expires_at: datetime


async def invite(
    session: AsyncSession,
    role: Role,
    *,
    now: datetime,
    person: Person | None = None,
    school_class_id: int | None = None,
    department_id: int | None = None,
    role_until: date | None = None,
    invited_by: int | None = None,
) -> str:
    """Make an invitation and return its code, which is nowhere kept. Without `person` it makes one of whoever
    redeems it. `role_until` is the last day of the role; the invitation itself is good no longer than that.
    """
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    session.add(
        Invitation(
            code_hash=_hash(code),
            role=role,
            person_id=person.id if person else None,
            school_class_id=school_class_id,
            department_id=department_id,
            created_at=now,
            expires_at=good_until(role_until, now),
            role_until=role_until,
        )
    )
    audit.record(session, "invite", now=now, person_id=invited_by, role=role.value, for_person=person and person.id)
    return code


async def redeem(session: AsyncSession, *, telegram_id: int, telegram_name: str, code: str, now: datetime) -> Redeemed:
    """Link the account and grant the role. The code is dead afterwards, and of two who come at once one is refused.

    Raises InvitationRefused and TooManyGuesses. A refusal is recorded by `record_refusal`, in a transaction of its own.
    """
    if await audit.count_today(session, _REFUSED, telegram_id=telegram_id, now=now) >= GUESSES_PER_DAY:
        raise TooManyGuesses
    invitation = await session.scalar(select(Invitation).where(Invitation.code_hash == _hash(code)).with_for_update())
    if invitation is None or _is_dead(invitation, now):
        raise InvitationRefused
    person = await accounts.link(
        session, telegram_id=telegram_id, telegram_name=telegram_name, person_id=invitation.person_id, now=now
    )
    await accounts.grant(
        session,
        person.id,
        invitation.role,
        now=now,
        school_class_id=invitation.school_class_id,
        department_id=invitation.department_id,
        until=invitation.role_until,
    )
    invitation.redeemed_at, invitation.redeemed_by = now, telegram_id
    audit.record(session, "redeem", now=now, person_id=person.id, role=invitation.role.value)
    return Redeemed(person, invitation.role, invitation.school_class_id, invitation.department_id)


async def was_redeemed_by(session: AsyncSession, telegram_id: int, code: str) -> bool:
    """Whether this account has come in by this code: links are pressed again, and that is no guess."""
    redeemed_by = await session.scalar(select(Invitation.redeemed_by).where(Invitation.code_hash == _hash(code)))
    return redeemed_by == telegram_id


def may_be_code(text: str) -> bool:
    """Whether a text has the form of an invitation's code, as people type it. Pure."""
    bare = _bare(text)
    return len(bare) == _LENGTH and not set(bare) - set(_ALPHABET)


def record_refusal(session: AsyncSession, *, telegram_id: int, now: datetime) -> None:
    """Count a wrong code against this account."""
    audit.record(session, _REFUSED, now=now, telegram_id=telegram_id)


async def withdraw_invitation(session: AsyncSession, code: str, *, now: datetime) -> bool:
    """Kill a code that was not yet used. False: there is no such open invitation."""
    return await withdraw_invitations(session, Invitation.code_hash == _hash(code), now=now, by=None) > 0


async def withdraw_open_invitation(session: AsyncSession, actor: Actor, invitation_id: int, *, now: datetime) -> None:
    """Kill one of the list. Raises NotAllowed, and NotFound when it was used or withdrawn before."""
    require(actor, Action.ADMINISTER)
    if not await withdraw_invitations(session, Invitation.id == invitation_id, now=now, by=actor.person_id):
        raise NotFound


async def open_invitations(session: AsyncSession, *, now: datetime) -> Sequence[OpenInvitation]:
    """What can still be redeemed, the newest first."""
    rows = await session.execute(
        select(Invitation.id, Invitation.role, place_name(), Person.name, Invitation.expires_at)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .outerjoin(SchoolClass, SchoolClass.id == Invitation.school_class_id)
        .outerjoin(Department, Department.id == Invitation.department_id)
        .where(*_is_open(), Invitation.expires_at > now)
        .order_by(Invitation.id.desc())
    )
    return [OpenInvitation(*row) for row in rows]


async def withdraw_invitations(
    session: AsyncSession, *which: ColumnElement[bool], now: datetime, by: int | None
) -> int:
    """Kill those of them that nobody has used yet, and return how many they were. `by` None is the command line."""
    found = await session.scalars(
        update(Invitation).where(*which, *_is_open()).values(withdrawn_at=now).returning(Invitation.role)
    )
    roles = found.all()
    for role in roles:
        audit.record(session, "withdraw_invitation", now=now, person_id=by, role=role.value)
    return len(roles)


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return Invitation.redeemed_at.is_(None), Invitation.withdrawn_at.is_(None)


def good_until(role_until: date | None, now: datetime) -> datetime:
    """When an invitation made now dies, for a role that ends on a day or never."""
    longest = now + VALID_FOR
    if role_until is None:
        return longest
    return min(longest, datetime.combine(role_until + timedelta(days=1), time(), now.tzinfo))


def _is_dead(invitation: Invitation, now: datetime) -> bool:
    used = invitation.redeemed_at is not None or invitation.withdrawn_at is not None
    return used or invitation.expires_at <= now


def _hash(code: str) -> str:
    """Spelling is forgiven: case, spaces and dashes don't count."""
    return hashlib.sha256(_bare(code).encode()).hexdigest()


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
