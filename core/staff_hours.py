"""Teachers are late by their own hours: when somebody begins and ends on a weekday, where that is not as the school."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.calendar_changes import check_keeper, record
from core.school_calendar import Span
from db.models import StaffHours


async def set_staff_hours(
    session: AsyncSession, actor: Actor | None, person_id: int, weekday: int, span: Span | None, *, now: datetime
) -> None:
    """When a member of staff begins and ends on a weekday (0 is Monday); None: not expected that day."""
    check_keeper(actor)
    begins, ends = span if span is not None else (None, None)
    await session.execute(
        insert(StaffHours)
        .values(person_id=person_id, weekday=weekday, begins=begins, ends=ends)
        .on_conflict_do_update(
            index_elements=[StaffHours.person_id, StaffHours.weekday], set_={"begins": begins, "ends": ends}
        )
    )
    told = [moment and f"{moment:%H:%M}" for moment in (begins, ends)]
    record(session, actor, "set_staff_hours", now, for_person=person_id, weekday=weekday, hours=told)


async def clear_staff_hours(
    session: AsyncSession, actor: Actor | None, person_id: int, weekday: int, *, now: datetime
) -> None:
    """From now on the school's hours hold for this person on that weekday."""
    check_keeper(actor)
    mine = (StaffHours.person_id == person_id, StaffHours.weekday == weekday)
    await session.execute(delete(StaffHours).where(*mine))
    record(session, actor, "clear_staff_hours", now, for_person=person_id, weekday=weekday)
