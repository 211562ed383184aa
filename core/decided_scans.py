"""A scan between the verdict on it and its row. Pure."""

from dataclasses import dataclass
from datetime import date

from core.arrival import Outcome, Verdict
from core.gate_facts import Known
from core.incoming_scans import Incoming
from db.models import Direction


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
        """Of what one look takes one: the counting scans of a person and day, since each may turn the others. Those
        that do not count stand for themselves alone.
        """
        holder, moment = self.known.holder, self.incoming.moment
        if holder is None or not self.verdict.counts:
            return (moment.nonce,)
        return holder.student_id, holder.person_id, moment.on

    @property
    def precedence(self) -> tuple[bool, float]:
        """In the order of these one takes a place before others that were decided without it: the earliest, but of
        early leavings the last.
        """
        at = self.incoming.moment.recorded_at.timestamp()
        is_early = self.verdict.outcome is Outcome.EARLY_OUT
        return is_early, -at if is_early else at

    @property
    def whose_day(self) -> tuple[int | None, int | None, date] | None:
        """The person and the day; None for nobody's."""
        holder = self.known.holder
        return (holder.student_id, holder.person_id, self.incoming.moment.on) if holder else None

    @property
    def displaces(self) -> bool:
        """It counts, and so far another one did in its place; or, an arrival, it turns what else was read that day."""
        facts, direction = self.known.facts, self.verdict.direction
        if not self.verdict.counts or direction is None:
            return False
        return facts.counted_at(direction) is not None or (direction is Direction.IN and facts.out_at is not None)
