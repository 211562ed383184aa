"""Taking over a machine's export as scans: by the rule of the gate, once each, however often the file comes."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome
from core.check_ins import check_in_all
from core.incoming_scans import Incoming, Moment
from core.machines.export import OLDEST_ROW, BadRow, Export, ExportRow, Flaw
from core.machines.numbers import NumberHolder, holders_in_machine, one_of
from db.models import Scan

IN_ONE_TRANSACTION = 500
"""Scans: short enough that a gate, which wants to record the same people, does not wait for us."""


@dataclass(frozen=True, slots=True)
class MachineScans:
    """What an export comes to, in the order of time; `bad_rows` in the order of the file."""

    scans: Sequence[Incoming]
    bad_rows: Sequence[BadRow]

    def pieces(self) -> Iterator[Sequence[Incoming]]:
        """Each for a transaction of its own. What is interrupted between two is finished by taking the file again."""
        left = iter(self.scans)
        while piece := list(islice(left, IN_ONE_TRANSACTION)):
            yield piece


async def plan_scans(session: AsyncSession, export: Export, *, machine: str, now: datetime) -> MachineScans:
    """Find out whom the rows mean. Needs a session that sees the whole school."""
    holders = await holders_in_machine(session, machine, {row.number for row in export.rows})
    unknown = [BadRow(row.place, Flaw.UNKNOWN_NUMBER, row.number) for row in export.rows if row.number not in holders]
    scans = {
        one.moment.nonce: one
        for row in export.rows
        if row.number in holders
        for one in [_incoming(row, holders[row.number], machine, now)]
    }
    return MachineScans(list(scans.values()), sorted([*export.bad_rows, *unknown], key=lambda bad: bad.place))


async def count_recorded(session: AsyncSession, piece: Sequence[Incoming]) -> int:
    """How many of these have been taken over before."""
    nonces = one_of([one.moment.nonce for one in piece])
    return await session.scalar(select(func.count(Scan.id)).where(Scan.nonce == nonces)) or 0


async def import_scans(session: AsyncSession, piece: Sequence[Incoming]) -> Counter[Outcome]:
    """Record what is not recorded yet; return what became of all of them, earlier times included."""
    done = await check_in_all(session, piece)
    return Counter(answer.verdict.outcome for answer in done.values())


def _incoming(row: ExportRow, holder: NumberHolder, machine: str, now: datetime) -> Incoming:
    moment = Moment(_nonce(machine, row), row.at, now, OLDEST_ROW)
    return Incoming(moment, student_id=holder.student_id, person_id=holder.person_id)


def _nonce(machine: str, row: ExportRow) -> str:
    """The same for the same row of any export. The colon keeps it apart from every nonce that a station may send."""
    told = f"{machine}\n{row.number}\n{row.at.isoformat()}"
    return f"machine:{hashlib.sha256(told.encode()).hexdigest()[:40]}"
