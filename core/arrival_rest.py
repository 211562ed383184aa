"""What the rest of a day means once an earlier scan of it comes to be known. Pure, by the rule of `core.arrival`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.arrival import Facts, Verdict, decide
from db.models import Direction


def decide_rest(first: Facts, verdict: Verdict, later: Iterable[tuple[datetime, Direction | None]]) -> list[Verdict]:
    """What the scans after one that counts mean, now that it is known: each is decided with those before it.

    `first` and its `verdict`: the one that came to be known late. `later`: when the others were scanned, in the order
    of time, and which direction was asked for. They were not refused, whatever became of the card since.
    """
    known = replace(
        first,
        in_at=_before(first.in_at, first.scanned_at),
        out_at=_before(first.out_at, first.scanned_at),
        on=first.day.date(),
        revoked_at=None,
        valid_on=None,
    )
    known = _with(known, verdict)
    verdicts = []
    for scanned_at, asked in later:
        known = replace(known, scanned_at=scanned_at, received_at=scanned_at, asked=asked)
        verdicts.append(decide(known))
        known = _with(known, verdicts[-1])
    return verdicts


def _before(counted_at: datetime | None, moment: datetime) -> datetime | None:
    return counted_at if counted_at is not None and counted_at <= moment else None


def _with(facts: Facts, verdict: Verdict) -> Facts:
    """What is known once this scan counts."""
    if not verdict.counts:
        return facts
    is_in = verdict.direction is Direction.IN
    return replace(facts, in_at=facts.scanned_at) if is_in else replace(facts, out_at=facts.scanned_at)
