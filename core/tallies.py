"""Counted pupil-days: one pupil over a month, a class on a day, a school over a semester. Pure."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import reduce

from db.models import AbsenceReason


@dataclass(frozen=True, slots=True)
class Tally:
    """`days` are effective school days times pupils: those present, absent for one of five reasons, or of whom nobody
    knows. `late` counts days on which a pupil came late and was not absent; it is no part of the sum.
    """

    days: int = 0
    present: int = 0
    sick: int = 0
    excused: int = 0
    unexcused: int = 0
    on_duty: int = 0
    sent_home: int = 0
    late: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def by_letter(self) -> dict[str, int]:
        """Days by the letter on paper, in its order; T is late."""
        counts = (self.sick, self.excused, self.unexcused, self.on_duty, self.sent_home)
        return {reason.value: count for reason, count in zip(AbsenceReason, counts, strict=True)} | {"T": self.late}

    @property
    def absent(self) -> int:
        """Not at school and not on school business."""
        return self.sick + self.excused + self.unexcused + self.sent_home

    @property
    def known(self) -> int:
        return self.present + self.on_duty + self.absent

    @property
    def unknown(self) -> int:
        """Days of which nobody has said anything: mostly the class has not reported."""
        return self.days - self.known

    @property
    def attendance(self) -> float | None:
        """The share of the known days on which pupils were at school or on its business, 0 to 1; None without any."""
        return (self.present + self.on_duty) / self.known if self.known else None

    @property
    def absence(self) -> float | None:
        """The share of the known days that were missed, 0 to 1; None without any."""
        return self.absent / self.known if self.known else None


def total(tallies: Iterable[Tally]) -> Tally:
    return reduce(Tally.__add__, tallies, Tally())
