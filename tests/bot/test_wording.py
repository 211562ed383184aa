"""What the bot says is HTML that Telegram takes, with names as they are, within its limits."""

import inspect
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot import wording
from bot.wording import menu, reporting
from core import errors
from core.attendance import DayEvents
from core.days import StudentDay
from core.errors import Refusal
from core.overview import ClassDay
from core.wording import notices
from db.models import AbsenceReason, Role, SchoolClass, Student
from simulator.telegram.html import parse_html, utf16_length

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
NAME = '</b>Budi & "Co" <a href=x>&lt; Siti\'s'
LONGEST_NAME = "Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro & Hadiningrat"
SCREEN, ALERT = 4096, 200

REFUSALS: list[Refusal] = [
    errors.NotFound(),
    errors.NotAllowed(),
    errors.InvitationRefused(),
    errors.TooManyGuesses(),
    errors.NotNumber(),
    errors.DayIsOver(ON),
    errors.CutOffPassed(time(9, 30)),
    errors.AlreadyDecided(LONGEST_NAME, accepted=True),
    errors.ReportOvertaken(1, LONGEST_NAME),
    errors.NoSchoolToday(LONGEST_NAME),
    *(errors.BadCalendarEntry(part) for part in ("days", "name", "hours", "class")),
    errors.AlreadyClosed(),
    errors.NothingChosen(),
    errors.SomebodyChosen(),
    errors.WhyMissing(),
    errors.AlreadySettled(LONGEST_NAME),
    errors.NothingToSettle(),
]


def days(name: str, school_class: str, count: int, reason: AbsenceReason | None = None) -> list[StudentDay]:
    events = DayEvents(class_reported=True, reported_reason=reason)
    return [StudentDay(Student(name=name), SchoolClass(name=school_class), events) for _ in range(count)]


def report_screen(name: str, count: int = 1) -> str:
    absent, noticed = {"S": [name] * count}, [(name, "I")]
    return reporting.report_screen(name, ON, absent=absent, students=count, noticed=noticed, is_correction=True)


def guardian_notice(name: str, text: str = "") -> str:
    return notices.guardian_notice(
        student=name,
        school_class=name,
        reason="S",
        first=ON,
        last=ON,
        days_doubtful=True,
        text=text or name,
        phone=name,
    )


def day_corrected(name: str) -> str:
    return notices.day_corrected(student=name, school_class=name, on=ON, before="A", after=None, who=name, why=name)


def class_report(name: str, count: int = 1) -> str:
    return notices.class_report(
        school_class=name, on=ON, reporter=name, absent={"A": [name] * count}, is_correction=False, students=count
    )


def sms_not_delivered(text: str) -> str:
    return notices.sms_not_delivered(phone=text[:20], student="Budi", school_class="X", uncertain=True, text=text)


NAMING: dict[str, Callable[[str], str]] = {
    "welcome": lambda name: wording.welcome(name, Role.HOMEROOM_TEACHER, name),
    "welcome_back": lambda name: menu.welcome_back(name, [(Role.HOMEROOM_TEACHER, name)]),
    "help_text": lambda name: menu.help_text([(Role.HOMEROOM_TEACHER, name)], [("lapor", menu.REPORT)], []),
    "report_screen": report_screen,
    "report_sent": lambda name: reporting.report_sent(name, ON, absent={"A": [name]}, students=1),
    "today": lambda name: wording.today(
        [ClassDay(SchoolClass(name=name), days(name, name, 1, AbsenceReason.SICK))], ON
    ),
    "student_lines": lambda name: wording.student_lines(days(name, name, 3)),
    "what_is_right": wording.what_is_right,
    "why": lambda name: wording.why(name, None),
    "group_named": wording.group_named,
    "class_report": class_report,
    "guardian_notice": guardian_notice,
    "guardian_message": lambda name: notices.guardian_message(
        student=name, school_class=name, text=name, phone=name, about_alert=True
    ),
    "public_info": lambda name: notices.public_info(text=name, phone=name, at=AT),
    "staff_answered": lambda name: notices.staff_answered(who=name, text=name),
    "notice_decided": lambda name: notices.notice_decided(student=name, who=name, accepted=True),
    "day_corrected": day_corrected,
    "sms_not_delivered": lambda name: notices.sms_not_delivered(
        phone=name, student=name, school_class=name, uncertain=False, text=name
    ),
    "not_reported": lambda name: notices.not_reported(on=ON, at=AT, classes=[name], total=2),
    "please_report": lambda name: notices.please_report(school_class=name, on=ON),
}


@pytest.mark.parametrize("sentence", NAMING.values(), ids=NAMING)
def test_a_name_shows_as_it_is(sentence: Callable[[str], str]) -> None:
    text, _ = parse_html(sentence(NAME))
    plain, entities = parse_html(sentence("Budi"))
    assert text == plain.replace("Budi", NAME)
    assert len(parse_html(sentence(NAME))[1]) == len(entities), "a name adds no formatting"


LONGEST: dict[str, str] = {
    "a class of fifty, all absent": report_screen(LONGEST_NAME, 50),
    "the news of it": class_report(LONGEST_NAME, 50),
    "a guardian's longest words": guardian_notice(LONGEST_NAME, "A" * 10_000),
    "a guardian's longest row of emoji": guardian_notice(LONGEST_NAME, "\N{PILE OF POO}" * 10_000),
    "an info of emoji": notices.public_info(text="\N{PILE OF POO}" * 10_000, phone="+6281211112222", at=AT),
    "an answer of emoji": notices.staff_answered(who=LONGEST_NAME, text="\N{PILE OF POO}" * 4096),
    "an SMS that did not arrive": sms_not_delivered("&" * 10_000),
}


@pytest.mark.parametrize("message", LONGEST.values(), ids=LONGEST)
def test_the_longest_message_fits_into_one(message: str) -> None:
    text, _ = parse_html(message)
    assert utf16_length(text) <= SCREEN


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_refusal_fits_on_a_button_and_has_words_of_its_own(refusal: Refusal) -> None:
    words = wording.refusal(refusal)
    assert 10 < utf16_length(words) <= ALERT
    assert words != wording.refusal(Refusal())
    assert parse_html(words) == (words, [])


def test_no_refusal_is_forgotten() -> None:
    """Those of the command line have their words there."""
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Refusal)}
    assert kinds - {type(refusal) for refusal in REFUSALS} == {Refusal, errors.BadRule}


@pytest.mark.parametrize("text", [wording.stranger(), wording.something_went_wrong(), wording.not_understood()])
def test_what_anybody_may_get_is_plain(text: str) -> None:
    assert parse_html(text) == (text, [])
