"""Who is absent in a class today, as its leaders or staff report it: appended, never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from core import alerts, notices
from core.actions import Action
from core.actors import Actor
from core.calendar_facts import require_school
from core.days import latest_reports
from core.errors import CutOffPassed, NotFound, ReportOvertaken
from core.policy import CLASS_LEADERS, class_for, roles_by_which, students_of_class
from core.school_rules import school_rules
from db.models import AbsenceReason, ClassReport, ClassReportEntry, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report with what its receipt says. `names` are all pupils of the class by id, in the order of its list."""

    report: ClassReport
    school_class: SchoolClass
    names: Mapping[int, str]


async def append_report(
    session: AsyncSession,
    actor: Actor,
    school_class: SchoolClass,
    entries: Mapping[int, AbsenceReason],
    *,
    seen: datetime,
    now: datetime,
    draft_id: int | None = None,
) -> SentReport:
    """Append a report for today of a class that this actor was already found to be allowed to report.

    `draft_id` is the draft it was, so that its button pressed again finds what became of it.
    """
    await require_school(session, school_class, now=now)
    # One report of a class at a time: the later one must see the earlier one.
    await session.execute(select(SchoolClass.id).where(SchoolClass.id == school_class.id).with_for_update())
    before = await latest_report(session, school_class.id, now=now)
    if before is not None:
        _check_seen(actor, before, seen)
        await require_correctable(session, actor, school_class, now=now)
    members = await members_of(session, school_class.id, now=now)
    report = ClassReport(
        school_class_id=school_class.id,
        on_date=now.date(),
        reported_by=actor.person_id,
        reported_at=now,
        draft_id=draft_id,
        entries=[ClassReportEntry(student_id=i, reason=reason) for i, reason in entries.items() if i in members],
    )
    session.add(report)
    await session.flush()
    await alerts.settle(session, school_class.id, now=now)
    await notices.tell_of_report(
        session, report, school_class, reporter=actor.name, names=members, is_correction=before is not None, now=now
    )
    return SentReport(report, school_class, members)


async def latest_report(session: AsyncSession, school_class_id: int, *, now: datetime) -> ClassReport | None:
    """The report that speaks for the class today, with its entries and its reporter."""
    return await session.scalar(
        latest_reports(now.date())
        .where(ClassReport.school_class_id == school_class_id)
        .options(selectinload(ClassReport.entries), joinedload(ClassReport.reporter))
    )


async def report_for(session: AsyncSession, actor: Actor, school_class_id: int, *, now: datetime) -> SentReport:
    """What speaks for a class today, for who may report it. Raises NotFound also when nobody has reported yet, and
    NotAllowed.
    """
    school_class = await class_for(session, actor, school_class_id, Action.REPORT)
    report = await latest_report(session, school_class_id, now=now)
    if report is None:
        raise NotFound
    return SentReport(report, school_class, await members_of(session, school_class_id, now=now))


async def require_correctable(session: AsyncSession, actor: Actor, school_class: SchoolClass, *, now: datetime) -> None:
    """A first report is never too late; a correction by class leaders has its hour. Raises CutOffPassed."""
    cutoff = (await school_rules(session)).class_report_cutoff
    if now.time() > cutoff and roles_by_which(actor, Action.REPORT, school_class) <= CLASS_LEADERS:
        raise CutOffPassed(school_class.id, cutoff)


async def members_of(session: AsyncSession, school_class_id: int, *, now: datetime) -> Mapping[int, str]:
    """The pupils of a class today, by id, in the order of the class list: for telling apart, never for showing."""
    rows = await session.execute(
        students_of_class(school_class_id, now.date())
        .with_only_columns(Student.id, Student.name)
        .order_by(Student.name, Student.id)
    )
    return {row.id: row.name for row in rows}


def _check_seen(actor: Actor, before: ClassReport, seen: datetime) -> None:
    """Nobody undoes what they have not seen."""
    if before.reported_at > seen and before.reported_by != actor.person_id:
        raise ReportOvertaken(before.school_class_id, before.reporter.name)
