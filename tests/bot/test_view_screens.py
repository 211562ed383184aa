"""Recaps and pupils' pages keep within a phone's width and Telegram's limits, whatever the names and counts."""

from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import pupil_recaps as pupil_recap_keys
from bot.keyboards import pupils as pupil_keys
from bot.keyboards import recaps as recap_keys
from bot.keyboards import sent_reports as report_keys
from bot.wording import pupil_recaps, pupils, recaps, sent_reports
from core.actors import Actor
from core.attendance import Source, Status
from core.explanations import Corrected, Explanation, Noticed, Reported, Scanned
from core.late_arrivals import LateArrival
from core.periods import Period, month_of
from core.pupil_months import PupilMonth
from core.pupil_recaps import PupilRecap
from core.recap_scopes import Place, Scope
from core.recap_views import Asked, View
from core.registrations import Registered
from core.sent_reports import Fate, Recipient, SentDay, SentVersion
from core.tallies import Tally
from core.wording.sent_reports import not_delivered
from db.models import AbsenceReason, Direction, Role, Student
from simulator.telegram.html import parse_html, utf16_length

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
NAME = 'Raden Mas </pre>Muhammad & "Abdurrahman" Kusumawardhana Sastronegoro <Hadiningrat>'
LARGEST, LAST_DAY = 2**31 - 1, date(2099, 12, 31)
LONG = Period(LAST_DAY - timedelta(days=399), LAST_DAY)
ACTOR = Actor(1, "Bu Ratna", ON, frozenset())
UNREACHED = Recipient(NAME, Role.HOMEROOM_TEACHER, NAME, Fate.FAILED, error=NAME * 3)
SENT_DAY = SentDay(LAST_DAY, [SentVersion(LAST_DAY, n, AT, [UNREACHED] * 90) for n in range(900, 999)], ON, LAST_DAY)
FULL = Tally(12_960, 10_000, 999, 120, 300, 20, 30, 1500)


def view(place: Place, lines: int, tally: Tally = FULL) -> View:
    scope = Scope(place, LARGEST, NAME)
    return View(Asked(ACTOR, scope, LONG), [(NAME, tally)] * lines, 220)


def month(marks: dict[date, str] | None = None) -> PupilMonth:
    of = month_of(LAST_DAY)
    student = Student(id=LARGEST, name=NAME)
    return PupilMonth(student, NAME, of, dict.fromkeys(of.days, "A") if marks is None else marks, FULL, FULL)


def explanation(events: int) -> Explanation:
    said = [
        Reported(AT, NAME, AbsenceReason.SENT_HOME),
        Noticed(AT, AbsenceReason.SICK, ON, ON, accepted=False, by=NAME),
        Corrected(AT, NAME, None, AbsenceReason.SICK, "&" * 300),
        Scanned(AT, Direction.IN, 99, NAME, NAME),
    ]
    status = Status(AbsenceReason.SENT_HOME, Source.STAFF)
    return Explanation(Student(id=LARGEST, name=NAME), NAME, ON, said * events, status, may_correct=True)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("lines", [0, 1, 25, 60])
def test_a_table_is_no_wider_than_a_phone_and_no_longer_than_a_message(place: Place, lines: int) -> None:
    found = view(place, lines)
    for page in range(recaps.pages_of(found)):
        html = recaps.recap(found, page)
        shown, _ = parse_html(html)
        assert utf16_length(shown) <= 4096
        if lines:
            table = unescape(html.split("<pre>")[1].split("</pre>")[0]).split("\n")
            assert all(len(line) <= 34 for line in table)
            assert len({len(line) for line in table}) == 1, "the columns stand under each other"


def test_every_line_stands_on_one_page() -> None:
    found = view(Place.CLASS, 60, Tally(days=10, present=9, unexcused=1))
    pages = [recaps.recap(found, page) for page in range(recaps.pages_of(found))]
    assert [text.count("Raden") - 1 for text in pages] == [25, 25, 10], "one more in the title"


def test_days_that_nobody_reported_are_said_and_not_counted_as_present() -> None:
    text = recaps.recap(view(Place.CLASS, 1, Tally(days=10, present=4, sick=1)), 0)
    assert "Belum dilaporkan: 5 dari 10" in text
    assert "hadir 80,0%" in text


def test_a_pupils_month_is_a_calendar() -> None:
    marks = dict.fromkeys(month_of(ON).days[:2], "") | {ON: "S"}
    student = Student(id=1, name=NAME)
    found = PupilMonth(student, "X", month_of(ON), marks, Tally(days=3, present=2, sick=1), FULL)
    text, _ = parse_html(pupils.page(found, Status(None, Source.NOBODY)))
    assert NAME in text
    lines = text.split("\n")
    week = next(i for i, line in enumerate(lines) if line.startswith("23 24"))
    assert lines[week + 1].startswith(" S")
    assert "S 1 dari 3 hari efektif" in text


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Tally(days=104, unexcused=1), "Semester ini: A 1; hadir 0,0% dari 1 hari yang dilaporkan (104 hari efektif)"),
        (Tally(days=104), "Semester ini: belum ada laporan (104 hari efektif)"),
        (
            Tally(days=20, present=20),
            "Semester ini: tidak ada ketidakhadiran; hadir 100,0% dari 20 hari yang dilaporkan (20 hari efektif)",
        ),
    ],
)
def test_a_pupils_semester_says_of_which_days_it_speaks(term: Tally, said: str) -> None:
    found = PupilMonth(Student(id=1, name=NAME), "X", month_of(ON), {}, Tally(days=3), term)
    text, _ = parse_html(pupils.page(found, Status(None, Source.NOBODY)))
    assert text.split("\n")[-2:] == ["November 2026: belum ada laporan dari 3 hari efektif", said]


@pytest.mark.parametrize(
    ("present", "of", "head", "column"),
    [(929, 1000, "92,9", "93"), (1999, 2000, "99,9", "99"), (5, 5, "100,0", "100"), (0, 3, "0,0", "0")],
)
def test_a_percentage_is_rounded_the_same_way_in_head_and_table(present: int, of: int, head: str, column: str) -> None:
    text = recaps.recap(view(Place.CLASS, 1, Tally(days=of, present=present, sick=of - present)), 0)
    assert f"hadir {head}%" in text
    assert text.split("</pre>")[0].split()[-1] == column


def test_nothing_is_said_of_days_that_nobody_reported() -> None:
    pupil = Asked(ACTOR, Scope(Place.PUPIL, LARGEST, NAME), LONG)
    nothing = [
        recaps.recap(view(Place.CLASS, 1, Tally(days=10)), 0),
        pupil_recaps.recap(PupilRecap(pupil, ("X",), Tally(days=10))),
    ]
    for text in nothing:
        assert "· belum ada yang dilaporkan" in text
        assert "–%" not in text
        assert "Tidak ada ketidakhadiran" not in text


@pytest.mark.parametrize(
    "html",
    [
        pupils.page(month(), Status(AbsenceReason.SICK, Source.GUARDIAN)),
        pupils.which_day(month()),
        pupils.explanation(explanation(1)),
        pupils.explanation(Explanation(Student(id=1, name=NAME), NAME, ON, (), Status(None, Source.NOBODY), False)),
        recaps.about_whom(LONG),
        recaps.late_today([LateArrival(NAME, NAME, AT, 99)], ON, AT),
        recaps.late_today([], ON, AT),
        recaps.registered([Registered(NAME, 36, 36), Registered("X", 0, 0)]),
        recaps.registered([]),
        recaps.which_period(looks_back=True),
        recaps.period_not_understood(),
        sent_reports.sent(SENT_DAY, SENT_DAY.versions[0]),
        sent_reports.sent(SENT_DAY, None),
        not_delivered(SENT_DAY.versions[0]),
    ],
)
def test_everything_is_html_that_telegram_takes(html: str) -> None:
    shown, _ = parse_html(html)
    assert 0 < utf16_length(shown) <= 4096


def test_a_caption_and_a_file_name_are_short_enough() -> None:
    scope = Scope(Place.CLASS, 1, NAME)
    assert utf16_length(parse_html(recaps.caption(scope, LONG))[0]) <= 1024
    assert (
        recaps.file_name(Scope(Place.CLASS, 1, "X 1"), month_of(ON), "pdf") == "Rekap X 1 2026-11-01 sd 2026-11-30.pdf"
    )


PUPILS = Asked(Actor(1, NAME, ON, frozenset()), Scope(Place.PUPIL, LARGEST, NAME), LONG)

SCREENS: list[InlineKeyboardMarkup | None] = [
    recap_keys.periods([("Semester ini", LONG)] * 6, LAST_DAY),
    report_keys.sent(SENT_DAY, SENT_DAY.versions[0]),
    recap_keys.scopes([Scope(Place.SCHOOL), *[Scope(Place.CLASS, LARGEST, NAME)] * 120], LONG),
    recap_keys.recap(view(Place.SCHOOL, 60), 1, 3),
    pupil_keys.which([Student(id=LARGEST, name=NAME)] * 10, LAST_DAY),
    pupil_keys.which([Student(id=LARGEST, name=NAME)] * 10, LAST_DAY, LONG),
    pupil_recap_keys.recap(PUPILS, [("Semester ini", LONG)] * 6),
    pupil_keys.page(month(), LAST_DAY, may_correct=True, explains=True),
    pupil_keys.today(LARGEST, LAST_DAY, may_correct=True),
    pupil_keys.days(month()),
    pupil_keys.explained(explanation(1), with_letter=True),
]


@pytest.mark.parametrize("screen", SCREENS)
def test_buttons_keep_within_telegrams_limits(screen: InlineKeyboardMarkup | None) -> None:
    assert screen is not None
    buttons = [button for row in screen.inline_keyboard for button in row]
    assert 0 < len(buttons) <= 100
    assert all(0 < len(row) <= 8 for row in screen.inline_keyboard)
    assert all(button.text and 1 <= len((button.callback_data or "").encode()) <= 64 for button in buttons)
