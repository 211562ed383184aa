"""A scan between the verdict on it and its row. Pure."""

from dataclasses import dataclass
from datetime import date

from core.arrival import Verdict
from core.gate_facts import Known
from core.incoming_scans import Incoming


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
    def whose_day(self) -> tuple[int | None, int | None, date] | None:
        """The person and the day; None for nobody's."""
        holder = self.known.holder
        return (holder.student_id, holder.person_id, self.incoming.moment.on) if holder else None

    @property
    def displaces(self) -> bool:
        """It counts, and so far a later scan did."""
        direction = self.verdict.direction
        return self.verdict.counts and direction is not None and self.known.facts.counted_at(direction) is not None
