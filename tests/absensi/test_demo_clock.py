"""The demo's clock jumps forward only, and to school days."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from absensi.demo.clock import MovableClock, next_school_day, next_time

WIB = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=WIB)


def test_an_hour_still_to_come_is_today_and_one_that_is_past_on_the_next_school_day() -> None:
    assert next_time(FRIDAY, time(15, 40)) == datetime(2026, 11, 27, 15, 40, tzinfo=WIB)
    assert next_time(FRIDAY, time(7)) == datetime(2026, 11, 30, 7, tzinfo=WIB)


def test_the_next_school_day_leaves_out_the_weekend() -> None:
    assert next_school_day(FRIDAY, time(6, 40)) == datetime(2026, 11, 30, 6, 40, tzinfo=WIB)
    assert next_school_day(datetime(2026, 11, 23, 6, 40, tzinfo=WIB), time(6, 40)).day == 24


def test_the_clock_runs_on_from_where_it_was_moved() -> None:
    clock = MovableClock(WIB, FRIDAY)
    first = clock()
    assert FRIDAY <= first <= clock()
    assert first.tzinfo is WIB
    clock.move_to(FRIDAY.replace(day=30))
    assert clock().day == 30
