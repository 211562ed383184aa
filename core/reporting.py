"""Class leaders report who is absent today: a draft that survives everything, then a report that is never
overwritten.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from core import alerts, notices
from core.calendar_facts import require_school
from core.days import latest_reports
from core.errors import CutOffPassed, DayIsOver, NotFound, NothingChosen, ReportOvertaken, SomebodyChosen
from core.policy import CLASS_LEADERS, Action, Actor, class_for, students_of_class
from core.school_rules import school_rules
from db.models import AbsenceReason, ClassReport, ClassReportEntry, ReportDraft, SchoolClass, Student

FIRST_REASON = AbsenceReason.SICK
"""Chosen before anybody chooses: the most frequent reason, and the one whose mistaken use alarms nobody."""


async def open_draft(session: AsyncSession, actor: Actor, school_class_id: int, *, now: datetime) -> ReportDraft:
    """The actor's draft for a class and today: what was already tapped, or today's report to correct, or empty.

    A report that somebody sent after the draft was begun takes the draft's place. Raises NoSchoolToday.
    """
    await require_school(session, await class_for(session, actor, school_class_id, Action.REPORT), now=now)
    report = await latest_report(session, school_class_id, now=now)
    entries = {str(entry.student_id): entry.reason.value for entry in report.entries} if report else {}
    await session.execute(
        insert(ReportDraft)
        .values(
            person_id=actor.person_id,
            school_class_id=school_class_id,
            on_date=now.date(),
            reason=FIRST_REASON,
            entries=entries,
            begun_at=now,
        )
        .on_conflict_do_nothing()
    )
    draft = (
        await session.scalars(
            select(ReportDraft)
            .where(
                ReportDraft.person_id == actor.person_id,
                ReportDraft.school_class_id == school_class_id,
                ReportDraft.on_date == now.date(),
            )
            .with_for_update()
        )
    ).one()
    if report is not None and report.reported_at > draft.begun_at:
        draft.entries, draft.begun_at = entries, now
    return draft


async def reopen_draft(session: AsyncSession, actor: Actor, draft_id: int, *, now: datetime) -> ReportDraft:
    """A draft that could not be sent, with whatever others have reported meanwhile."""
    draft = await _own_draft(session, actor, draft_id, now=now)
    return await open_draft(session, actor, draft.school_class_id, now=now)


async def choose_reason(
    session: AsyncSession, actor: Actor, draft_id: int, reason: AbsenceReason, *, now: datetime
) -> ReportDraft:
    """From now on a tapped name gets this reason."""
    draft = await _own_draft(session, actor, draft_id, now=now)
    draft.reason = reason
    return draft


async def tap_name(
    session: AsyncSession, actor: Actor, draft_id: int, student_id: int, *, now: datetime
) -> ReportDraft:
    """Give the pupil the chosen reason, or none if the pupil has just that one."""
    draft = await _own_draft(session, actor, draft_id, now=now)
    if student_id not in await _members(session, draft.school_class_id, now):
        raise NotFound
    key, letter = str(student_id), draft.reason.value
    others = {k: v for k, v in draft.entries.items() if k != key}
    draft.entries = others if draft.entries.get(key) == letter else {**others, key: letter}
    return draft


async def send_draft(session: AsyncSession, actor: Actor, draft_id: int, *, nihil: bool, now: datetime) -> ClassReport:
    """Turn the draft into the class's report of the day: guardians are owed alerts, staff the news, and the draft is
    gone.

    Raises NoSchoolToday, ReportOvertaken, CutOffPassed, and NothingChosen or SomebodyChosen when the button pressed
    does not fit the draft.
    """
    draft = await _own_draft(session, actor, draft_id, now=now)
    if nihil and draft.entries:
        raise SomebodyChosen
    if not nihil and not draft.entries:
        raise NothingChosen
    entries = {int(student_id): AbsenceReason(letter) for student_id, letter in draft.entries.items()}
    report = await report_class(session, actor, draft.school_class_id, entries, seen=draft.begun_at, now=now)
    await session.execute(delete(ReportDraft).where(ReportDraft.id == draft.id))
    return report


async def report_class(
    session: AsyncSession,
    actor: Actor,
    school_class_id: int,
    entries: Mapping[int, AbsenceReason],
    *,
    seen: datetime,
    now: datetime,
) -> ClassReport:
    """Append a report for today. `seen` is when the reporter last saw what others had reported."""
    await require_school(session, await class_for(session, actor, school_class_id, Action.REPORT), now=now)
    school_class = (
        await session.scalars(select(SchoolClass).where(SchoolClass.id == school_class_id).with_for_update())
    ).one()  # one report of a class at a time: the later one must see the earlier one
    before = await latest_report(session, school_class_id, now=now)
    await _check_still_open(session, actor, before, seen=seen, now=now)
    members = await _members(session, school_class_id, now)
    report = ClassReport(
        school_class_id=school_class_id,
        on_date=now.date(),
        reported_by=actor.person_id,
        reported_at=now,
        entries=[ClassReportEntry(student_id=i, reason=reason) for i, reason in entries.items() if i in members],
    )
    session.add(report)
    await session.flush()
    await alerts.settle(session, school_class_id, now=now)
    await notices.tell_of_report(
        session, report, school_class, reporter=actor.name, names=members, is_correction=before is not None, now=now
    )
    return report


async def latest_report(session: AsyncSession, school_class_id: int, *, now: datetime) -> ClassReport | None:
    """The report that speaks for the class today, with its entries and its reporter."""
    return await session.scalar(
        latest_reports(now.date())
        .where(ClassReport.school_class_id == school_class_id)
        .options(selectinload(ClassReport.entries), joinedload(ClassReport.reporter))
    )


async def _check_still_open(
    session: AsyncSession, actor: Actor, before: ClassReport | None, *, seen: datetime, now: datetime
) -> None:
    """A first report is never too late; a correction by class leaders has its hour, and nobody undoes what they
    have not seen.
    """
    if before is None:
        return
    if before.reported_at > seen and before.reported_by != actor.person_id:
        raise ReportOvertaken(before.school_class_id, before.reporter.name)
    cutoff = (await school_rules(session)).class_report_cutoff
    if now.time() > cutoff and all(grant.role in CLASS_LEADERS for grant in actor.grants):
        raise CutOffPassed(cutoff)


async def _own_draft(session: AsyncSession, actor: Actor, draft_id: int, *, now: datetime) -> ReportDraft:
    draft = await session.scalar(
        select(ReportDraft)
        .where(ReportDraft.id == draft_id, ReportDraft.person_id == actor.person_id)
        .with_for_update()
    )
    if draft is None:
        raise NotFound
    if draft.on_date != now.date():
        raise DayIsOver(draft.on_date)
    await class_for(session, actor, draft.school_class_id, Action.REPORT)
    return draft


async def _members(session: AsyncSession, school_class_id: int, now: datetime) -> dict[int, str]:
    rows = await session.execute(
        students_of_class(school_class_id, now.date()).with_only_columns(Student.id, Student.name)
    )
    return {row.id: row.name for row in rows}
