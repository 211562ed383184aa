"""Writing scans down: many of them in one statement, none of them twice."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import JSON, Boolean, Date, DateTime, Executable, Integer, String, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.decided_scans import Decided
from core.gate_reading import rows_of
from core.superseding import let_count, supersede
from db.models import Scan


def one_for_each_place(decided: Sequence[Decided]) -> Sequence[Decided]:
    """Of those that would count for a person and day, the first to; the next look shows it to the others."""
    found: dict[tuple[object, ...], Decided] = {}
    for one in sorted(decided, key=lambda one: one.precedence):
        found.setdefault(one.place, one)
    return list(found.values())


async def record(session: AsyncSession, decided: Sequence[Decided]) -> Collection[str]:
    """Append the scans; return the nonces of those before which no other transaction got there."""
    displacing = {one.whose_day: one for one in reversed(decided) if one.displaces}
    if not displacing:
        return await _append(session, decided)
    # Whose day is decided again has no other scan in this look: the next one sees what became of that day.
    alone = [one for one in decided if displacing.get(one.whose_day, one) is one]
    try:
        async with session.begin_nested() as attempt:
            changes = await supersede(session, list(displacing.values()))
            recorded = await _append(session, alone)
            if not recorded >= {one.nonce for one in displacing.values()}:
                await attempt.rollback()  # or a scan would have made room for nothing
                return ()
            await let_count(session, changes)
    except IntegrityError:
        return ()  # a scan that came in meanwhile counts where one of these should: look again
    return recorded


async def _append(session: AsyncSession, decided: Sequence[Decided]) -> set[str]:
    if not decided:
        return set()
    return set(await session.scalars(_APPEND, {"rows": [_row(one) for one in decided]}))


def _appending() -> Executable:
    rows = rows_of(
        bindparam("rows", type_=JSON()),
        nonce=String(),
        station_id=Integer(),
        card_id=Integer(),
        student_id=Integer(),
        person_id=Integer(),
        on_date=Date(),
        scanned_at=DateTime(timezone=True),
        received_at=DateTime(timezone=True),
        asked=String(),
        direction=String(),
        outcome=String(),
        counts=Boolean(),
        minutes_late=Integer(),
        entered_by=Integer(),
        why=String(),
        unmeasured=Boolean(),
    )
    # In one order everywhere: two rounds at once wait for each other instead of locking each other out.
    ordered = select(rows).order_by(rows.c.student_id, rows.c.person_id, rows.c.nonce)
    scans = Scan.metadata.tables[Scan.__tablename__]
    return insert(scans).from_select(list(rows.c.keys()), ordered).on_conflict_do_nothing().returning(scans.c.nonce)


_APPEND = _appending()


def _row(one: Decided) -> Mapping[str, object]:
    incoming, holder, verdict = one.incoming, one.known.holder, one.verdict
    return {
        "nonce": one.nonce,
        "station_id": incoming.station_id,
        "card_id": one.known.card_id,
        "student_id": holder and holder.student_id,
        "person_id": holder and holder.person_id,
        "on_date": incoming.moment.on.isoformat(),
        "scanned_at": incoming.moment.recorded_at.isoformat(),
        "received_at": incoming.moment.received_at.isoformat(),
        "asked": incoming.asked and incoming.asked.value,
        "direction": verdict.direction and verdict.direction.value,
        "outcome": verdict.outcome.value,
        "counts": verdict.counts,
        "minutes_late": verdict.minutes_late,
        "entered_by": incoming.entered_by,
        "why": incoming.why,
        "unmeasured": incoming.moment.unmeasured,
    }
