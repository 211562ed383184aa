"""Guardians hear, by SMS or in Telegram, that a child is missing from class without explanation: after a hold window,
at most once a day.

`settle` compares what should be owed with what is, so it is right after any event in any order: a report, a
correction, a notice; and `settle_everywhere` after what concerns the whole school: a closure, a holiday.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.attendance import is_unexplained
from core.calendar_facts import calendar_between
from core.days import StudentDay, days_of
from core.doubted_alerts import is_denied_by_gate, is_doubted_alert
from core.outbox import Debt, is_open, owe, withdraw
from core.policy import students_of_class, students_seated
from core.quiet_hours import after_quiet_hours
from core.recipients import is_reachable
from core.school_calendar import SchoolCalendar
from core.school_rules import SchoolRules
from core.wording import guardian_messages, sms
from db.models import AbsenceReason, Channel, Guardian, MassAlert, OutboxMessage, Student, TelegramAccount


@dataclass(frozen=True, slots=True)
class _Line:
    """One guardian and one child's day. `chat`: of a guardian in Telegram, whose `guardian.phone` is None."""

    day: StudentDay
    guardian: Guardian
    chat: int | None
    now: datetime

    @property
    def channel(self) -> Channel:
        return Channel.TELEGRAM if self.guardian.phone is None else Channel.SMS

    @property
    def recipient(self) -> str:
        return self.guardian.phone or str(self.chat)

    @property
    def key(self) -> str:
        return alert_key(self.guardian, self.now.date())

    @property
    def correction_key(self) -> str:
        return f"alert-correction:{self.now.date()}:{self.day.student.id}:{self.guardian.id}"


def alert_key(guardian: Guardian, on: date) -> str:
    """The reason for which a guardian is alerted: once for a child and a day."""
    return f"alert:{on}:{guardian.student_id}:{guardian.id}"


async def alerted(session: AsyncSession, recipient: str, *, at: datetime) -> set[int | None]:
    """The pupils about whom an alert had gone to this number or chat on that day (of the school's zone), by then."""
    return set(
        await session.scalars(
            select(OutboxMessage.student_id).where(
                OutboxMessage.recipient == recipient,
                OutboxMessage.dedupe_key.startswith(f"alert:{at.date()}:"),
                OutboxMessage.sent_at <= at,
            )
        )
    )


async def settle(session: AsyncSession, school_class_id: int, *, now: datetime) -> None:
    """Make what is owed to the guardians of a class today fit the pupils' status."""
    await _settle(session, students_of_class(school_class_id, now.date()), now)


async def settle_everywhere(session: AsyncSession, *, now: datetime) -> None:
    """The same for the whole school, for a transaction that sees it."""
    await _settle(session, students_seated(now.date()), now)


async def take_back_stragglers(session: AsyncSession, *, now: datetime) -> None:
    """A report that was being written while the school closed, or while alerts were stopped, did not see it: its alerts
    are taken back before their hold is over. So are those of pupils who have come in since.
    """
    if await waiting_pupils(session) and (await _are_doubted(session, now) or await _is_stopped(session, now)):
        await settle_everywhere(session, now=now)


async def waiting_pupils(session: AsyncSession) -> int:
    """Of how many pupils an alert has not left yet."""
    pupils = func.count(OutboxMessage.student_id.distinct())
    waiting = (OutboxMessage.dedupe_key.startswith("alert:"), *is_open())
    return await session.scalar(select(pupils).where(*waiting)) or 0


async def _are_doubted(session: AsyncSession, now: datetime) -> bool:
    doubted = select(OutboxMessage.id).where(*is_open(), is_doubted_alert(now.date())).limit(1)
    return await session.scalar(doubted) is not None


async def _is_stopped(session: AsyncSession, now: datetime) -> bool:
    calendar = await calendar_between(session, now.date(), now.date())
    return not calendar.is_open_at(now) or await _are_held_back(session, now.date())


async def _settle(session: AsyncSession, students: Select[Student], now: datetime) -> None:
    lines = await _lines(session, students, now)
    calendar = await calendar_between(session, now.date(), now.date())
    denied = students.with_only_columns(Student.id).where(is_denied_by_gate(Student.id, now.date()))
    doubted = set(await session.scalars(denied))
    due = [line for line in lines if _alarms(line, calendar) and line.day.student.id not in doubted]
    if due and await _are_held_back(session, now.date()):
        due = []
    await _owe(session, due, _alert, calendar.rules, now=now)
    keys = {line.key for line in due}
    settled = [line for line in lines if line.key not in keys]
    await withdraw(session, [line.key for line in settled], now=now)
    await _correct_what_left(session, settled, calendar.rules, now=now)


def _alarms(line: _Line, calendar: SchoolCalendar) -> bool:
    """Nobody is alarmed about a day without school, nor after an emergency has sent everybody home."""
    school_class = line.day.school_class
    return is_unexplained(line.day.events) and calendar.is_open_at(line.now, school_class.grade, school_class.id)


async def _are_held_back(session: AsyncSession, on: date) -> bool:
    """Whether there were so many that a person is asked first, and has not said to send them."""
    sends = (await session.execute(select(MassAlert.send).where(MassAlert.on_date == on))).one_or_none()
    return sends is not None and not sends.send


async def _lines(session: AsyncSession, students: Select[Student], now: datetime) -> Sequence[_Line]:
    days = {day.student.id: day for day in await days_of(session, students, now.date())}
    account = and_(TelegramAccount.person_id == Guardian.person_id, is_reachable())
    guardians = await session.execute(
        select(Guardian, TelegramAccount.telegram_id)
        .outerjoin(TelegramAccount, account)
        .where(
            Guardian.student_id.in_(days),
            Guardian.left_at.is_(None),
            or_(Guardian.phone.is_not(None), TelegramAccount.id.is_not(None)),
        )
        .order_by(Guardian.id)
    )
    return [_Line(days[guardian.student_id], guardian, chat, now) for guardian, chat in guardians]


async def _owe(
    session: AsyncSession,
    lines: Sequence[_Line],
    written: Callable[[_Line, SchoolRules], Debt],
    rules: SchoolRules,
    *,
    now: datetime,
) -> None:
    for channel in Channel:
        debts = [written(line, rules) for line in lines if line.channel is channel]
        if debts:
            await owe(session, channel, *debts, now=now)


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
    await _owe(session, [untrue[key] for key in gone], _correction, rules, now=now)


def _alert(line: _Line, rules: SchoolRules) -> Debt:
    return Debt(
        recipient=line.recipient,
        body=_alert_words(line, rules),
        dedupe_key=line.key,
        not_before=after_quiet_hours(line.now + timedelta(minutes=rules.alert_hold_minutes), rules),
        expires_at=_end_of_day(line.now),
        student_id=line.day.student.id,
    )


def _correction(line: _Line, rules: SchoolRules) -> Debt:
    return Debt(
        recipient=line.recipient,
        body=_correction_words(line, rules),
        dedupe_key=line.correction_key,
        not_before=after_quiet_hours(line.now, rules),
        student_id=line.day.student.id,
    )


def _alert_words(line: _Line, rules: SchoolRules) -> str:
    about = (line.day.student.name, line.day.school_class.name, line.now.date())
    if line.channel is Channel.TELEGRAM:
        return guardian_messages.alert(*about)
    return sms.alert_alfa(*about, rules.school_name, template=rules.sms_text_alert)


def _correction_words(line: _Line, rules: SchoolRules) -> str:
    about = (line.day.student.name, line.day.school_class.name, line.now.date())
    reason = line.day.status.reason
    letter = reason.value if reason else None
    if line.channel is Channel.TELEGRAM:
        return guardian_messages.alert_correction(*about, letter)
    return sms.alert_correction(*about, letter, rules.school_name, template=rules.sms_text_correction)


def _end_of_day(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
