"""A scan may change what others of that day meant: an earlier one that is delivered later, or a leaving after one that
was early. The day is decided again, in the order of time. The scans stay; the verdicts that hold no longer are kept
beside them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Verdict
from core.arrival_rest import decide_day
from core.decided_scans import Decided
from db.models import Scan, SupersededVerdict

_Day = tuple[int | None, int | None, date]


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded scan that means something else than before."""

    before: Any
    verdict: Verdict
    at: datetime

    @property
    def kept(self) -> Mapping[str, object]:
        """The row of `superseded_verdicts`."""
        before = self.before
        return {
            "scan_id": before.id,
            "superseded_at": self.at,
            "direction": before.direction,
            "outcome": before.outcome,
            "counts": before.counts,
            "minutes_late": before.minutes_late,
        }


async def supersede(session: AsyncSession, displacing: Sequence[Decided]) -> Sequence[Change]:
    """Decide the days of these again, at most one for a person and day. What counts from now on waits for `let_count`:
    the place may still be taken.
    """
    recorded = await _recorded(session, displacing)
    changes = [change for one in displacing for change in _changes(one, recorded[one.whose_day])]
    if changes:
        await session.execute(insert(SupersededVerdict), [change.kept for change in changes])
        await session.execute(update(Scan), [_columns(change) for change in changes])
    return changes


async def let_count(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Once the displacing ones are recorded. Raises IntegrityError where another transaction was faster."""
    counting = [change.before.id for change in changes if change.verdict.counts]
    if counting:
        await session.execute(update(Scan).where(Scan.id.in_(counting)).values(counts=True))


async def _recorded(session: AsyncSession, displacing: Sequence[Decided]) -> Mapping[_Day | None, Sequence[Any]]:
    """The scans of those days that were not refused, in the order of time; nobody else changes them meanwhile."""
    days = {one.whose_day for one in displacing if one.whose_day is not None}
    pupils, staff = {student for student, _, _ in days}, {person for _, person, _ in days}
    rows = await session.execute(
        select(
            Scan.id,
            Scan.student_id,
            Scan.person_id,
            Scan.on_date,
            Scan.scanned_at,
            Scan.asked,
            Scan.direction,
            Scan.outcome,
            Scan.counts,
            Scan.minutes_late,
        )
        .where(
            Scan.on_date.in_({on for *_, on in days}),
            or_(Scan.student_id.in_(pupils - {None}), Scan.person_id.in_(staff - {None})),
            Scan.direction.is_not(None),
        )
        .order_by(Scan.scanned_at, Scan.id)
        .with_for_update()
    )
    found: dict[_Day | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.student_id, row.person_id, row.on_date].append(row)
    return found


def _changes(one: Decided, rows: Sequence[Any]) -> Sequence[Change]:
    moment, asked = one.incoming.moment, one.incoming.asked
    zone = moment.received_at.tzinfo
    before = [row for row in rows if row.scanned_at <= moment.recorded_at]
    after = rows[len(before) :]
    verdicts = decide_day(
        one.known.facts,
        [
            *((row.scanned_at.astimezone(zone), row.direction) for row in before),  # nothing turns what came before
            (moment.recorded_at, asked),
            *((row.scanned_at.astimezone(zone), row.asked) for row in after),
        ],
    )
    del verdicts[len(before)]
    return [
        Change(row, verdict, moment.received_at)
        for row, verdict in zip((*before, *after), verdicts, strict=True)
        if (row.direction, row.counts) != (verdict.direction, verdict.counts)
    ]


def _columns(change: Change) -> Mapping[str, object]:
    verdict = change.verdict
    return {
        "id": change.before.id,
        "direction": verdict.direction,
        "outcome": verdict.outcome.value,
        "minutes_late": verdict.minutes_late,
        "counts": False,
    }
