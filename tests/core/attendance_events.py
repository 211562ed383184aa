"""Writing down what happened: the events of a pupil's day, by anybody and in any order."""

import itertools
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    AbsenceReason,
    ClassReport,
    ClassReportEntry,
    Correction,
    Direction,
    Guardian,
    GuardianNotice,
    InboundSms,
    Person,
    Scan,
    SchoolClass,
    Student,
)
from tests.school import NOW, WIB

_numbers = itertools.count(1)


async def somebody(session: AsyncSession) -> int:
    """The id of a member of staff."""
    found = await session.scalar(select(Person.id).where(Person.name == "Bu Ratna"))
    assert found is not None
    return found


async def report(
    session: AsyncSession, school_class: SchoolClass, on: date, absent: dict[int, AbsenceReason] | None = None
) -> None:
    """The class reports; nobody absent is NIHIL."""
    sent = ClassReport(
        school_class_id=school_class.id, on_date=on, reported_by=await somebody(session), reported_at=at(on)
    )
    session.add(sent)
    await session.flush()
    session.add_all(
        ClassReportEntry(class_report_id=sent.id, student_id=student, reason=reason)
        for student, reason in (absent or {}).items()
    )
    await session.flush()


async def notice(
    session: AsyncSession,
    student: Student,
    reason: AbsenceReason,
    first: date,
    last: date,
    *,
    accepted: bool | None = None,
) -> None:
    guardian = await session.scalar(select(Guardian.id).order_by(Guardian.id).limit(1))
    number = next(_numbers)
    sms = InboundSms(modem="satu", sender="+62812", body="", sent_at=NOW, received_at=NOW, dedupe_key=f"recap:{number}")
    session.add(sms)
    await session.flush()
    decided = None if accepted is None else at(first)
    session.add(
        GuardianNotice(
            student_id=student.id,
            guardian_id=guardian,
            inbound_sms_id=sms.id,
            reason=reason,
            first_day=first,
            last_day=last,
            received_at=at(first, 6),
            accepted=accepted,
            decided_at=decided,
            decided_by=None if accepted is None else await somebody(session),
        )
    )
    await session.flush()


async def correction(session: AsyncSession, student: Student, on: date, after: AbsenceReason | None) -> None:
    session.add(
        Correction(
            student_id=student.id,
            on_date=on,
            reason_before=None,
            reason_after=after,
            why="surat dokter",
            corrected_by=await somebody(session),
            corrected_at=at(on, 10),
        )
    )
    await session.flush()


async def late_scan(session: AsyncSession, student: Student, on: date, minutes: int = 20) -> None:
    session.add(
        Scan(
            nonce=f"recap-{next(_numbers)}",
            student_id=student.id,
            on_date=on,
            scanned_at=at(on, 7, minutes),
            received_at=at(on, 7, minutes),
            direction=Direction.IN,
            outcome="late",
            counts=True,
            minutes_late=minutes,
        )
    )
    await session.flush()


def at(on: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), WIB)
