"""Making the report of a day: a fixed number of statements for the whole school."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import grant_holds
from core.arrival import Outcome
from core.calendar_facts import calendar_between
from core.contradiction_list import Shown, of_day
from core.daily_report import ClassPart, ContradictionLine, DailyReport, FlagLine, Presence, PupilLine, TeacherLine
from core.days import StudentDay, days_of
from core.gate_flags import Flag, flags_of
from core.policy import member_on, students_numbered, students_seated
from db.models import (
    ClassMembership,
    ClassReport,
    Direction,
    Person,
    Role,
    RoleGrant,
    Scan,
    SchoolClass,
    StaffHours,
    Student,
)

_AWAY_FROM_GATE = Presence()


async def make_report(
    session: AsyncSession, on: date, *, now: datetime, version: int = 1, is_late: bool = False
) -> DailyReport:
    """What is known of a day now, of the classes that had school on it. Needs a session that sees the whole school."""
    calendar = await calendar_between(session, on, on)
    at_gate = await _presences(session, on, now.tzinfo)
    pupils = students_seated(on)
    by_class: dict[int, list[StudentDay]] = defaultdict(list)
    for day in await days_of(session, pupils, on):
        if calendar.is_school_day(on, day.school_class.grade, day.school_class.id):
            by_class[day.school_class.id].append(day)
    doubtful: dict[int, list[Shown]] = defaultdict(list)
    for one in await of_day(session, pupils, on, now=now):
        doubtful[one.student_id].append(one)
    return DailyReport(
        on=on,
        school=calendar.rules.school_name,
        version=version,
        made_at=now,
        is_late=is_late,
        classes=tuple(_class_part(days, at_gate, doubtful) for days in by_class.values()),
        teachers=tuple(await _teachers(session, on, at_gate)),
        flags=tuple(await _flags(session, on, now.tzinfo)),
    )


async def days_of_use(session: AsyncSession, days: Collection[date], *, zone: tzinfo | None) -> Sequence[date]:
    """Those of these days on which the service was used, in order: a class has reported, or a pupil was scanned. None
    before the school's pupils were brought in, whatever a machine's export tells of earlier days.
    """
    began = await session.scalar(select(func.min(Student.created_at)))
    if began is None:
        return ()
    since = began.astimezone(zone).date()
    reported = select(ClassReport.on_date).where(ClassReport.on_date.in_(days))
    scanned = select(Scan.on_date).where(Scan.on_date.in_(days), Scan.counts, Scan.student_id.is_not(None))
    return sorted(day for day in await session.scalars(reported.union(scanned)) if day >= since)


async def is_school_day(session: AsyncSession, on: date) -> bool:
    """Whether any class that has pupils had school."""
    calendar = await calendar_between(session, on, on)
    seated = select(ClassMembership.school_class_id).where(member_on(on))
    rows = await session.execute(select(SchoolClass.grade, SchoolClass.id).where(SchoolClass.id.in_(seated)))
    return any(calendar.is_school_day(on, grade, class_id) for grade, class_id in rows)


def _class_part(
    days: list[StudentDay], at_gate: Mapping[tuple[str, int], Presence], doubtful: Mapping[int, Iterable[Shown]]
) -> ClassPart:
    return ClassPart(
        id=days[0].school_class.id,
        name=days[0].school_class.name,
        has_reported=any(day.events.class_reported for day in days),
        pupils=tuple(_pupil(day, at_gate.get(("student", day.student.id), _AWAY_FROM_GATE)) for day in days),
        contradictions=tuple(_doubt(one) for day in days for one in doubtful.get(day.student.id, ())),
    )


def _pupil(day: StudentDay, gate: Presence) -> PupilLine:
    status = day.status
    return PupilLine(
        id=day.student.id, name=day.student.name, reason=status.reason, is_known=status.is_known, gate=gate
    )


def _doubt(one: Shown) -> ContradictionLine:
    return ContradictionLine(
        student=one.student,
        school_class=one.school_class,
        kind=one.kind,
        said=one.said,
        came_at=one.came_at,
        left_at=one.left_at,
        outcome=one.outcome,
    )


async def _teachers(session: AsyncSession, on: date, at_gate: Mapping[tuple[str, int], Presence]) -> list[TeacherLine]:
    """Whoever teaches, and other staff who came through the gate. Without hours on that weekday nobody is expected."""
    teaching = select(RoleGrant.person_id).where(RoleGrant.role == Role.TEACHER, grant_holds(on))
    came = [i for kind, i in at_gate if kind == "person"]
    off = and_(StaffHours.person_id == Person.id, StaffHours.weekday == on.weekday(), StaffHours.begins.is_(None))
    people = await session.execute(
        select(Person.id, Person.name, StaffHours.person_id.is_(None))
        .outerjoin(StaffHours, off)
        .where(or_(Person.id.in_(teaching), Person.id.in_(came)))
        .order_by(Person.name, Person.id)
    )
    return [
        TeacherLine(name=name, gate=at_gate.get(("person", i), _AWAY_FROM_GATE), expected=expected)
        for i, name, expected in people
    ]


async def _flags(session: AsyncSession, on: date, zone: tzinfo | None) -> list[FlagLine]:
    """Of the whole school, by name; also of who has left it since."""
    flags = await flags_of(session, on)
    pupils = await session.execute(
        students_numbered({flag.student_id for flag in flags if flag.student_id is not None})
        .add_columns(SchoolClass.name)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
    )
    places = {student.id: (student.name, place) for student, place in pupils}
    staff = select(Person.id, Person.name).where(Person.id.in_({flag.person_id for flag in flags if flag.person_id}))
    names = dict((await session.execute(staff)).all())
    return [_flag_line(flag, places, names, zone) for flag in flags]


def _flag_line(
    flag: Flag, places: Mapping[int, tuple[str, str | None]], names: Mapping[int, str], zone: tzinfo | None
) -> FlagLine:
    who, place = places.get(flag.student_id or 0, (flag.station or names.get(flag.person_id or 0), None))
    return FlagLine(kind=flag.kind, at=flag.at.astimezone(zone), who=who, place=place)


async def _presences(session: AsyncSession, on: date, zone: tzinfo | None) -> Mapping[tuple[str, int], Presence]:
    """By kind of holder and id: what counts of the day's scans."""
    rows = await session.execute(
        select(Scan.student_id, Scan.person_id, Scan.direction, Scan.scanned_at, Scan.minutes_late, Scan.outcome).where(
            Scan.on_date == on, Scan.counts
        )
    )
    found: dict[tuple[str, int], Presence] = {}
    for student_id, person_id, direction, scanned_at, late, outcome in rows:
        key = ("student", student_id) if student_id is not None else ("person", person_id or 0)
        at = scanned_at.astimezone(zone).time().replace(second=0, microsecond=0)
        leaving = {"left": at, "left_early": outcome == Outcome.EARLY_OUT}
        news = {"came": at, "late": late} if direction is Direction.IN else leaving
        found[key] = found.get(key, _AWAY_FROM_GATE).model_copy(update=news)
    return found
