"""A guardian's word about a child's absence: recorded as it comes, then accepted or rejected by the homeroom
teacher.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, sms_notices
from core.actions import Action
from core.actors import Actor
from core.errors import AlreadyDecided, NotFound
from core.policy import student_for
from db.models import GuardianNotice, Person, SchoolClass, Student


async def notice_for(
    session: AsyncSession, actor: Actor, notice_id: int
) -> tuple[GuardianNotice, Student, SchoolClass]:
    """Load a notice for deciding, with its pupil and class, and check it in one act; refusals as in `student_for`."""
    notice = await session.scalar(select(GuardianNotice).where(GuardianNotice.id == notice_id).with_for_update())
    if notice is None:
        raise NotFound
    student, school_class = await student_for(session, actor, notice.student_id, Action.DECIDE_NOTICE)
    return notice, student, school_class


async def decide(session: AsyncSession, actor: Actor, notice_id: int, *, accept: bool, now: datetime) -> GuardianNotice:
    """Accept or reject, once. A rejected notice explains nothing: the guardian of an unexplained pupil is alerted
    again.

    Raises AlreadyDecided for the second, and the refusals of `student_for`.
    """
    notice, student, school_class = await notice_for(session, actor, notice_id)
    if notice.accepted is not None:
        by = await session.scalar(select(Person.name).where(Person.id == notice.decided_by))
        raise AlreadyDecided(by or "", notice.accepted)
    notice.accepted, notice.decided_at, notice.decided_by = accept, now, actor.person_id
    await session.flush()
    if notice.first_day <= now.date() <= notice.last_day:
        await alerts.settle(session, school_class.id, now=now)
    await sms_notices.tell_of_decision(session, notice, student, school_class, who=actor.name, now=now)
    return notice
