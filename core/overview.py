"""What staff look at: today's state of the pupils they may see, who has not reported, one pupil by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.calendar_facts import calendar_between
from core.days import StudentDay, days_of, latest_reports
from core.errors import NoSchoolToday
from core.policy import at_work, member_on, visible_classes, visible_students
from core.school_calendar import SchoolCalendar
from core.typed_names import meant_by
from db.models import ClassMembership, ClassReport, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class ClassDay:
    """A class today: its pupils' days, whether it has reported, and what the calendar says about the day."""

    school_class: SchoolClass
    days: Sequence[StudentDay]
    is_school_day: bool = True
    why_closed: str | None = None

    @property
    def has_reported(self) -> bool:
        return any(day.events.class_reported for day in self.days)


@dataclass(frozen=True, slots=True)
class FoundStudents:
    """Pupils with their days, by class and name. Not `is_sure`: nobody has the name that was asked for, and theirs are
    like it, so that even a single one has to be chosen.
    """

    days: Sequence[StudentDay]
    is_sure: bool


async def classes_today(session: AsyncSession, actor: Actor) -> Sequence[ClassDay]:
    """Today's state of every class of which the actor sees pupils, by name."""
    by_class: dict[int, list[StudentDay]] = {}
    for day in await days_of(session, visible_students(at_work(actor)), actor.on):
        by_class.setdefault(day.school_class.id, []).append(day)
    calendar = await calendar_between(session, actor.on, actor.on)
    return [_class_day(days, calendar, actor.on) for days in by_class.values()]


def _class_day(days: Sequence[StudentDay], calendar: SchoolCalendar, on: date) -> ClassDay:
    about = days[0].school_class
    is_school_day = calendar.is_school_day(on, about.grade, about.id)
    return ClassDay(about, days, is_school_day, calendar.why_closed(on, about.grade, about.id))


async def reportable_classes(session: AsyncSession, actor: Actor) -> Sequence[SchoolClass]:
    """The classes with pupils today that the actor sees, by name."""
    return (
        await session.scalars(
            visible_classes(actor).where(SchoolClass.id.in_(_with_pupils(actor.on))).order_by(SchoolClass.name)
        )
    ).all()


async def pupils_of(session: AsyncSession, actor: Actor, school_class_id: int) -> Sequence[Student]:
    """The pupils of a class whom the actor may see, by name."""
    sits_there = (ClassMembership.student_id == Student.id) & (ClassMembership.school_class_id == school_class_id)
    return (
        await session.scalars(
            visible_students(at_work(actor))
            .join(ClassMembership, sits_there & member_on(actor.on))
            .order_by(Student.name, Student.id)
        )
    ).all()


async def not_reported(session: AsyncSession, actor: Actor, *, now: datetime) -> tuple[Sequence[SchoolClass], int]:
    """The actor's classes that have not reported today, and how many there are in all. Raises NoSchoolToday when the
    calendar keeps all of them at home.
    """
    seen = await reportable_classes(session, actor)
    calendar = await calendar_between(session, actor.on, actor.on)
    classes = [one for one in seen if calendar.is_open_at(now, one.grade, one.id)]
    if seen and not classes:
        raise NoSchoolToday(calendar.why_closed(actor.on, seen[0].grade, seen[0].id))
    reported = set(await session.scalars(latest_reports(actor.on).with_only_columns(ClassReport.school_class_id)))
    return [c for c in classes if c.id not in reported], len(classes)


async def find_students(session: AsyncSession, actor: Actor, name: str, *, limit: int = 10) -> FoundStudents:
    """Pupils the actor may see whose name contains the words, or whose NIS it is; failing that, those whom the words
    mean when one mistypes a name, or who are merely like them.
    """
    words = func.lower(Student.name).contains(name.strip().lower(), autoescape=True)
    found = visible_students(actor).where(words | (Student.nis == name.strip()))
    days = await days_of(session, found.order_by(Student.name, Student.id).limit(limit), actor.on)
    return FoundStudents(days, is_sure=True) if days else await _nearly(session, actor, name, limit)


async def _nearly(session: AsyncSession, actor: Actor, name: str, limit: int) -> FoundStudents:
    """As one hears or mistypes names: "budy santosa" is Budi Santoso; "budi gumilar" may be, and is to be asked."""
    everybody = visible_students(actor).with_only_columns(Student.id, Student.name).order_by(Student.name, Student.id)
    rows = (await session.execute(everybody)).all()
    meant = meant_by(name, [written for _, written in rows])
    ids = [rows[place][0] for place in meant.places[:limit]]
    days = await days_of(session, visible_students(actor).where(Student.id.in_(ids)), actor.on)
    return FoundStudents(days, meant.is_sure)


def _with_pupils(on: date) -> Select[int]:
    return select(ClassMembership.school_class_id).where(member_on(on))
