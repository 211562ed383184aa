"""The status of a pupil's day, computed from its events. Pure: one function for screen, bot, sheet, letter and
warning alike.
"""

import enum
from dataclasses import dataclass

from db.models import AbsenceReason


class Source(enum.Enum):
    """Whose word the status rests on."""

    NOBODY = "nobody"
    CLASS = "class"
    GUARDIAN = "guardian"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class DayEvents:
    """What is known about one pupil and one day."""

    class_reported: bool = False
    reported_reason: AbsenceReason | None = None
    notice_reason: AbsenceReason | None = None
    notice_accepted: bool = False
    corrected: bool = False
    corrected_reason: AbsenceReason | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """`reason` None is present, unless `source` is NOBODY: then nothing is known yet."""

    reason: AbsenceReason | None
    source: Source

    @property
    def is_known(self) -> bool:
        return self.source is not Source.NOBODY

    def is_changed_by(self, reason: AbsenceReason | None) -> bool:
        """Whether a day that stands so becomes another one with `reason`, None for present."""
        return not self.is_known or self.reason is not reason


def status_of_day(events: DayEvents) -> Status:
    """Staff correct everybody; an accepted notice explains an absence; the class says who is there; a mere notice
    only informs.

    A notice never makes a pupil absent whom the class saw: that is a contradiction for a person to settle.
    """
    if events.corrected:
        return Status(events.corrected_reason, Source.STAFF)
    if events.class_reported and events.reported_reason is None:
        return Status(None, Source.CLASS)
    if events.notice_accepted:
        return Status(events.notice_reason, Source.STAFF)
    if events.class_reported:
        return Status(events.reported_reason, Source.CLASS)
    if events.notice_reason is not None:
        return Status(events.notice_reason, Source.GUARDIAN)
    return Status(None, Source.NOBODY)


def is_unexplained(events: DayEvents) -> bool:
    """Absent, nobody knows why, and no guardian has said anything: the guardian should hear of it."""
    return status_of_day(events).reason is AbsenceReason.UNEXCUSED and events.notice_reason is None
