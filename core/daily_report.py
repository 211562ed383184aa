"""The report of a day: what is known of every pupil and teacher at the time it is made. A value, so that what was
sent can be kept, compared and drawn again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from pydantic import BaseModel, ConfigDict

from core.contradictions import is_gate_used
from core.gate_flags import FlagKind
from db.models import AbsenceReason, ContradictionKind, ContradictionOutcome


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Presence(_Value):
    """At the gate: times of the school's day, `late` in minutes. `left_early`: as `core.arrival` decides; older reports
    do not know.
    """

    came: time | None = None
    late: int | None = None
    left: time | None = None
    left_early: bool = False

    @property
    def is_seen(self) -> bool:
        """Somebody who was scanned only on leaving has been there all the same."""
        return self.came is not None or self.left is not None

    @property
    def is_arrival_missing(self) -> bool:
        return self.came is None and self.left is not None


class PupilLine(_Value):
    """`reason` None is present where `is_known`; else nobody has said anything yet."""

    id: int
    name: str
    reason: AbsenceReason | None
    is_known: bool
    gate: Presence

    @property
    def is_present(self) -> bool:
        """Somebody says so, or nobody says anything and the gate has seen the pupil."""
        return self.reason is None and (self.is_known or self.gate.is_seen)


class TeacherLine(_Value):
    """`expected`: has hours on that weekday. Reports of older versions do not know."""

    name: str
    gate: Presence
    expected: bool = True

    @property
    def counts(self) -> bool:
        """Whoever was to come, and whoever came though nobody asked for it."""
        return self.expected or self.gate.is_seen


class ContradictionLine(_Value):
    student: str
    school_class: str
    kind: ContradictionKind
    said: AbsenceReason | None
    came_at: datetime | None
    left_at: datetime | None = None
    outcome: ContradictionOutcome | None


class FlagLine(_Value):
    """What looked odd at the gates. `who`: the name of the card's holder, or of the station; None is nobody known.
    `place`: a pupil's class.
    """

    kind: FlagKind
    at: datetime
    who: str | None
    place: str | None


class ClassPart(_Value):
    """What a homeroom teacher gets."""

    id: int
    name: str
    has_reported: bool
    pupils: tuple[PupilLine, ...]
    contradictions: tuple[ContradictionLine, ...]

    @property
    def seen(self) -> int:
        return sum(pupil.gate.is_seen for pupil in self.pupils)

    @property
    def uses_gate(self) -> bool:
        return is_gate_used(self.seen, len(self.pupils))

    @property
    def never_scanned(self) -> Sequence[PupilLine]:
        """Present, but not by the gate, in a class that goes through it."""
        return [p for p in self.pupils if self.uses_gate and p.is_present and not p.gate.is_seen]

    @property
    def arrival_missing(self) -> Sequence[PupilLine]:
        """Scanned on leaving and not on coming: they forgot, or no gate was manned."""
        return [p for p in self.pupils if p.gate.is_arrival_missing]

    @property
    def not_left(self) -> Sequence[PupilLine]:
        return [p for p in self.pupils if p.is_present and p.gate.came is not None and p.gate.left is None]

    @property
    def left_early(self) -> Sequence[PupilLine]:
        return [pupil for pupil in self.pupils if pupil.gate.left_early]

    @property
    def is_leaving_scanned(self) -> bool:
        return any(pupil.gate.left is not None for pupil in self.pupils)


class DailyReport(_Value):
    """`version` 1 is the first of its day; a later one was made because something had changed. `flags` are for the
    administration alone.
    """

    on: date
    school: str
    version: int
    made_at: datetime
    is_late: bool
    classes: tuple[ClassPart, ...]
    teachers: tuple[TeacherLine, ...]
    flags: tuple[FlagLine, ...] = ()

    @property
    def not_reported(self) -> Sequence[ClassPart]:
        return [part for part in self.classes if not part.has_reported]

    @property
    def contradictions(self) -> Sequence[ContradictionLine]:
        return [one for part in self.classes for one in part.contradictions]


class Tally(_Value):
    """Pupils, each counted once in `present`, `away` or `unknown`; `late` are among those who came."""

    pupils: int
    present: int
    away: Mapping[AbsenceReason, int]
    unknown: int
    late: int
    never_scanned: int
    arrival_missing: int
    left_early: int
    not_left: int


def tally(classes: Iterable[ClassPart]) -> Tally:
    """The numbers of one class or several."""
    parts = list(classes)
    pupils = [pupil for part in parts for pupil in part.pupils]
    away = Counter(pupil.reason for pupil in pupils if pupil.reason is not None)
    present = sum(pupil.is_present for pupil in pupils)
    return Tally(
        pupils=len(pupils),
        present=present,
        away=away,
        unknown=len(pupils) - present - away.total(),
        late=sum(pupil.gate.late is not None for pupil in pupils),
        never_scanned=sum(len(part.never_scanned) for part in parts),
        arrival_missing=sum(len(part.arrival_missing) for part in parts),
        left_early=sum(len(part.left_early) for part in parts),
        not_left=sum(len(part.not_left) for part in parts),
    )
