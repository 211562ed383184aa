"""Guardians hear by SMS that a child is missing from class without explanation: after a hold window, at most once a
day.

`settle` compares what should be owed with what is, so it is right after any event in any order: a report, a
correction, a notice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.attendance import is_unexplained
from core.days import StudentDay, days_of
from core.outbox import Debt, owe, withdraw
from core.policy import students_of_class
from core.school_rules import SchoolRules, school_rules
from core.wording import sms
from db.models import AbsenceReason, Channel, Guardian, OutboxMessage


@dataclass(frozen=True, slots=True)
class _Line:
    """One guardian's number and one child's day."""

    day: StudentDay
    guardian: Guardian
    now: datetime

    @property
    def key(self) -> str:
        return alert_key(self.guardian, self.now.date())

    @property
    def correction_key(self) -> str:
        return f"alert-correction:{self.now.date()}:{self.day.student.id}:{self.guardian.id}"


def alert_key(guardian: Guardian, on: date) -> str:
    """The reason for which a guardian is alerted: once for a child and a day."""
    return f"alert:{on}:{guardian.student_id}:{guardian.id}"


async def settle(session: AsyncSession, school_class_id: int, *, now: datetime) -> None:
    """Make what is owed to the guardians of a class today fit the pupils' status."""
    lines = await _lines(session, school_class_id, now)
    rules = await school_rules(session)
    due = [line for line in lines if is_unexplained(line.day.events)]
    await owe(session, Channel.SMS, *(_alert(line, rules) for line in due), now=now)
    settled = [line for line in lines if not is_unexplained(line.day.events)]
    await withdraw(session, [line.key for line in settled], now=now)
    await _correct_what_left(session, settled, rules, now=now)


async def _lines(session: AsyncSession, school_class_id: int, now: datetime) -> Sequence[_Line]:
    days = {d.student.id: d for d in await days_of(session, students_of_class(school_class_id, now.date()), now.date())}
    guardians = await session.scalars(
        select(Guardian).where(Guardian.student_id.in_(days), Guardian.left_at.is_(None)).order_by(Guardian.id)
    )
    return [_Line(days[guardian.student_id], guardian, now) for guardian in guardians]


async def _correct_what_left(
    session: AsyncSession, lines: Sequence[_Line], rules: SchoolRules, *, now: datetime
) -> None:
    """An alert that has left and is no longer true is followed by a correction. Explained by the guardian: no need
    to.
    """
    untrue = {line.key: line for line in lines if line.day.status.reason is not AbsenceReason.UNEXCUSED}
    gone = await session.scalars(
        select(OutboxMessage.dedupe_key).where(
            OutboxMessage.dedupe_key.in_(untrue),
            OutboxMessage.withdrawn_at.is_(None),
            OutboxMessage.given_up_at.is_(None),
        )
    )
    await owe(session, Channel.SMS, *(_correction(untrue[key], rules) for key in gone), now=now)


def _alert(line: _Line, rules: SchoolRules) -> Debt:
    return Debt(
        recipient=line.guardian.phone,
        body=sms.alert_alfa(
            line.day.student.name,
            line.day.school_class.name,
            line.now.date(),
            rules.school_name,
            template=rules.sms_text_alert,
        ),
        dedupe_key=line.key,
        not_before=line.now + timedelta(minutes=rules.alert_hold_minutes),
        expires_at=_end_of_day(line.now),
        student_id=line.day.student.id,
    )


def _correction(line: _Line, rules: SchoolRules) -> Debt:
    reason = line.day.status.reason
    return Debt(
        recipient=line.guardian.phone,
        body=sms.alert_correction(
            line.day.student.name,
            line.day.school_class.name,
            line.now.date(),
            reason.value if reason else None,
            rules.school_name,
            template=rules.sms_text_correction,
        ),
        dedupe_key=line.correction_key,
        student_id=line.day.student.id,
    )


def _end_of_day(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
