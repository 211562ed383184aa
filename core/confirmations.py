"""Arrivals and leavings are confirmed: by Telegram to the pupil or teacher, and to guardians, who have linked an
account; by SMS to guardians where the school has switched that on.

A scan pays nothing for it. The scheduler looks, every minute, for scans that count and are not confirmed: two
statements for each kind, however many have come. Each person hears once of an arrival and once of a leaving.
"""

import enum
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, literal, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.arrival import Outcome
from core.outbox import BULK, Debt, owe
from core.policy import member_on
from core.recipients import is_reachable
from core.school_rules import school_rules
from core.sms_budget import room_for_bulk
from core.wording import gate, guardian_messages, sms
from db.models import (
    Channel,
    ClassMembership,
    ConfirmationChoice,
    Direction,
    Guardian,
    OutboxMessage,
    Person,
    Scan,
    SchoolClass,
    Student,
    TelegramAccount,
)

STALE = timedelta(hours=1)
"""A scan that is heard of later than this (a station was without network) is not confirmed: old news alarms."""
USELESS_AFTER = timedelta(hours=2)
"""What has not left by then is not sent any more; nobody phones because of it."""
_AT_ONCE = 1000  # rows of one statement; the rest follows a minute later


class Confirm(enum.StrEnum):
    """How far confirming goes; SMS comes on top of Telegram."""

    OFF = "off"
    TELEGRAM = "telegram"
    SMS = "sms"


_of_pupil = select(ConfirmationChoice.choice).where(ConfirmationChoice.student_id == ClassMembership.student_id)
_of_class = select(ConfirmationChoice.choice).where(
    ConfirmationChoice.school_class_id == ClassMembership.school_class_id
)


def of_pupil_or(rest: Confirm) -> ColumnElement[str]:
    """The own choice of the pupil of a `ClassMembership`, or this."""
    return func.coalesce(_of_pupil.scalar_subquery(), literal(rest.value))


def of_class_or(rule: Confirm) -> ColumnElement[str]:
    """The choice of the class of a `ClassMembership`, or this."""
    return func.coalesce(_of_class.scalar_subquery(), literal(rule.value))


def chosen(rule: Confirm) -> ColumnElement[str]:
    """What holds for the pupil of a `ClassMembership`: the pupil's own choice, the class's, or the school's rule."""
    return func.coalesce(_of_pupil.scalar_subquery(), _of_class.scalar_subquery(), literal(rule.value))


async def confirm_check_ins(session: AsyncSession, *, now: datetime) -> None:
    """Owe what is not owed yet. Needs the sight of the school."""
    rules = await school_rules(session)
    rule = Confirm(rules.check_in_confirmation)
    told = await session.execute(_for_accounts(rule, now).limit(_AT_ONCE))
    await owe(session, Channel.TELEGRAM, *(_by_telegram(row, now) for row in told), now=now)
    told = await session.execute(_for_guardians_accounts(rule, now).limit(_AT_ONCE))
    await owe(session, Channel.TELEGRAM, *(_by_telegram_to_guardian(row, now) for row in told), now=now)
    room = await room_for_bulk(session, now=now)
    if room > 0:
        told = await session.execute(_for_numbers(rule, now).limit(min(room, _AT_ONCE)))
        await owe(session, Channel.SMS, *(_by_sms(row, rules.school_name, now) for row in told), now=now)


def _for_accounts(rule: Confirm, now: datetime) -> Select[Any]:
    """Oneself: staff, and pupils, whatever task their account was linked for."""
    of_staff = and_(Scan.person_id.is_not(None), literal(rule.value) != Confirm.OFF.value)
    of_pupil = and_(Scan.student_id.is_not(None), chosen(rule) != Confirm.OFF.value)
    key = _key(now, Person.id)
    return (
        _unconfirmed(now)
        .add_columns(TelegramAccount.telegram_id, key.label("key"))
        .join(Person, or_(Person.id == Scan.person_id, Person.student_id == Scan.student_id))
        .join(TelegramAccount, and_(TelegramAccount.person_id == Person.id, is_reachable()))
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Scan.student_id, member_on(now.date())))
        .where(or_(of_staff, of_pupil), ~exists().where(OutboxMessage.dedupe_key == key))
    )


def _for_guardians_accounts(rule: Confirm, now: datetime) -> Select[Any]:
    return (
        _of_guardians(_key(now, Guardian.person_id), now)
        .add_columns(TelegramAccount.telegram_id)
        .join(TelegramAccount, and_(TelegramAccount.person_id == Guardian.person_id, is_reachable()))
        .where(chosen(rule) != Confirm.OFF.value)
    )


def _for_numbers(rule: Confirm, now: datetime) -> Select[Any]:
    return (
        _of_guardians(_key(now, Guardian.phone), now)
        .add_columns(Guardian.phone)
        .where(Guardian.phone.is_not(None), chosen(rule) == Confirm.SMS.value)
    )


def _of_guardians(key: ColumnElement[str], now: datetime) -> Select[Any]:
    return (
        _unconfirmed(now)
        .add_columns(Student.name, SchoolClass.name.label("place"), key.label("key"))
        .join(Student, Student.id == Scan.student_id)
        .join(Guardian, and_(Guardian.student_id == Student.id, Guardian.left_at.is_(None)))
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(now.date())))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(~exists().where(OutboxMessage.dedupe_key == key))
    )


def _unconfirmed(now: datetime) -> Select[int | None, Direction | None, datetime, int | None, bool]:
    return (
        select(
            Scan.student_id,
            Scan.direction,
            Scan.scanned_at,
            Scan.minutes_late,
            (Scan.outcome == Outcome.EARLY_OUT.value).label("early"),
        )
        .where(Scan.on_date == now.date(), Scan.counts, Scan.scanned_at > now - STALE)
        .order_by(Scan.id)
    )


def _key(now: datetime, to: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """One for a day, a direction, whose scan it is and who is told."""
    direction = type_coerce(Scan.direction, String)
    return func.concat(f"check-in:{now.date()}:", direction, ":", Scan.student_id, ":", Scan.person_id, ":", to)


def key_begins(on: date, direction: Direction) -> str:
    """How the dedupe keys of a day's arrivals or leavings begin, see `_key`."""
    return f"check-in:{on}:{direction.value}:"


def as_told(scan: Any, now: datetime) -> dict[str, Any]:
    """What is kept of a scan with the message that tells of it: another lateness, or another leaving, is set right."""
    return {"minutes_late": scan.minutes_late, "at": scan.scanned_at.astimezone(now.tzinfo).isoformat()}


def _by_telegram(row: Any, now: datetime) -> Debt:
    at = row.scanned_at.astimezone(now.tzinfo)
    body = gate.confirmed(at, leaving=row.direction is Direction.OUT, minutes_late=row.minutes_late, early=row.early)
    return _debt(str(row.telegram_id), body, row, now)


def _by_telegram_to_guardian(row: Any, now: datetime) -> Debt:
    body = guardian_messages.checked_in(
        row.name,
        row.place,
        row.scanned_at.astimezone(now.tzinfo),
        leaving=row.direction is Direction.OUT,
        minutes_late=row.minutes_late,
        early=row.early,
    )
    return _debt(str(row.telegram_id), body, row, now)


def _by_sms(row: Any, school: str, now: datetime) -> Debt:
    at = row.scanned_at.astimezone(now.tzinfo)
    leaving, late = row.direction is Direction.OUT, row.minutes_late
    body = sms.checked_in(row.name, row.place, at, school, leaving=leaving, minutes_late=late, early=row.early)
    return _debt(row.phone, body, row, now)


def _debt(recipient: str, body: str, row: Any, now: datetime) -> Debt:
    return Debt(
        recipient=recipient,
        body=body,
        dedupe_key=row.key,
        urgency=BULK,
        expires_at=now + USELESS_AFTER,
        student_id=row.student_id,
        extras=as_told(row, now),
    )
