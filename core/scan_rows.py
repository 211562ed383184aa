"""Writing scans down: many of them in one statement, none of them twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, String, TableValuedAlias, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome, Verdict
from core.gate_facts import Known
from core.gate_reading import rows_of
from core.incoming_scans import Incoming
from db.models import Scan


@dataclass(frozen=True, slots=True)
class Decided:
    """A scan, what was known of it, and the verdict on it."""

    incoming: Incoming
    known: Known
    verdict: Verdict

    @property
    def nonce(self) -> str:
        return self.incoming.moment.nonce

    @property
    def place(self) -> tuple[object, ...]:
        """What there is one of: the counting scan of a person, day and direction. Others stand for themselves alone."""
        holder, moment = self.known.holder, self.incoming.moment
        if holder is None or not self.verdict.counts:
            return (moment.nonce,)
        return holder.student_id, holder.person_id, moment.on, self.verdict.direction

    @property
    def displaces(self) -> bool:
        """It counts, and so far a later scan did."""
        direction = self.verdict.direction
        return self.verdict.counts and direction is not None and self.known.facts.counted_at(direction) is not None


def one_for_each_place(decided: Sequence[Decided]) -> Sequence[Decided]:
    """Of those that would count in the same place, the earliest; the next look shows it to the others."""
    found: dict[tuple[object, ...], Decided] = {}
    for one in sorted(decided, key=lambda one: one.incoming.moment.recorded_at):
        found.setdefault(one.place, one)
    return list(found.values())


async def record(session: AsyncSession, decided: Sequence[Decided]) -> Collection[str]:
    """Append the scans; return the nonces of those before which no other transaction got there."""
    displacing = [one for one in decided if one.displaces]
    if not displacing:
        return await _append(session, decided)
    async with session.begin_nested() as attempt:
        await _step_back(session, displacing)
        recorded = await _append(session, decided)
        if not recorded >= {one.nonce for one in displacing}:  # or a scan would have made room for nothing
            await attempt.rollback()
            return ()
    return recorded


async def _append(session: AsyncSession, decided: Sequence[Decided]) -> set[str]:
    if not decided:
        return set()
    rows = _rows(decided)
    # In one order everywhere: two rounds at once wait for each other instead of locking each other out.
    ordered = select(rows).order_by(rows.c.student_id, rows.c.person_id, rows.c.nonce)
    recorded = await session.scalars(
        insert(Scan).from_select(list(rows.c.keys()), ordered).on_conflict_do_nothing().returning(Scan.nonce)
    )
    return set(recorded)


async def _step_back(session: AsyncSession, decided: Sequence[Decided]) -> None:
    """Later scans, which counted so far, make room."""
    rows = _rows(decided)
    await session.execute(
        update(Scan)
        .where(
            or_(Scan.student_id == rows.c.student_id, Scan.person_id == rows.c.person_id),
            Scan.on_date == rows.c.on_date,
            Scan.direction == rows.c.direction,
            Scan.counts,
            Scan.scanned_at > rows.c.scanned_at,
        )
        .values(counts=False, outcome=Outcome.AGAIN.value, minutes_late=None)
        .execution_options(synchronize_session=False)
    )


def _rows(decided: Sequence[Decided]) -> TableValuedAlias:
    return rows_of(
        literal([_row(one) for one in decided], JSON()),
        nonce=String(),
        station_id=Integer(),
        card_id=Integer(),
        student_id=Integer(),
        person_id=Integer(),
        on_date=Date(),
        scanned_at=DateTime(timezone=True),
        received_at=DateTime(timezone=True),
        direction=String(),
        outcome=String(),
        counts=Boolean(),
        minutes_late=Integer(),
        entered_by=Integer(),
        why=String(),
        unmeasured=Boolean(),
    )


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
        "direction": verdict.direction and verdict.direction.value,
        "outcome": verdict.outcome.value,
        "counts": verdict.counts,
        "minutes_late": verdict.minutes_late,
        "entered_by": incoming.entered_by,
        "why": incoming.why,
        "unmeasured": incoming.moment.unmeasured,
    }
