"""Contradictions are settled like alerts: each look compares what contradicts now with what is stored.

So it is right after any event in any order, and again when done twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import contradiction_notices, cut_classes
from core.contradiction_facts import Found, contradictions_now
from db.models import Contradiction, ContradictionKind

_Key = tuple[int, ContradictionKind]


async def find_contradictions(session: AsyncSession, *, now: datetime) -> None:
    """Store and tell what is new today, withdraw what has vanished."""
    found = await contradictions_now(session, now=now)
    fresh = await _store(session, {(one.student_id, one.what.kind): one for one in found}, now)
    by_class: dict[int, list[int]] = defaultdict(list)
    for row in fresh:
        by_class[row.school_class_id].append(row.id)
    for school_class_id in by_class:
        await contradiction_notices.tell_of_found(session, school_class_id, found_at=now, now=now)
    if fresh:
        await cut_classes.warn(session, [row.student_id for row in fresh], now=now)


async def _store(session: AsyncSession, found: Mapping[_Key, Found], now: datetime) -> Sequence[Contradiction]:
    """Returns what has to be told: new ones, and ones that live again."""
    rows = await session.scalars(
        select(Contradiction).where(Contradiction.on_date == now.date()).order_by(Contradiction.id).with_for_update()
    )
    stored = {(row.student_id, row.kind): row for row in rows}
    alive_again = [row for key, row in stored.items() if _bring_up_to_date(row, found.get(key), now)]
    await session.flush()
    return [*alive_again, *await _insert(session, [one for key, one in found.items() if key not in stored], now)]


def _bring_up_to_date(row: Contradiction, found: Found | None, now: datetime) -> bool:
    """Whether an unsettled contradiction that was withdrawn lives again."""
    if row.settled_at is not None:
        return False
    if found is None:
        row.withdrawn_at = row.withdrawn_at or now
        return False
    row.said, row.came_at = found.what.said, found.came_at
    if row.withdrawn_at is None:
        return False
    row.withdrawn_at, row.found_at = None, now
    return True


async def _insert(session: AsyncSession, found: Sequence[Found], now: datetime) -> Sequence[Contradiction]:
    """Another scheduler may have been a moment faster: then that one tells."""
    if not found:
        return []
    values = [
        {
            "student_id": one.student_id,
            "school_class_id": one.school_class_id,
            "on_date": now.date(),
            "kind": one.what.kind,
            "said": one.what.said,
            "came_at": one.came_at,
            "found_at": now,
        }
        for one in found
    ]
    statement = insert(Contradiction).values(values).on_conflict_do_nothing().returning(Contradiction)
    return (await session.scalars(statement)).all()
