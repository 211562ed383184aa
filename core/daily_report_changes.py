"""What reads differently in a daily report than in the one before it, so that only those concerned get it again.

Compared is what is shown. Left out is what is no correction: that people go home. And what holds for every day alike,
names and teachers' hours: else the whole week would go out again because somebody was renamed.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from core.daily_report import ClassPart, DailyReport, Presence, PupilLine


@dataclass(frozen=True, slots=True)
class PupilChange:
    """A pupil's line as it was and as it is; None: not in the class."""

    before: PupilLine | None
    after: PupilLine | None


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A class whose part reads differently. Without `before` it is new, without `after` it has been taken out."""

    before: ClassPart | None
    after: ClassPart | None

    @property
    def part(self) -> ClassPart:
        """The class, as it stands now or stood last."""
        found = self.after or self.before
        assert found is not None  # there is no change without either
        return found

    @property
    def pupils(self) -> Sequence[PupilChange]:
        before, after = _by_id(self.before), _by_id(self.after)
        both = [PupilChange(before.get(i), after.get(i)) for i in {**before, **after}]
        return [one for one in both if _shown_of(one.before) != _shown_of(one.after)]

    @property
    def is_about_report(self) -> bool:
        """The class has reported since, or nothing stands as its report any more."""
        return _has_reported(self.before) != _has_reported(self.after)

    @property
    def is_about_contradictions(self) -> bool:
        return _contradictions(self.before) != _contradictions(self.after)


@dataclass(frozen=True, slots=True)
class Changes:
    """`teachers` by name; `is_about_flags`: what looked odd at the gates. Both are the administration's alone."""

    classes: Sequence[ClassChange] = ()
    teachers: Sequence[str] = ()
    is_about_flags: bool = False

    def __bool__(self) -> bool:
        return bool(self.classes or self.teachers or self.is_about_flags)


def changes_between(before: DailyReport, after: DailyReport) -> Changes:
    old, new = ({part.id: part for part in report.classes} for report in (before, after))
    classes = [ClassChange(old.get(i), new.get(i)) for i in {**old, **new}]
    return Changes(
        [one for one in classes if _is_change(one)],
        _teachers_changed(before, after),
        is_about_flags=_flags(before) != _flags(after),
    )


def _is_change(one: ClassChange) -> bool:
    return one.is_about_report or one.is_about_contradictions or bool(one.pupils)


def _shown_of(pupil: PupilLine | None) -> Hashable:
    return pupil and (pupil.reason, pupil.is_known, _arrival(pupil.gate))


def _arrival(gate: Presence) -> Hashable:
    return gate.came, gate.late, gate.is_seen


def _teachers_changed(before: DailyReport, after: DailyReport) -> Sequence[str]:
    old, new = ([(one.name, _arrival(one.gate)) for one in r.teachers if one.gate.is_seen] for r in (before, after))
    if Counter(arrival for _, arrival in old) == Counter(arrival for _, arrival in new):
        return ()
    return sorted({name for name, _ in {*old} ^ {*new}})


def _flags(report: DailyReport) -> Counter[Hashable]:
    return Counter((flag.kind, flag.at) for flag in report.flags)


def _by_id(part: ClassPart | None) -> Mapping[int, PupilLine]:
    return {pupil.id: pupil for pupil in part.pupils} if part else {}


def _has_reported(part: ClassPart | None) -> bool:
    return part is not None and part.has_reported


def _contradictions(part: ClassPart | None) -> Counter[Hashable]:
    found = part.contradictions if part else ()
    return Counter((one.kind, one.said, one.came_at, one.left_at, one.outcome) for one in found)
