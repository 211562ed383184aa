"""Class leaders change during the year: the one before ends, the new one gets the role and an invitation. Deputies stay
for the days for which the homeroom teacher has named them: somebody has to report until the new one has come.
"""

from datetime import datetime

from sqlalchemy import and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit
from core.actions import Action
from core.actors import Actor, grant_holds
from core.deputies import is_lasting
from core.errors import AlreadyHeld, NotFound
from core.inviting import Invited, make_invitation
from core.policy import CLASS_LEADERS, student_for
from core.posts import Place
from db.models import Invitation, Person, Role, RoleGrant


async def name_leader(
    session: AsyncSession, actor: Actor, school_class_id: int, role: Role, student_id: int, *, now: datetime
) -> Invited:
    """Make a pupil of the class its president or secretary instead of whoever was, and invite the pupil.

    Raises NotAllowed, NotFound (not a pupil of the class, not such a role) and AlreadyHeld.
    """
    student, school_class = await student_for(session, actor, student_id, Action.ADMINISTER)
    if school_class.id != school_class_id or role not in CLASS_LEADERS:
        raise NotFound
    person = await accounts.person_of_student(session, student, now=now)
    await _end_others(session, person, school_class_id, role, now)
    if not await accounts.grant(session, person.id, role, now=now, school_class_id=school_class_id):
        raise AlreadyHeld
    audit.record(
        session,
        "name_leader",
        now=now,
        person_id=actor.person_id,
        for_person=person.id,
        role=role.value,
        school_class=school_class.name,
    )
    place = Place(school_class_id=school_class_id)
    return await make_invitation(session, actor, role, place, school_class.name, person, now=now)


async def _end_others(session: AsyncSession, besides: Person, school_class_id: int, role: Role, now: datetime) -> None:
    """Their roles, and the invitations to it that nobody has used. Of the new one end the days as a deputy."""
    today = now.date()
    is_new_one, lasts = RoleGrant.person_id == besides.id, is_lasting(RoleGrant.valid_until, today)
    await session.execute(
        update(RoleGrant)
        .where(
            RoleGrant.role == role,
            RoleGrant.school_class_id == school_class_id,
            or_(and_(~is_new_one, lasts), and_(is_new_one, ~lasts)),
            grant_holds(today),
        )
        .values(withdrawn_at=now)
    )
    await session.execute(
        update(Invitation)
        .where(
            Invitation.role == role,
            Invitation.school_class_id == school_class_id,
            Invitation.redeemed_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            is_lasting(Invitation.role_until, today),
        )
        .values(withdrawn_at=now)
    )
