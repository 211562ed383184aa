"""`core.attendance.status_of_day`, said once more in SQL for recaps over many days. A test holds the two together."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, or_

from db.models import AbsenceReason


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The columns that hold what `core.attendance.DayEvents` does; flags may be NULL for false."""

    class_reported: ColumnElement[bool]
    reported_reason: ColumnElement[AbsenceReason | None]
    notice_reason: ColumnElement[AbsenceReason | None]
    notice_accepted: ColumnElement[bool]
    corrected: ColumnElement[bool]
    corrected_reason: ColumnElement[AbsenceReason | None]

    @property
    def reason(self) -> ColumnElement[AbsenceReason | None]:
        """`Status.reason`."""
        return case(
            (self.corrected, self.corrected_reason),
            (and_(self.class_reported, self.reported_reason.is_(None)), None),
            (self.notice_accepted, self.notice_reason),
            (self.class_reported, self.reported_reason),
            else_=self.notice_reason,
        )

    @property
    def is_known(self) -> ColumnElement[bool]:
        """`Status.is_known`."""
        return or_(self.corrected.is_(True), self.class_reported, self.notice_reason.is_not(None))
