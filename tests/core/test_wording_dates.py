"""Dates as Indonesians write them."""

from datetime import date, datetime, timedelta

from core.wording.dates import clock_time, day_long, day_name, day_short, days_span, month_name

MONDAY = date(2026, 11, 23)


def test_a_day_is_named_short_and_long():
    assert day_name(MONDAY) == "Senin"
    assert month_name(MONDAY) == "November"
    assert day_short(MONDAY) == "Senin 23 Nov"
    assert day_long(MONDAY) == "Senin, 23 November 2026"


def test_a_span_of_one_day_is_that_day():
    assert days_span(MONDAY, MONDAY) == "Senin 23 Nov"
    assert days_span(MONDAY, date(2026, 12, 1)) == "Senin 23 Nov sampai Selasa 1 Des"


def test_the_clock_has_a_dot():
    assert clock_time(datetime(2026, 11, 23, 7, 5)) == "07.05"  # noqa: DTZ001 - only its hours and minutes are shown


def test_every_day_and_month_of_a_year_has_its_own_name():
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert len({day_name(day) for day in year}) == 7
    assert len({month_name(day)[:3] for day in year}) == 12
