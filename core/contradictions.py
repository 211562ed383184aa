"""Gate, class report and guardian compared: where they contradict each other about a pupil's day. Pure.

`docs/decisions/0017-contradictions-and-the-daily-report.md` says why each rule is as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.attendance import DayEvents, status_of_day
from db.models import AbsenceReason, ContradictionKind, ContradictionOutcome

AWAY = frozenset({AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED})
"""Reasons that a pupil who is in school cannot have: on school business is present, and sent home came first."""

_CUT, _HERE = ContradictionOutcome.CUT, ContradictionOutcome.HERE
OUTCOMES: Mapping[ContradictionKind, tuple[ContradictionOutcome, ...]] = {
    ContradictionKind.ABSENT_BUT_IN: (_CUT, _HERE, ContradictionOutcome.WENT_HOME),
    ContradictionKind.NEVER_SCANNED: (_HERE, ContradictionOutcome.AWAY),
    ContradictionKind.NOTICE_BUT_IN: (_HERE, ContradictionOutcome.WENT_HOME),
    ContradictionKind.NOTICE_BUT_PRESENT: (ContradictionOutcome.AS_NOTICED, _HERE),
}
"""What a person may answer to each kind."""

SETTLED_WITH: Mapping[ContradictionKind, ContradictionKind] = {
    ContradictionKind.NOTICE_BUT_IN: ContradictionKind.NOTICE_BUT_PRESENT,
}
"""Kinds that are no question any more once a person has settled another of the same day: the class was right, and now a
scan says so too.
"""


@dataclass(frozen=True, slots=True)
class AtGate:
    """What the gate knows of a pupil's day.

    `seen_at`: the arrival that counts or, of who forgot to be scanned in, the leaving. `known_after_correction`: it
    became known only after staff had last set the day right. `is_missed`: not seen at all, at an hour and in a class
    in which that would be expected.
    """

    seen_at: datetime | None = None
    known_after_correction: bool = False
    left_early: bool = False
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`said` is the reason that somebody gave, if it was an absence."""

    kind: ContradictionKind
    said: AbsenceReason | None


def disagreement(events: DayEvents, gate: AtGate) -> Disagreement | None:
    """What contradicts what, if anything does. Staff who set the day right knew all that had come in before."""
    if events.corrected and not gate.known_after_correction:
        return None
    said = status_of_day(events).reason
    if gate.seen_at is None:
        return _without_gate(events, gate) if events.class_reported and said is None else None
    if said in AWAY:
        if gate.left_early and said is not AbsenceReason.UNEXCUSED:
            return None  # came, fell ill or was called away, and went: all of them tell the same story
        by_guardian = not events.corrected and events.reported_reason is None
        kind = ContradictionKind.NOTICE_BUT_IN if by_guardian else ContradictionKind.ABSENT_BUT_IN
        return Disagreement(kind, said)
    if events.notice_reason is not None and said is None and not events.corrected:
        return Disagreement(ContradictionKind.NOTICE_BUT_IN, events.notice_reason)
    return None


def _without_gate(events: DayEvents, gate: AtGate) -> Disagreement | None:
    """Of who is called present and was not seen. What staff have accepted says more than a gate that saw nobody."""
    if events.notice_accepted and not events.corrected:
        return Disagreement(ContradictionKind.NOTICE_BUT_PRESENT, events.notice_reason)
    return Disagreement(ContradictionKind.NEVER_SCANNED, None) if gate.is_missed else None


def is_gate_used(came: int, of: int) -> bool:
    """Whether a class goes through the gate that day. Where most were not scanned, the trouble is the gate's."""
    return came > 0 and came * 2 >= of


def concerns_counselor(kind: ContradictionKind, said: AbsenceReason | None) -> bool:
    """It looks like cutting class: absent, nobody knows why, and yet in school."""
    return kind is ContradictionKind.ABSENT_BUT_IN and said is AbsenceReason.UNEXCUSED


def reason_after(outcome: ContradictionOutcome, said: AbsenceReason | None) -> AbsenceReason | None:
    """Which status the day has when a person gives this answer; None is present."""
    match outcome:
        case ContradictionOutcome.HERE:
            return None
        case ContradictionOutcome.WENT_HOME:
            return said if said in AWAY - {AbsenceReason.UNEXCUSED} else AbsenceReason.EXCUSED
        case ContradictionOutcome.CUT | ContradictionOutcome.AWAY:
            return AbsenceReason.UNEXCUSED
        case ContradictionOutcome.AS_NOTICED:
            return said
