"""Entries for the calendar as people type them."""

from datetime import date, time

import pytest

from core.calendar_words import read_clock_span, read_entry, read_weekday
from core.errors import BadCalendarEntry
from core.school_calendar import Entry
from core.school_rules import SchoolRules
from db.models import CalendarKind
from tests.school import TODAY

HOLIDAY, HOURS, PLACEMENT = CalendarKind.SCHOOL_HOLIDAY, CalendarKind.SPECIAL_HOURS, CalendarKind.WORK_PLACEMENT
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
MORNING = (time(7, 30), time(12))


def december(first: int, last: int | None = None) -> tuple[date, date]:
    return date(2026, 12, first), date(2026, 12, last or first)


def read(text: str) -> tuple[Entry, str | None]:
    wanted = read_entry(text, today=TODAY, rules=SchoolRules())
    return wanted.entry, wanted.school_class


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ("14-18/12/2026", december(14, 18)),
        ("14/12/2026 - 18/12/2026", december(14, 18)),
        ("14 s/d 18 Desember", december(14, 18)),
        ("14 Des sampai 18 Des 2026", december(14, 18)),
        ("2026-12-14..2026-12-18", december(14, 18)),
        ("2026-12-14", december(14)),
        ("25/12", december(25)),
        ("28 Des - 2 Jan", (date(2026, 12, 28), date(2027, 1, 2))),
        ("28/12-2/1/2027", (date(2026, 12, 28), date(2027, 1, 2))),
        ("5/5", (date(2027, 5, 5), date(2027, 5, 5))),
        ("20/10", (date(2026, 10, 20), date(2026, 10, 20))),
    ],
)
def test_days_are_read_as_people_write_them(days: str, span: tuple[date, date]) -> None:
    assert read(f" {days}  Libur semester ") == (Entry(HOLIDAY, "Libur semester", *span), None)


def test_grades_a_class_and_a_placement_are_named_at_the_end() -> None:
    assert read("7-11/12 ANBK kelas X, 12") == (
        Entry(HOLIDAY, "ANBK", *december(7, 11), grades=frozenset({10, 12})),
        None,
    )
    assert read("7/12 Kunjungan untuk kelas X RPL 1") == (Entry(HOLIDAY, "Kunjungan", *december(7)), "X RPL 1")
    assert read("1-30/12 PKL XI RPL 1") == (Entry(PLACEMENT, "PKL", *december(1, 30)), "XI RPL 1")


def test_hours_hold_for_the_schools_weekdays_unless_one_is_named() -> None:
    entry, _ = read("7-18/12 Ramadan 07.30-12.00, jumat 07:30-11:00; sabtu libur")
    usual = dict.fromkeys(WEEK, MORNING)
    hours = usual | {"friday": (time(7, 30), time(11)), "saturday": None}
    assert entry == Entry(HOURS, "Ramadan", *december(7, 18), hours=hours)
    assert read("12/12 Ganti hari sabtu 07.30-12.00")[0].hours == {"saturday": MORNING}
    assert read("7/12 Ujian kelas XII 07.30-12.00")[0].grades == {12}


@pytest.mark.parametrize("name", ["17 Agustusan", "Hari libur sekolah", "Senin libur", "<b>Libur</b> & 'co'"])
def test_a_name_may_be_anything(name: str) -> None:
    assert read(f"7/12 {name}")[0] == Entry(HOLIDAY, name, *december(7))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "days"),
        ("Libur semester", "days"),
        ("14 Libur", "days"),
        ("31/2/2027 Libur", "days"),
        ("18/12/2026-14/12/2026 Libur", "days"),
        ("1/1/2027-1/3/2028 Libur", "days"),
        ("14/12/2099 Libur", "days"),
        ("9" * 5000 + "/12 Libur", "days"),
        ("2026-13-01 Libur", "days"),
        ("7/12", "days"),
        ("7/12 " + "a" * 61, "name"),
        ("7/12 07.30-12.00", "name"),
        ("7/12 Ujian 12.00-07.30", "hours"),
        ("7/12 Ujian 25.00-26.00", "hours"),
    ],
)
def test_what_cannot_be_read_says_which_part(text: str, part: str) -> None:
    with pytest.raises(BadCalendarEntry) as refused:
        read(text)
    assert refused.value.part == part


def test_weekdays_and_hours_of_staff() -> None:
    assert [read_weekday(word) for word in ("Senin", "friday", "jumat", "Sabtu")] == [0, 4, 4, 5]
    assert read_clock_span("9.00 - 14:30") == (time(9), time(14, 30))
    assert read_clock_span("09:00-") == (time(9), None)
    for wrong in ("", "9", "14-", "14.00-09.00", "aa.bb-cc.dd"):
        with pytest.raises(BadCalendarEntry):
            read_clock_span(wrong)
    with pytest.raises(BadCalendarEntry):
        read_weekday("kapan-kapan")
