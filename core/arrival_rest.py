"""A person's day decided again, once a scan has come to be known that changes what others mean. Pure, by the rule of
`core.arrival`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.arrival import Facts, Outcome, Verdict, decide
from db.models import Direction


def decide_day(known: Facts, scans: Iterable[tuple[datetime, Direction | None]]) -> list[Verdict]:
    """What the scans of a day mean together: each is decided with those before it, and gives up its place to one that
    takes it.

    `known`: what else is known of the day, from any scan of it. `scans`: when they were, in the order of time, and
    which direction was asked for. They were not refused, whatever became of the card since.
    """
    facts = replace(known, in_at=None, out_at=None, on=known.day.date(), revoked_at=None, valid_on=None)
    verdicts: list[Verdict] = []
    counting: dict[Direction, int] = {}
    for scanned_at, asked in scans:
        facts = replace(facts, scanned_at=scanned_at, received_at=scanned_at, asked=asked)
        verdict = decide(facts)
        if verdict.counts and verdict.direction is not None:
            if verdict.direction in counting:
                verdicts[counting[verdict.direction]] = Verdict(Outcome.AGAIN, verdict.direction)
            counting[verdict.direction] = len(verdicts)
            facts = _with(facts, verdict.direction)
        verdicts.append(verdict)
    return verdicts


def _with(facts: Facts, direction: Direction) -> Facts:
    """What is known once this scan counts."""
    is_in = direction is Direction.IN
    return replace(facts, in_at=facts.scanned_at) if is_in else replace(facts, out_at=facts.scanned_at)
