"""Which days are school days, for whom, and from when to when."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pytest

from core.arrival import DayOff, Hours
from core.school_calendar import Entry, SchoolCalendar, Span
from core.school_rules import SchoolRules
from db.models import CalendarKind
from tests.school import TODAY, WIB

MONDAY, TUESDAY, FRIDAY, SATURDAY = (TODAY + timedelta(days=i) for i in (0, 1, 4, 5))
TEN = timedelta(minutes=10)
USUAL = Hours(time(7), time(15), TEN)


def calendar(*entries: Entry) -> SchoolCalendar:
    return SchoolCalendar(MONDAY, MONDAY + timedelta(days=13), SchoolRules(), entries)


def off(kind: CalendarKind = CalendarKind.SCHOOL_HOLIDAY, **more: object) -> Entry:
    return Entry(**{"kind": kind, "name": "Libur", "first_day": MONDAY, "last_day": TUESDAY} | more)


def period(hours: Mapping[str, Span | None], **more: object) -> Entry:
    return off(CalendarKind.SPECIAL_HOURS, name="Ramadan", hours=hours, **{"last_day": FRIDAY} | more)


def closure(at: time, day: date = MONDAY) -> Entry:
    return off(CalendarKind.EMERGENCY_CLOSURE, name="Banjir", first_day=day, last_day=day, closed_from=at)


def test_an_empty_calendar_is_the_schools_week() -> None:
    ours = calendar()
    assert ours.hours_on(MONDAY) == USUAL
    assert not ours.is_school_day(SATURDAY)
    assert ours.why_closed(SATURDAY) is None
    assert len(ours.school_days(MONDAY, MONDAY + timedelta(days=13))) == 10


def test_a_six_day_week_follows_from_the_bells() -> None:
    ours = SchoolCalendar(MONDAY, SATURDAY, SchoolRules.model_validate({"bell_saturday": "07:00"}))
    assert ours.school_days(MONDAY, SATURDAY)[-1] == SATURDAY


@pytest.mark.parametrize("kind", ["national", "joint-leave", "school"])
def test_a_holiday_is_no_school_day_and_has_a_name(kind: str) -> None:
    ours = calendar(off(CalendarKind(kind), name="Maulid"))
    assert ours.hours_on(TUESDAY) is None
    assert ours.why_closed(TUESDAY) == "Maulid"
    assert ours.school_days(MONDAY, FRIDAY) == [FRIDAY - timedelta(days=2), FRIDAY - timedelta(days=1), FRIDAY]


def test_days_for_some_grades_are_holidays_for_the_others() -> None:
    ours = calendar(off(grades=frozenset({10, 12})))
    assert [ours.is_school_day(MONDAY, grade=grade) for grade in (10, 11, 12, None)] == [False, True, False, True]


def test_a_placement_concerns_its_class_alone() -> None:
    ours = calendar(off(CalendarKind.WORK_PLACEMENT, name="PKL", school_class_id=7))
    assert ours.why_closed(MONDAY, grade=12, class_id=7) == "PKL"
    assert ours.is_school_day(MONDAY, grade=12, class_id=8)
    assert ours.is_school_day(MONDAY)


@pytest.mark.parametrize(
    ("entries", "day", "why"),
    [
        ([off(CalendarKind.WORK_PLACEMENT, school_class_id=7)], MONDAY, DayOff.PLACEMENT),
        ([off(grades=frozenset({12}))], MONDAY, DayOff.CLASS),
        ([period({"saturday": (time(8), None)}, grades=frozenset({10}), last_day=SATURDAY)], SATURDAY, DayOff.CLASS),
        ([off(CalendarKind.WORK_PLACEMENT, school_class_id=7, last_day=SATURDAY)], SATURDAY, DayOff.SCHOOL),
        ([off(CalendarKind.WORK_PLACEMENT, school_class_id=7), off()], MONDAY, DayOff.SCHOOL),
        ([closure(time(6, 30))], MONDAY, DayOff.SCHOOL),
    ],
)
def test_why_a_class_has_no_school_is_told_apart_from_a_day_on_which_nobody_has(
    entries: list[Entry], day: date, why: DayOff
) -> None:
    ours = calendar(*entries)
    assert ours.hours_on(day, grade=12, class_id=7) is None
    assert ours.day_off(day, grade=12, class_id=7) is why
    assert ours.day_off(day) is DayOff.SCHOOL


def test_a_period_sets_hours_by_weekday_and_leaves_the_others() -> None:
    ours = calendar(period({"monday": (time(7, 30), time(12)), "friday": None, "saturday": (time(8), None)}))
    assert ours.hours_on(MONDAY) == Hours(time(7, 30), time(12), TEN)
    assert ours.hours_on(TUESDAY) == USUAL
    assert ours.hours_on(FRIDAY) is None


def test_a_period_can_open_a_day_that_is_usually_free() -> None:
    ours = calendar(period({"saturday": (time(8), None)}, last_day=SATURDAY))
    assert ours.hours_on(SATURDAY) == Hours(time(8), None, TEN)


def test_of_two_periods_the_narrower_holds_and_a_holiday_before_both() -> None:
    ramadan = period({"monday": (time(7, 30), time(12)), "tuesday": (time(7, 30), time(12))})
    exams = period({"monday": (time(8), time(11))}, grades=frozenset({12}))
    own_class = period({"monday": (time(9), time(11))}, school_class_id=7)
    for entries in ((ramadan, exams, own_class), (own_class, exams, ramadan)):
        bells = [calendar(*entries).hours_on(MONDAY, grade=g, class_id=c) for g, c in ((10, 1), (12, 2), (12, 7))]
        assert [hours and hours.bell for hours in bells] == [time(7, 30), time(8), time(9)]
    assert calendar(ramadan, off()).hours_on(TUESDAY) is None


def test_an_emergency_ends_the_day_from_its_time_on() -> None:
    ours = calendar(closure(time(10)))
    assert ours.hours_on(MONDAY) == Hours(time(7), time(10), TEN)
    assert ours.why_closed(MONDAY) == "Banjir"
    at = [datetime.combine(MONDAY, clock, WIB) for clock in (time(9, 59), time(10))]
    assert [ours.is_open_at(moment) for moment in at] == [True, False]
    assert ours.hours_on(TUESDAY) == USUAL


def test_an_emergency_before_the_bell_leaves_no_school_day() -> None:
    assert calendar(closure(time(6, 30))).hours_on(MONDAY) is None


def test_hours_of_ones_own_replace_the_schools_on_its_school_days_only() -> None:
    own = (time(9), time(16))
    assert calendar().hours_on(MONDAY, own=own) == Hours(time(9), time(16), TEN)
    assert calendar().hours_on(SATURDAY, own=own) is None
    assert calendar(off()).hours_on(MONDAY, own=own) is None
    assert calendar(closure(time(10))).hours_on(MONDAY, own=own) == Hours(time(9), time(10), TEN)


def test_in_a_period_hours_of_ones_own_stay_within_the_schools() -> None:
    ours = calendar(period({"monday": (time(7, 30), time(12))}))
    assert ours.hours_on(MONDAY, own=(time(7), None)) == Hours(time(7, 30), time(12), TEN)
    assert ours.hours_on(MONDAY, own=(time(9), time(11))) == Hours(time(9), time(11), TEN)


def test_a_day_outside_the_calendar_is_an_error_and_no_holiday() -> None:
    with pytest.raises(ValueError, match="not in the calendar"):
        calendar().hours_on(MONDAY - timedelta(days=1))
