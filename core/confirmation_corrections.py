"""A confirmation called somebody late who was not: an earlier arrival has been delivered since. What has not left is
withdrawn and said anew; what has gone is followed by one message that sets it right.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.confirmations import ARRIVAL_KEY, STALE, USELESS_AFTER
from core.outbox import BULK, Debt, owe, withdraw
from core.policy import member_on
from core.quiet_hours import after_quiet_hours
from core.school_rules import SchoolRules, school_rules
from core.sms_budget import room_for_bulk
from core.wording import gate, sms
from db.models import (
    Channel,
    ClassMembership,
    Direction,
    OutboxMessage,
    Person,
    Scan,
    SchoolClass,
    Student,
    SupersededVerdict,
)

_Wrong = tuple[OutboxMessage, Any]
"""What was owed, and the arrival that counts now."""


async def correct_confirmations(session: AsyncSession, *, now: datetime) -> None:
    """Needs the sight of the school."""
    arrivals = (await session.execute(_set_right(now))).all()
    if not arrivals:
        return
    wrong = await _wrong(session, arrivals, now)
    by_sms = [one for one in wrong if one[0].channel is Channel.SMS]
    by_sms = by_sms[: max(await room_for_bulk(session, now=now), 0)]
    by_telegram = [one for one in wrong if one[0].channel is Channel.TELEGRAM]
    await withdraw(session, [message.dedupe_key for message, _ in (*by_sms, *by_telegram)], now=now)
    rules = await school_rules(session)
    await owe(session, Channel.SMS, *(_debt(*one, rules, now) for one in by_sms), now=now)
    await owe(session, Channel.TELEGRAM, *(_debt(*one, rules, now) for one in by_telegram), now=now)


def _set_right(now: datetime) -> Select[int | None, int | None, datetime, int | None, str, str]:
    """Today's arrivals that took the place of one with another lateness within the last hour."""
    late, arrival = aliased(Scan), aliased(Scan)
    same = or_(arrival.student_id == late.student_id, arrival.person_id == late.person_id)
    return (
        select(
            arrival.student_id,
            arrival.person_id,
            arrival.scanned_at,
            arrival.minutes_late,
            func.coalesce(Student.name, Person.name).label("name"),
            SchoolClass.name.label("place"),
        )
        .select_from(SupersededVerdict)
        .join(late, late.id == SupersededVerdict.scan_id)
        .join(
            arrival,
            and_(same, arrival.on_date == late.on_date, arrival.direction == Direction.IN, arrival.counts),
        )
        .outerjoin(Student, Student.id == arrival.student_id)
        .outerjoin(Person, Person.id == arrival.person_id)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(now.date())))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            SupersededVerdict.superseded_at > now - STALE,
            SupersededVerdict.counts,
            SupersededVerdict.direction == Direction.IN,
            SupersededVerdict.minutes_late.is_distinct_from(arrival.minutes_late),
            late.on_date == now.date(),
        )
    )


async def _wrong(session: AsyncSession, arrivals: Sequence[Any], now: datetime) -> list[_Wrong]:
    """Confirmations of these arrivals that name another lateness. What a courier holds is looked at a minute later."""
    of_today = ARRIVAL_KEY.format(on=now.date())
    pupils = {one.student_id: one for one in arrivals if one.student_id is not None}
    staff = {f"{of_today}:{one.person_id}:{one.person_id}": one for one in arrivals if one.person_id is not None}
    messages = await session.scalars(
        select(OutboxMessage)
        .where(
            or_(OutboxMessage.student_id.in_(pupils), OutboxMessage.dedupe_key.in_(staff)),
            OutboxMessage.dedupe_key.startswith(of_today),
            OutboxMessage.given_up_at.is_(None),
            OutboxMessage.withdrawn_at.is_(None),
            or_(_has_gone(), OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
        )
        .order_by(OutboxMessage.id)
    )
    found = [(message, pupils.get(message.student_id) or staff[message.dedupe_key]) for message in messages]
    return [(message, one) for message, one in found if message.extras.get("minutes_late") != one.minutes_late]


def _has_gone() -> ColumnElement[bool]:
    return or_(OutboxMessage.sent_at.is_not(None), OutboxMessage.unknown_at.is_not(None))


def _debt(message: OutboxMessage, arrival: Any, rules: SchoolRules, now: datetime) -> Debt:
    leaves = after_quiet_hours(now, rules)
    return Debt(
        recipient=message.recipient,
        body=_words(message, arrival, rules, now),
        dedupe_key=f"corrected-{message.dedupe_key}",
        urgency=BULK,
        not_before=leaves,
        expires_at=leaves + USELESS_AFTER,
        student_id=message.student_id,
    )


def _words(message: OutboxMessage, arrival: Any, rules: SchoolRules, now: datetime) -> str:
    at, late = arrival.scanned_at.astimezone(now.tzinfo), arrival.minutes_late
    was_told = message.sent_at is not None or message.unknown_at is not None
    if message.channel is Channel.TELEGRAM:
        return gate.arrival_set_right(arrival.name, arrival.place, at, minutes_late=late, was_told=was_told)
    return sms.arrival_set_right(
        arrival.name, arrival.place or "", at, rules.school_name, minutes_late=late, was_told=was_told
    )
