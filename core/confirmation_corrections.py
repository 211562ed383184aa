"""A confirmation called somebody late who was not, or gone who had not: an earlier arrival, or a later leaving, counts
since. What has not left is withdrawn and said anew; what has gone is followed by one message that sets it right.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.arrival import SAME_VISIT, Outcome
from core.confirmations import STALE, USELESS_AFTER, as_told, key_begins
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
"""What was owed, and the scan that counts now."""


async def correct_confirmations(session: AsyncSession, *, now: datetime) -> None:
    """Each message once, until what it was set right to changes in its turn. Needs the sight of the school."""
    counting = (await session.execute(_set_right(now))).all()
    if not counting:
        return
    wrong = await _wrong(session, counting, now)
    by_sms = [one for one in wrong if one[0].channel is Channel.SMS]
    by_sms = by_sms[: max(await room_for_bulk(session, now=now), 0)]
    by_telegram = [one for one in wrong if one[0].channel is Channel.TELEGRAM]
    await withdraw(session, [message.dedupe_key for message, _ in (*by_sms, *by_telegram)], now=now)
    rules = await school_rules(session)
    await owe(session, Channel.SMS, *(_debt(*one, rules, now) for one in by_sms), now=now)
    await owe(session, Channel.TELEGRAM, *(_debt(*one, rules, now) for one in by_telegram), now=now)
    for message, scan in (*by_sms, *by_telegram):
        message.extras = {**message.extras, **as_told(scan, now)}


def _set_right(now: datetime) -> Select[*tuple[Any, ...]]:
    """Today's scans that within the last hour took the place of an arrival with another lateness, or of an early
    leaving.
    """
    before, scan = aliased(Scan), aliased(Scan)
    same = or_(scan.student_id == before.student_id, scan.person_id == before.person_id)
    was = SupersededVerdict
    return (
        select(
            scan.student_id,
            scan.person_id,
            scan.direction,
            scan.scanned_at,
            scan.minutes_late,
            func.coalesce(Student.name, Person.name).label("name"),
            SchoolClass.name.label("place"),
        )
        .select_from(was)
        .join(before, before.id == was.scan_id)
        .join(scan, and_(same, scan.on_date == before.on_date, scan.direction == was.direction, scan.counts))
        .outerjoin(Student, Student.id == scan.student_id)
        .outerjoin(Person, Person.id == scan.person_id)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(now.date())))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            was.superseded_at > now - STALE,
            was.counts,
            or_(
                and_(was.direction == Direction.IN, was.minutes_late.is_distinct_from(scan.minutes_late)),
                was.outcome == Outcome.EARLY_OUT.value,
            ),
            before.on_date == now.date(),
        )
    )


async def _wrong(session: AsyncSession, counting: Sequence[Any], now: datetime) -> list[_Wrong]:
    """Confirmations that say otherwise than these scans. What a courier holds is looked at a minute later."""
    found = []
    for direction in Direction:
        scans = [one for one in counting if one.direction is direction]
        told = await _told(session, scans, key_begins(now.date(), direction), now)
        found += [(message, scan) for message, scan in told if _says_otherwise(message, scan)]
    return found


async def _told(session: AsyncSession, scans: Sequence[Any], key: str, now: datetime) -> list[_Wrong]:
    pupils = {one.student_id: one for one in scans if one.student_id is not None}
    staff = {f"{key}:{one.person_id}:{one.person_id}": one for one in scans if one.person_id is not None}
    messages = await session.scalars(
        select(OutboxMessage)
        .where(
            or_(OutboxMessage.student_id.in_(pupils), OutboxMessage.dedupe_key.in_(staff)),
            OutboxMessage.dedupe_key.startswith(key),
            OutboxMessage.given_up_at.is_(None),
            OutboxMessage.withdrawn_at.is_(None),
            or_(_has_gone(), OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
        )
        .order_by(OutboxMessage.id)
    )
    return [(message, pupils.get(message.student_id) or staff[message.dedupe_key]) for message in messages]


def _says_otherwise(message: OutboxMessage, scan: Any) -> bool:
    """Nobody who heard of a leaving is told of another one in the same half hour."""
    if scan.direction is Direction.IN:
        return bool(message.extras["minutes_late"] != scan.minutes_late)
    return bool(abs(scan.scanned_at - _told_at(message)) >= SAME_VISIT)


def _told_at(message: OutboxMessage) -> datetime:
    return datetime.fromisoformat(message.extras["at"])


def _has_gone() -> ColumnElement[bool]:
    return or_(OutboxMessage.sent_at.is_not(None), OutboxMessage.unknown_at.is_not(None))


def _debt(message: OutboxMessage, scan: Any, rules: SchoolRules, now: datetime) -> Debt:
    leaves = after_quiet_hours(now, rules)
    return Debt(
        recipient=message.recipient,
        body=_words(message, scan, rules, now),
        dedupe_key=f"corrected-{message.dedupe_key}:{scan.scanned_at.astimezone(now.tzinfo):%H%M}",
        urgency=BULK,
        not_before=leaves,
        expires_at=leaves + USELESS_AFTER,
        student_id=message.student_id,
    )


def _words(message: OutboxMessage, scan: Any, rules: SchoolRules, now: datetime) -> str:
    at, late = scan.scanned_at.astimezone(now.tzinfo), scan.minutes_late
    was_told = message.sent_at is not None or message.unknown_at is not None
    by_telegram, school = message.channel is Channel.TELEGRAM, rules.school_name
    if scan.direction is Direction.OUT:
        instead_of = _told_at(message) if was_told else None
        if by_telegram:
            return gate.leaving_set_right(scan.name, scan.place, at, instead_of=instead_of)
        return sms.leaving_set_right(scan.name, scan.place or "", at, school, instead_of=instead_of)
    if by_telegram:
        return gate.arrival_set_right(scan.name, scan.place, at, minutes_late=late, was_told=was_told)
    return sms.arrival_set_right(scan.name, scan.place or "", at, school, minutes_late=late, was_told=was_told)
