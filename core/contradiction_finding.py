"""Contradictions are settled like alerts: each look compares what contradicts now with what is stored.

So it is right after any event in any order, and again when done twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import contradiction_notices, cut_classes
from core.contradiction_facts import Found, contradictions_of
from core.contradictions import SETTLED_WITH
from db.models import Contradiction, ContradictionKind, Correction, GuardianNotice, Scan

LOOK_BACK = timedelta(days=7)
_DAY = timedelta(days=1)

_Key = tuple[int, ContradictionKind]


async def find_contradictions(session: AsyncSession, *, now: datetime) -> None:
    """Store and tell what is new today, withdraw what has vanished."""
    await _look_at(session, now.date(), now)


async def find_late_contradictions(session: AsyncSession, *, now: datetime) -> None:
    """The same for days of the last week about which something came in only today: a station was without network, a
    machine's export was taken over, a day was set right. Nobody is called missing at the gate on a day that is over:
    more of its scans may be on their way.
    """
    for on in sorted(await _days_told_late(session, now)):
        await _look_at(session, on, now)


async def _days_told_late(session: AsyncSession, now: datetime) -> set[date]:
    today, midnight = now.date(), datetime.combine(now.date(), time(), now.tzinfo)
    first = today - LOOK_BACK
    scans = select(Scan.on_date).where(
        Scan.on_date.between(first, today - _DAY), Scan.received_at >= midnight, Scan.counts
    )
    corrections = select(Correction.on_date).where(
        Correction.on_date.between(first, today - _DAY), Correction.corrected_at >= midnight
    )
    notices = await session.execute(
        select(GuardianNotice.first_day, GuardianNotice.last_day).where(
            GuardianNotice.first_day < today,
            GuardianNotice.last_day >= first,
            or_(GuardianNotice.received_at >= midnight, GuardianNotice.decided_at >= midnight),
        )
    )
    told = set(await session.scalars(union(scans, corrections)))
    week = [first + n * _DAY for n in range(LOOK_BACK.days)]
    return told | {day for begins, ends in notices for day in week if begins <= day <= ends}


async def _look_at(session: AsyncSession, on: date, now: datetime) -> None:
    found = await contradictions_of(session, on, now=now)
    fresh = await _store(session, on, {(one.student_id, one.what.kind): one for one in found}, now)
    by_class: dict[int, list[int]] = defaultdict(list)
    for row in fresh:
        by_class[row.school_class_id].append(row.id)
    for school_class_id in by_class:
        await contradiction_notices.tell_of_found(session, school_class_id, on, found_at=now, now=now)
    if fresh:
        await cut_classes.warn(session, [row.student_id for row in fresh], now=now)


async def _store(
    session: AsyncSession, on: date, found: Mapping[_Key, Found], now: datetime
) -> Sequence[Contradiction]:
    """Returns what has to be told: new ones, and ones that live again."""
    rows = await session.scalars(
        select(Contradiction).where(Contradiction.on_date == on).order_by(Contradiction.id).with_for_update()
    )
    stored = {(row.student_id, row.kind): row for row in rows}
    alive_again = [row for key, row in stored.items() if _bring_up_to_date(row, found.get(key), now)]
    await session.flush()
    settled = {key for key, row in stored.items() if row.settled_at is not None}
    new = [
        one
        for key, one in found.items()
        if key not in stored
        and (on == now.date() or one.what.kind is not ContradictionKind.NEVER_SCANNED)
        and (one.student_id, SETTLED_WITH.get(one.what.kind)) not in settled
    ]
    return [*alive_again, *await _insert(session, on, new, now)]


def _bring_up_to_date(row: Contradiction, found: Found | None, now: datetime) -> bool:
    """Whether an unsettled contradiction that was withdrawn lives again."""
    if row.settled_at is not None:
        return False
    if found is None:
        row.withdrawn_at = row.withdrawn_at or now
        return False
    row.said, row.came_at, row.left_at = found.what.said, found.came_at, found.left_at
    if row.withdrawn_at is None:
        return False
    row.withdrawn_at, row.found_at = None, now
    return True


async def _insert(session: AsyncSession, on: date, found: Sequence[Found], now: datetime) -> Sequence[Contradiction]:
    """Another scheduler may have been a moment faster: then that one tells."""
    if not found:
        return []
    values = [
        {
            "student_id": one.student_id,
            "school_class_id": one.school_class_id,
            "on_date": on,
            "kind": one.what.kind,
            "said": one.what.said,
            "came_at": one.came_at,
            "left_at": one.left_at,
            "found_at": now,
        }
        for one in found
    ]
    statement = insert(Contradiction).values(values).on_conflict_do_nothing().returning(Contradiction)
    return (await session.scalars(statement)).all()
