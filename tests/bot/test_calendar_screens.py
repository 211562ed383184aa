"""The calendar's screens within Telegram's limits, with the longest names and the fullest month."""

import re
from datetime import date, time

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import calendar as keyboards
from bot.wording import calendar as wording
from core.calendar_month import Month
from core.school_calendar import Entry, SchoolCalendar
from core.school_rules import SchoolRules
from core.wording import calendar as sentences
from core.wording import mass_alerts
from db.models import CalendarEntry, CalendarKind
from simulator.telegram.html import parse_html, utf16_length
from tests.school import NOW

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
NAME = "</b>Libur & 'co' <a href=x>&lt;"
LONGEST = "Libur " + "&" * 54
LARGEST = 2**31 - 1


def entry(name: str, number: int = LARGEST, kind: CalendarKind = CalendarKind.SCHOOL_HOLIDAY) -> CalendarEntry:
    return CalendarEntry(id=number, kind=kind, name=name, first_day=FIRST, last_day=LAST, school_class_id=1)


def month(name: str, count: int = 1, *entries: Entry, first: date = FIRST, last: date = LAST) -> Month:
    calendar = SchoolCalendar(first, last, SchoolRules(), entries)
    return Month(first, last, calendar, [entry(name)] * count, {1: name}, 25, is_closed_now=True)


def test_the_month_is_drawn_by_weeks_with_its_days_off_and_special_days() -> None:
    ramadan = {"monday": (time(7, 30), time(12))}
    entries = (
        Entry(CalendarKind.NATIONAL_HOLIDAY, "Natal", date(2026, 12, 25), date(2026, 12, 25)),
        Entry(CalendarKind.SPECIAL_HOURS, "Ujian", date(2026, 12, 7), date(2026, 12, 11), hours=ramadan),
    )
    text, _ = parse_html(wording.month(month("Natal", 1, *entries)))
    assert text.split("\n")[:8] == [
        "Kalender Desember 2026",
        "Sn  Sl  Rb  Km  Jm  Sb  Mg",
        "     1   2   3   4   5×  6×",
        " 7°  8   9  10  11  12× 13×",
        "14  15  16  17  18  19× 20×",
        "21  22  23  24  25× 26× 27×",
        "28  29  30  31",
        "× tidak ada sekolah · ° jam khusus",
    ]


NAMING = {
    "month": lambda name: wording.month(month(name)),
    "added": lambda name: wording.added(entry(name), name),
    "closed": lambda name: sentences.closed(name, NOW),
    "decided": lambda name: mass_alerts.decided(who=name, send=True),
}


@pytest.mark.parametrize("kind", NAMING)
def test_a_name_shows_as_it_is(kind: str) -> None:
    text, entities = parse_html(NAMING[kind](NAME))
    plain, plainly = parse_html(NAMING[kind]("Rapat"))
    assert text == plain.replace("Rapat", NAME)
    assert len(entities) == len(plainly)


def test_the_fullest_month_fits_into_one_message() -> None:
    text, _ = parse_html(wording.month(month(LONGEST, 200)))
    assert utf16_length(text) <= 4096
    assert re.search(r"dan 1\d\d lagi", text)


FULL = [entry(LONGEST)] * 120
SCREENS = {
    "a month": keyboards.month(month("Natal"), keeps=True),
    "a month to look at": keyboards.month(month("Natal"), keeps=False),
    "the first month": keyboards.month(month("A", first=date(2020, 1, 1), last=date(2020, 1, 31)), keeps=True),
    "the last month": keyboards.month(month("A", first=date(2100, 12, 1), last=date(2100, 12, 31)), keeps=True),
    "proposals": keyboards.proposals(FULL, 2027),
    "no proposals": keyboards.proposals([], 2100),
    "what can be removed": keyboards.removable(FULL, FIRST),
    "nothing to remove": keyboards.removable([], FIRST),
    "the question before a mass alarm": keyboards.mass_alert(LARGEST),
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_every_screen_keeps_within_telegrams_limits(screen: InlineKeyboardMarkup) -> None:
    buttons = [button for row in screen.inline_keyboard for button in row]
    assert 0 < len(buttons) <= 100
    assert all(screen.inline_keyboard), "no row is empty"
    assert all(1 <= len((button.callback_data or "").encode()) <= 64 for button in buttons)


def test_who_only_looks_gets_no_button_that_changes_anything() -> None:
    [turning] = SCREENS["a month to look at"].inline_keyboard
    assert all((button.callback_data or "").startswith("cal:") for button in turning)
