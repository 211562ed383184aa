"""Classes that have not reported in the morning: the duty teacher gets the list, the class leaders a reminder. Whom
the calendar sends home or to a work placement is not chased.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar_facts import calendar_between
from core.days import latest_reports
from core.policy import CLASS_LEADERS, member_on
from core.recipients import chats_of
from core.telling import tell
from core.wording import notices as wording
from db.models import ClassMembership, ClassReport, Role, SchoolClass


async def chase_missing_reports(session: AsyncSession, *, now: datetime) -> None:
    """Owe both. When no class at all has reported it is no ordinary school day, and nobody is bothered."""
    today = now.date()
    calendar = await calendar_between(session, today, today)
    seats = select(ClassMembership.school_class_id).where(member_on(today))
    seated = await session.scalars(select(SchoolClass).where(SchoolClass.id.in_(seats)).order_by(SchoolClass.name))
    classes = [one for one in seated if calendar.is_open_at(now, one.grade, one.id)]
    reported = set(await session.scalars(latest_reports(today).with_only_columns(ClassReport.school_class_id)))
    missing = [school_class for school_class in classes if school_class.id not in reported]
    if not reported or not missing:
        return
    listed = wording.not_reported(on=today, at=now, classes=[c.name for c in missing], total=len(classes))
    duty = await chats_of(session, (Role.DUTY_TEACHER,), on=today)
    await tell(session, duty, listed, key=f"chase:{today}:duty", now=now)
    for school_class in missing:
        chats = await chats_of(session, CLASS_LEADERS, on=today, school_class_id=school_class.id)
        body = wording.please_report(school_class=school_class.name, on=today)
        await tell(session, chats, body, key=f"chase:{today}:{school_class.id}", now=now)
