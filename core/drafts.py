"""A class's report being filled in: in the database, so that a restart, another day or another reporter do no harm."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import and_, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.calendar_facts import require_school
from core.days import StudentDay, days_of
from core.errors import AlreadySent, DayIsOver, DraftChanged, NotAllowed, NotFound
from core.gate_day import arrived_of
from core.noticed_absences import Answer, to_include
from core.policy import class_for, may, students_of_class, visible_classes
from core.reporting import SentReport, append_report, latest_report, require_correctable
from db.models import AbsenceReason, ClassReport, ReportDraft, SchoolClass

FIRST_REASON = AbsenceReason.SICK
"""Chosen before anybody chooses: the most frequent reason, and the one whose mistaken use alarms nobody."""


@dataclass(frozen=True, slots=True)
class OtherReason:
    """A pupil absent before and after, by their reasons' letters."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a correction would change in the report that was sent: names in the order of the class list."""

    now_present: Sequence[str]
    now_absent: Sequence[str]
    other_reason: Sequence[OtherReason]


@dataclass(frozen=True, slots=True)
class DraftScreen:
    """A draft with all that is known of its class today. `arrived` are the pupils who were seen at the gate."""

    draft: ReportDraft
    school_class: SchoolClass
    days: Sequence[StudentDay]
    arrived: Collection[int]

    @property
    def changes(self) -> Changes | None:
        """None as long as the class was not reported."""
        if not any(day.events.class_reported for day in self.days):
            return None
        said = [
            (day.student.name, day.events.reported_reason, self.draft.entries.get(str(day.student.id)))
            for day in self.days
        ]
        return Changes(
            now_present=[name for name, before, after in said if before and not after],
            now_absent=[name for name, before, after in said if after and not before],
            other_reason=[OtherReason(name, b.value, a) for name, b, a in said if b and a and b.value != a],
        )


def digest_of(entries: Mapping[str, str]) -> str:
    """Short enough for a button, and another one for other entries: by it a screen's draft is known again."""
    return sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()[:8]


async def open_draft(session: AsyncSession, actor: Actor, school_class_id: int, *, now: datetime) -> DraftScreen:
    """The actor's draft for a class and today: what was tapped on its screen, or today's report to correct, or empty.

    A report that was sent after the draft was begun takes the draft's place, and the place of a line typed in its
    stead. Raises NoSchoolToday and CutOffPassed.
    """
    draft, school_class, report = await _opened(session, actor, school_class_id, now=now)
    if report is not None and report.reported_at >= draft.begun_at:
        draft.entries, draft.begun_at = _entries_of(report), now
    return await _screen(session, draft, school_class, now)


async def reopen_draft(session: AsyncSession, actor: Actor, draft_id: int, *, now: datetime) -> DraftScreen:
    """A draft that could not be sent, with whatever others have reported meanwhile. Raises CutOffPassed."""
    draft, school_class = await _own_draft(session, actor, draft_id, now=now)
    report = await _report_to_correct(session, actor, school_class, now=now)
    if report is not None and report.reported_at > draft.begun_at:
        draft.entries, draft.begun_at = _entries_of(report), now
    return await _screen(session, draft, school_class, now)


async def fill_draft(
    session: AsyncSession, actor: Actor, school_class_id: int, entries: Mapping[int, AbsenceReason], *, now: datetime
) -> DraftScreen:
    """Put these entries into the draft in place of any others: what was typed is a whole report.

    In place of a report that was sent they stand on this screen alone: as no newer than that report, they make room
    for it when the class is opened again. Raises as `open_draft` does.
    """
    draft, school_class, report = await _opened(session, actor, school_class_id, now=now)
    draft.entries = {str(student_id): reason.value for student_id, reason in entries.items()}
    draft.begun_at = now if report is None else report.reported_at
    return await _screen(session, draft, school_class, now)


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


async def send_draft(
    session: AsyncSession, actor: Actor, draft_id: int, *, shown: str, noticed: Answer | None = None, now: datetime
) -> SentReport:
    """Turn the draft into the class's report of the day: guardians are owed alerts, staff the news, and the draft is
    gone. `shown` is the digest of what the screen showed whose button was pressed; `noticed` is what the reporter has
    answered to NoticedLeftOut.

    Raises NoticedLeftOut, DraftChanged, ReportOvertaken and CutOffPassed.
    """
    draft, school_class = await _own_draft(session, actor, draft_id, now=now)
    if shown != digest_of(draft.entries):
        raise DraftChanged
    entries = {int(student_id): AbsenceReason(letter) for student_id, letter in draft.entries.items()}
    entries |= await to_include(session, school_class, entries, noticed, now=now)
    sent = await append_report(session, actor, school_class, entries, seen=draft.begun_at, now=now, draft_id=draft.id)
    await session.execute(delete(ReportDraft).where(ReportDraft.id == draft.id))
    return sent


async def _opened(
    session: AsyncSession, actor: Actor, school_class_id: int, *, now: datetime
) -> tuple[ReportDraft, SchoolClass, ClassReport | None]:
    """The actor's draft for a class and today, begun now if there is none, and the report it would correct."""
    school_class = await class_for(session, actor, school_class_id, Action.REPORT)
    report = await _report_to_correct(session, actor, school_class, now=now)
    await session.execute(
        insert(ReportDraft)
        .values(
            person_id=actor.person_id,
            school_class_id=school_class_id,
            on_date=now.date(),
            reason=FIRST_REASON,
            entries=_entries_of(report),
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
    return draft, school_class, report


async def _report_to_correct(
    session: AsyncSession, actor: Actor, school_class: SchoolClass, *, now: datetime
) -> ClassReport | None:
    """Today's report of the class, None before the first one."""
    await require_school(session, school_class, now=now)
    report = await latest_report(session, school_class.id, now=now)
    if report is not None:
        await require_correctable(session, actor, school_class, now=now)
    return report


def _entries_of(report: ClassReport | None) -> dict[str, str]:
    return {str(entry.student_id): entry.reason.value for entry in report.entries} if report else {}


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
