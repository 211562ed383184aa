"""A class's report being filled in: in the database, so that a restart, another day or another reporter do no harm."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.calendar_facts import require_school
from core.days import StudentDay, days_of
from core.errors import AlreadySent, DayIsOver, NotAllowed, NotFound, NothingChosen, SomebodyChosen
from core.gate_day import arrived_of
from core.policy import class_for, may, students_of_class, visible_classes
from core.reporting import SentReport, append_report, latest_report
from db.models import AbsenceReason, ClassReport, ReportDraft, SchoolClass

FIRST_REASON = AbsenceReason.SICK
"""Chosen before anybody chooses: the most frequent reason, and the one whose mistaken use alarms nobody."""


@dataclass(frozen=True, slots=True)
class DraftScreen:
    """A draft with all that is known of its class today. `arrived` are the pupils who were seen at the gate."""

    draft: ReportDraft
    school_class: SchoolClass
    days: Sequence[StudentDay]
    arrived: Collection[int]


async def open_draft(session: AsyncSession, actor: Actor, school_class_id: int, *, now: datetime) -> DraftScreen:
    """The actor's draft for a class and today: what was already tapped, or today's report to correct, or empty.

    A report that somebody sent after the draft was begun takes the draft's place. Raises NoSchoolToday.
    """
    school_class = await class_for(session, actor, school_class_id, Action.REPORT)
    await require_school(session, school_class, now=now)
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
    return await _screen(session, draft, school_class, now)


async def reopen_draft(session: AsyncSession, actor: Actor, draft_id: int, *, now: datetime) -> DraftScreen:
    """A draft that could not be sent, with whatever others have reported meanwhile."""
    draft, _ = await _own_draft(session, actor, draft_id, now=now)
    return await open_draft(session, actor, draft.school_class_id, now=now)


async def fill_draft(
    session: AsyncSession, actor: Actor, school_class_id: int, entries: Mapping[int, AbsenceReason], *, now: datetime
) -> DraftScreen:
    """Put these entries into the draft in place of any others: what was typed is a whole report."""
    screen = await open_draft(session, actor, school_class_id, now=now)
    screen.draft.entries = {str(student_id): reason.value for student_id, reason in entries.items()}
    return screen


async def choose_reason(
    session: AsyncSession, actor: Actor, draft_id: int, reason: AbsenceReason, *, now: datetime
) -> DraftScreen:
    """From now on a tapped name gets this reason."""
    draft, school_class = await _own_draft(session, actor, draft_id, now=now)
    draft.reason = reason
    return await _screen(session, draft, school_class, now)


async def tap_name(
    session: AsyncSession, actor: Actor, draft_id: int, student_id: int, *, now: datetime
) -> DraftScreen:
    """Give the pupil the chosen reason, or none if the pupil has just that one."""
    draft, school_class = await _own_draft(session, actor, draft_id, now=now)
    screen = await _screen(session, draft, school_class, now)
    if student_id not in {day.student.id for day in screen.days}:
        raise NotFound
    key, letter = str(student_id), draft.reason.value
    others = {k: v for k, v in draft.entries.items() if k != key}
    draft.entries = others if draft.entries.get(key) == letter else {**others, key: letter}
    return screen


async def send_draft(session: AsyncSession, actor: Actor, draft_id: int, *, nihil: bool, now: datetime) -> SentReport:
    """Turn the draft into the class's report of the day: guardians are owed alerts, staff the news, and the draft is
    gone.

    Raises ReportOvertaken, CutOffPassed, and NothingChosen or SomebodyChosen when the button pressed does not fit the
    draft.
    """
    draft, school_class = await _own_draft(session, actor, draft_id, now=now)
    if nihil and draft.entries:
        raise SomebodyChosen
    if not nihil and not draft.entries:
        raise NothingChosen
    entries = {int(student_id): AbsenceReason(letter) for student_id, letter in draft.entries.items()}
    sent = await append_report(session, actor, school_class, entries, seen=draft.begun_at, now=now, draft_id=draft.id)
    await session.execute(delete(ReportDraft).where(ReportDraft.id == draft.id))
    return sent


async def _own_draft(
    session: AsyncSession, actor: Actor, draft_id: int, *, now: datetime
) -> tuple[ReportDraft, SchoolClass]:
    """The draft and its class, loaded and checked in one act; refusals as in `class_for`, DayIsOver and AlreadySent."""
    visible = visible_classes(actor).with_only_columns(SchoolClass.id)
    row = (
        await session.execute(
            select(ReportDraft, SchoolClass)
            .outerjoin(SchoolClass, and_(SchoolClass.id == ReportDraft.school_class_id, SchoolClass.id.in_(visible)))
            .where(ReportDraft.id == draft_id, ReportDraft.person_id == actor.person_id)
            .with_for_update(of=ReportDraft)
        )
    ).one_or_none()
    if row is None:
        raise AlreadySent if await _was_sent(session, actor, draft_id, now) else NotFound
    draft, school_class = row
    if draft.on_date != now.date():
        raise DayIsOver(draft.on_date)
    if school_class is None:
        raise NotFound
    if not may(actor, Action.REPORT, school_class):
        raise NotAllowed
    return draft, school_class


async def _was_sent(session: AsyncSession, actor: Actor, draft_id: int, now: datetime) -> bool:
    """Whether it has become a report today."""
    report = select(ClassReport.id).where(
        ClassReport.on_date == now.date(), ClassReport.draft_id == draft_id, ClassReport.reported_by == actor.person_id
    )
    return await session.scalar(report) is not None


async def _screen(session: AsyncSession, draft: ReportDraft, school_class: SchoolClass, now: datetime) -> DraftScreen:
    pupils = students_of_class(school_class.id, now.date())
    days = await days_of(session, pupils, now.date())
    arrived = await arrived_of(session, [day.student.id for day in days], now.date())
    return DraftScreen(draft, school_class, days, arrived)
