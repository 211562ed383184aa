"""Who of a class has not come yet today, by name, for a station at which they may be shown just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.actions import Action
from core.actors import actor_numbered
from core.calendar_facts import calendar_between
from core.days import StudentDay, days_of
from core.errors import NotFound
from core.gate_day import seen_of
from core.name_showings import Standing, showing_at, standing_of
from core.policy import class_for, limited_to, students_of_class, visible_students
from db.models import AbsenceReason, SchoolClass, Station, Student

_EXPLAINED = frozenset(
    {AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.ON_DUTY, AbsenceReason.SENT_HOME},
)


@dataclass(frozen=True, slots=True)
class MissingOfClass:
    """Names, by name. `in_class`: not scanned, and yet present by the word of the class or of staff. `explained`: whose
    absence somebody has explained; why, a screen in public does not say.

    `has_school` False: nobody of the class is waited for today, and nobody is named.
    """

    class_name: str
    has_school: bool
    missing: Sequence[str]
    in_class: Sequence[str]
    explained: Sequence[str]


async def missing_of_class(
    session: AsyncSession, station: Station, showing_id: int, school_class_id: int, *, now: datetime
) -> MissingOfClass:
    """In the sight of whoever allowed it, with that person's roles of today. Raises NotFound and NotAllowed for whom
    the names are not shown, or not any more.
    """
    showing = await showing_at(session, station, showing_id)
    actor = await actor_numbered(session, showing.person_id, on=now.date())
    if actor is None or standing_of(showing, now) is not Standing.SHOWN:
        raise NotFound
    school_class = await class_for(session, actor, school_class_id, Action.SHOW_MISSING)
    audit.record(
        session,
        "show_names",
        now=now,
        person_id=actor.person_id,
        station=station.name,
        school_class=school_class.name,
    )
    if not await _has_school(session, school_class, now):
        return MissingOfClass(school_class.name, False, (), (), ())
    seated = students_of_class(school_class.id, actor.on).with_only_columns(Student.id)
    seen = visible_students(limited_to(actor, Action.SHOW_MISSING)).where(Student.id.in_(seated))
    return await _told_apart(session, school_class, await days_of(session, seen, actor.on), now)


async def _told_apart(
    session: AsyncSession, school_class: SchoolClass, days: Sequence[StudentDay], now: datetime
) -> MissingOfClass:
    seen = await seen_of(session, [day.student.id for day in days], now.date())
    missing: list[str] = []
    in_class: list[str] = []
    explained: list[str] = []
    for day in days:
        if day.student.id in seen:
            continue
        is_present = day.status.is_known and day.status.reason is None
        named = in_class if is_present else explained if day.status.reason in _EXPLAINED else missing
        named.append(day.student.name)
    return MissingOfClass(school_class.name, True, missing, in_class, explained)


async def _has_school(session: AsyncSession, school_class: SchoolClass, now: datetime) -> bool:
    calendar = await calendar_between(session, now.date(), now.date())
    return calendar.is_school_day(now.date(), school_class.grade, school_class.id)
