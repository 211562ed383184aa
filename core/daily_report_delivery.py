"""The daily report goes out: once a day whatever happens, and again, marked as corrected, to whomever it now reads
differently.

What was sent, and to whom, is kept (`core.daily_report_store`); what became of it stands in the outbox.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox_files
from core.daily_report import DailyReport
from core.daily_report_changes import Changes, ClassChange, changes_between
from core.daily_report_facts import days_of_use, is_school_day, make_report
from core.daily_report_hours import days_overdue, days_to_correct, is_late
from core.daily_report_store import Copy, days_sent, stored_report
from core.documents.daily_report_pdf import class_pdf, school_pdf
from core.documents.daily_report_xlsx import school_workbook
from core.outbox import BULK, LONGEST_CAPTION, Debt, owe
from core.recipients import chats_of
from core.school_rules import school_rules
from core.telegram_text import units
from core.wording import daily_report as wording
from core.wording.daily_report_changes import taken_out
from core.wording.daily_report_messages import class_message, school_message
from db.models import Channel, Role, StoredDailyReport
from db.turns import Work, take_turn

ADMINISTRATION = (Role.ADMINISTRATOR, Role.LEADERSHIP)
_File = tuple[str, Callable[[], bytes]]
"""What it is called, and how it is drawn: in a thread, for it takes a while."""


@dataclass(frozen=True, slots=True)
class _Mail:
    """`key` names it in the outbox; `school_class` None: about the whole school."""

    key: str
    body: str
    files: Sequence[_File]
    school_class: str | None = None


async def send_overdue_reports(session: AsyncSession, *, now: datetime) -> None:
    """The first report of each school day of the last week on which the service was used and which has none, because
    it was off in the afternoon: the oldest first.
    """
    overdue = days_overdue(now)
    unsent = {*overdue} - {*await days_sent(session, overdue[0], overdue[-1])}
    for on in await days_of_use(session, unsent, zone=now.tzinfo):
        if await is_school_day(session, on):
            await _send_first(session, on, now=now)


async def send_daily_report(session: AsyncSession, *, now: datetime) -> None:
    """The first report of today, if any class has school: also when nobody has reported anything."""
    await _send_first(session, now.date(), now=now)


async def _send_first(session: AsyncSession, on: date, *, now: datetime) -> None:
    """Two services that are back at once wait for each other, and the second finds it sent."""
    await take_turn(session, Work.DAILY_REPORT)
    if await stored_report(session, on) is not None:
        return
    late = is_late(on, now, await school_rules(session))
    report = await make_report(session, on, now=now, is_late=late)
    if report.classes:
        await _send(session, report, None, now=now)


async def send_corrected_reports(session: AsyncSession, *, now: datetime) -> None:
    """Each day of the last week again that reads differently than it was sent, to those for whom it does. One day after
    the other: reading a large school's report takes 20 ms in which nobody else is served.
    """
    first, last = days_to_correct(now, await school_rules(session))
    for on in await days_sent(session, first, last):
        before = await stored_report(session, on)
        assert before is not None  # one was sent
        report = await make_report(session, on, now=now, version=before.version + 1)
        if changes := changes_between(before, report):
            await _send(session, report, changes, now=now)


async def _send(session: AsyncSession, report: DailyReport, changes: Changes | None, *, now: datetime) -> None:
    """Without `changes` it is the first."""
    stored = StoredDailyReport(
        on_date=report.on, version=report.version, made_at=now, content=report.model_dump(mode="json"), copies=[]
    )
    session.add(stored)
    await session.flush()
    until = (await school_rules(session)).report_deadline
    reopened = until if now < datetime.combine(report.on, until, now.tzinfo) else None
    classes = [ClassChange(None, part) for part in report.classes] if changes is None else changes.classes
    copies: list[Copy] = []
    unreached = []
    for one in classes:
        mail = _class_mail(report, one, is_first=changes is None, reopened_until=reopened)
        owed = await _to_homeroom_teachers(session, one.part.id, mail, now=now)
        copies += owed
        unreached += [] if owed else [one.part]
    body = school_message(report, unreached, changes)
    copies += await _to_administration(session, report, body, now=now)
    stored.copies = [copy.model_dump(mode="json") for copy in copies]
    await session.flush()


def _class_mail(report: DailyReport, one: ClassChange, *, is_first: bool, reopened_until: time | None) -> _Mail:
    key, part = f"{_key(report)}:{one.part.id}", one.after
    if part is None:
        return _Mail(key, taken_out(report, one.part), (), one.part.name)
    body = class_message(report, part, None if is_first else one, reopened_until=reopened_until)
    return _Mail(key, body, [(wording.file_name(report, part.name, "pdf"), lambda: class_pdf(report, part))], part.name)


async def _to_homeroom_teachers(session: AsyncSession, class_id: int, mail: _Mail, *, now: datetime) -> Sequence[Copy]:
    chats = await chats_of(session, (Role.HOMEROOM_TEACHER,), on=now.date(), school_class_id=class_id)
    return await _owe(session, [(Role.HOMEROOM_TEACHER, *chat) for chat in chats], mail, now=now)


async def _to_administration(session: AsyncSession, report: DailyReport, body: str, *, now: datetime) -> Sequence[Copy]:
    """Whoever is administrator and leader gets it once."""
    chats: dict[int, tuple[Role, int, int]] = {}
    for role in ADMINISTRATION:
        for person, chat in await chats_of(session, (role,), on=now.date()):
            chats.setdefault(person, (role, person, chat))
    files: list[_File] = [
        (wording.file_name(report, report.school, "pdf"), lambda: school_pdf(report)),
        (wording.file_name(report, report.school, "xlsx"), lambda: school_workbook(report)),
    ]
    return await _owe(session, list(chats.values()), _Mail(f"{_key(report)}:school", body, files), now=now)


async def _owe(
    session: AsyncSession, people: Sequence[tuple[Role, int, int]], mail: _Mail, *, now: datetime
) -> Sequence[Copy]:
    """To each (role, person id, chat): one message where the text fits under the first file, else the text and then
    the files.
    """
    if not people:
        return []
    kept = [
        await outbox_files.keep(session, name=name, content=await asyncio.to_thread(draw), now=now)
        for name, draw in mail.files
    ]
    pieces: list[tuple[str, int | None]] = [("", file_id) for file_id in kept]
    if kept and units(mail.body) <= LONGEST_CAPTION:
        pieces[0] = (mail.body, kept[0])
    else:
        pieces.insert(0, (mail.body, None))
    copies = [
        Copy(
            person_id=person,
            role=role,
            school_class=mail.school_class,
            keys=tuple(f"{mail.key}:{person}:{number}" for number in range(len(pieces))),
        )
        for role, person, _ in people
    ]
    debts = (
        Debt(recipient=str(chat), body=text, dedupe_key=key, urgency=BULK, file_id=file_id)
        for copy, (_, _, chat) in zip(copies, people, strict=True)
        for key, (text, file_id) in zip(copy.keys, pieces, strict=True)
    )
    await owe(session, Channel.TELEGRAM, *debts, now=now)
    return copies


def _key(report: DailyReport) -> str:
    return f"daily-report:{report.on}:{report.version}"
