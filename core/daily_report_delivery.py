"""The daily report goes out: once a day whatever happens, and again, marked as corrected, when something has changed.

What was sent is kept (`StoredDailyReport`); who got it stands in the outbox.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox_files
from core.daily_report import ClassPart, DailyReport, changed_classes
from core.daily_report_facts import make_report, school_days_before
from core.daily_report_hours import day_to_correct, due_day, is_late
from core.documents.daily_report_pdf import class_pdf, school_pdf
from core.documents.daily_report_xlsx import school_workbook
from core.outbox import BULK, LONGEST_CAPTION, Debt, owe
from core.recipients import chats_of
from core.school_rules import school_rules
from core.wording import daily_report as wording
from db.models import Channel, Role, StoredDailyReport

_ADMINISTRATION = (Role.ADMINISTRATOR, Role.LEADERSHIP)
_Chats = Sequence[tuple[int, int]]
_File = tuple[str, Callable[[], bytes]]
"""What it is called, and how it is drawn: in a thread, for it takes a while."""


async def send_daily_report(session: AsyncSession, *, now: datetime) -> None:
    """The first report of the day that is due. For a day that is over only if anything is known of it: a service
    that was set up today has nothing to say of yesterday.
    """
    rules = await school_rules(session)
    on = due_day(now, rules, await school_days_before(session, now=now))
    if on is None or await _latest(session, on) is not None:
        return
    report = await make_report(session, on, now=now, is_late=is_late(on, now, rules))
    if report.classes and (on == now.date() or _says_anything(report)):
        await _send(session, report, report.classes, now=now)


async def send_corrected_report(session: AsyncSession, *, now: datetime) -> None:
    """The same day again, where a class's part reads differently: to its homeroom teacher and the administration."""
    rules = await school_rules(session)
    on = day_to_correct(now, rules, await school_days_before(session, now=now))
    before = await _latest(session, on) if on else None
    if before is None:
        return
    report = await make_report(session, before.on, now=now, version=before.version + 1)
    changed = changed_classes(before, report)
    if changed:
        await _send(session, report, changed, now=now)


async def _send(session: AsyncSession, report: DailyReport, to_classes: Sequence[ClassPart], *, now: datetime) -> None:
    session.add(
        StoredDailyReport(
            on_date=report.on, version=report.version, made_at=now, content=report.model_dump(mode="json")
        )
    )
    await session.flush()
    until = (await school_rules(session)).report_deadline
    reopened = until if now < datetime.combine(report.on, until, now.tzinfo) else None
    unreached = [
        part
        for part in to_classes
        if not await _to_homeroom_teacher(session, report, part, reopened_until=reopened, now=now)
    ]
    await _to_administration(session, report, to_classes, unreached, now=now)


async def _to_administration(
    session: AsyncSession,
    report: DailyReport,
    changed: Sequence[ClassPart],
    unreached: Sequence[ClassPart],
    *,
    now: datetime,
) -> None:
    chats = await chats_of(session, _ADMINISTRATION, on=now.date())
    files: list[_File] = [
        (wording.file_name(report, report.school, "pdf"), lambda: school_pdf(report)),
        (wording.file_name(report, report.school, "xlsx"), lambda: school_workbook(report)),
    ]
    key = f"{_key(report)}:school"
    await _owe(session, chats, wording.school_message(report, changed, unreached), files, key=key, now=now)


async def _to_homeroom_teacher(
    session: AsyncSession, report: DailyReport, part: ClassPart, *, reopened_until: time | None, now: datetime
) -> bool:
    """Whether there is one who can be reached."""
    chats = await chats_of(session, (Role.HOMEROOM_TEACHER,), on=now.date(), school_class_id=part.id)
    files: list[_File] = [(wording.file_name(report, part.name, "pdf"), lambda: class_pdf(report, part))]
    body = wording.class_message(report, part, reopened_until=reopened_until)
    await _owe(session, chats, body, files, key=f"{_key(report)}:{part.id}", now=now)
    return bool(chats)


async def _owe(
    session: AsyncSession, chats: _Chats, body: str, files: Sequence[_File], *, key: str, now: datetime
) -> None:
    """One message where the text fits under the first file, else the text and then the files."""
    if not chats:
        return
    kept = [
        await outbox_files.keep(session, name=name, content=await asyncio.to_thread(draw), now=now)
        for name, draw in files
    ]
    pieces: list[tuple[str, int | None]] = [("", file_id) for file_id in kept]
    if len(body) <= LONGEST_CAPTION:
        pieces[0] = (body, kept[0])
    else:
        pieces.insert(0, (body, None))
    debts = (
        Debt(
            recipient=str(chat),
            body=text,
            dedupe_key=f"{key}:{person}:{number}",
            urgency=BULK,
            file_id=file_id,
        )
        for person, chat in chats
        for number, (text, file_id) in enumerate(pieces)
    )
    await owe(session, Channel.TELEGRAM, *debts, now=now)


async def _latest(session: AsyncSession, on: date) -> DailyReport | None:
    """What was last sent about a day."""
    content = await session.scalar(
        select(StoredDailyReport.content)
        .where(StoredDailyReport.on_date == on)
        .order_by(StoredDailyReport.version.desc())
        .limit(1)
    )
    return None if content is None else DailyReport.model_validate(content)


def _key(report: DailyReport) -> str:
    return f"daily-report:{report.on}:{report.version}"


def _says_anything(report: DailyReport) -> bool:
    came = any(pupil.gate.came for part in report.classes for pupil in part.pupils)
    return came or len(report.not_reported) < len(report.classes)
