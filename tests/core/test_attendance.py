"""The status of a day, row by row: who is believed, and what nobody has said."""

import pytest

from core.attendance import DayEvents, Source, Status, is_unexplained, status_of_day
from db.models import AbsenceReason

SICK, EXCUSED, ALFA = AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED


@pytest.mark.parametrize(
    ("events", "status"),
    [
        pytest.param(DayEvents(), Status(None, Source.NOBODY), id="nobody has said anything"),
        pytest.param(DayEvents(class_reported=True), Status(None, Source.CLASS), id="the class saw the pupil"),
        pytest.param(
            DayEvents(class_reported=True, reported_reason=ALFA), Status(ALFA, Source.CLASS), id="the class says alfa"
        ),
        pytest.param(
            DayEvents(notice_reason=SICK), Status(SICK, Source.GUARDIAN), id="before any report a notice informs"
        ),
        pytest.param(
            DayEvents(class_reported=True, reported_reason=ALFA, notice_reason=SICK),
            Status(ALFA, Source.CLASS),
            id="a mere notice does not change what the class says",
        ),
        pytest.param(
            DayEvents(class_reported=True, reported_reason=ALFA, notice_reason=SICK, notice_accepted=True),
            Status(SICK, Source.STAFF),
            id="an accepted notice explains the absence",
        ),
        pytest.param(
            DayEvents(class_reported=True, notice_reason=SICK, notice_accepted=True),
            Status(None, Source.CLASS),
            id="no notice makes a pupil absent whom the class saw",
        ),
        pytest.param(
            DayEvents(notice_reason=EXCUSED, notice_accepted=True),
            Status(EXCUSED, Source.STAFF),
            id="an accepted notice holds before the class reports",
        ),
        pytest.param(
            DayEvents(class_reported=True, reported_reason=ALFA, corrected=True, corrected_reason=SICK),
            Status(SICK, Source.STAFF),
            id="staff correct the class",
        ),
        pytest.param(
            DayEvents(notice_reason=SICK, notice_accepted=True, corrected=True),
            Status(None, Source.STAFF),
            id="staff correct to present",
        ),
    ],
)
def test_who_is_believed(events: DayEvents, status: Status) -> None:
    assert status_of_day(events) == status


def test_nobody_knows_is_not_the_same_as_present() -> None:
    assert not status_of_day(DayEvents()).is_known
    assert status_of_day(DayEvents(class_reported=True)).is_known


@pytest.mark.parametrize(
    ("events", "unexplained"),
    [
        (DayEvents(class_reported=True, reported_reason=ALFA), True),
        (DayEvents(class_reported=True, reported_reason=SICK), False),
        (DayEvents(class_reported=True, reported_reason=ALFA, notice_reason=SICK), False),
        (DayEvents(class_reported=True, corrected=True, corrected_reason=ALFA), True),
        (DayEvents(), False),
    ],
)
def test_a_guardian_is_alerted_only_about_what_nobody_has_explained(events: DayEvents, unexplained: bool) -> None:
    assert is_unexplained(events) is unexplained
