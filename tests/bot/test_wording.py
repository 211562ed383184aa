"""What the bot says is HTML that Telegram takes, with names as they are, within its limits."""

import inspect
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.files import FileUnavailable
from bot.menu import help_of
from bot.questions import AlreadyAnswered
from bot.wording import messages, refusals, reporting
from core import announcements, errors
from core.actors import Actor, Grant
from core.answers import LONGEST_BY_TELEGRAM
from core.attendance import DayEvents
from core.days import StudentDay
from core.drafts import Changes, OtherReason
from core.errors import Refusal
from core.roster.refusals import WorkbookTooLarge
from core.sms_text import parts
from core.typed_report import Unclear
from core.unanswered import Waiting
from core.wording import guardian_messages, notices, sms
from core.wording.letters import letter
from db.models import AbsenceReason, Channel, GuardianNotice, InboundSms, Role, SchoolClass, Student
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
    errors.NotYet(),
    errors.DayIsOver(ON),
    errors.TooLongAgo(ON, ON),
    errors.CutOffPassed(1, time(9, 30)),
    errors.AlreadyDecided(LONGEST_NAME, accepted=True),
    errors.ReportOvertaken(1, LONGEST_NAME),
    errors.NoSchoolToday(LONGEST_NAME),
    *(errors.BadCalendarEntry(part) for part in ("days", "name", "hours", "class")),
    errors.AlreadyClosed(),
    errors.DraftChanged(),
    errors.TimeImpossible(),
    errors.WhyMissing(),
    errors.AlreadySo(AbsenceReason.SENT_HOME),
    errors.AlreadySo(None),
    errors.DatesUnreadable(),
    errors.DatesImpossible(),
    errors.BadRule("bell_monday", "x", ""),
    errors.AlreadyHeld(),
    errors.LastAdministrator(),
    errors.NoRoleToInviteTo(),
    announcements.NothingSaid(),
    announcements.TooLong(letters=announcements.LONGEST_TELEGRAM),
    announcements.TooLong(parts=announcements.MOST_SMS_PARTS),
    announcements.BeyondTheCap(100_000, 99_999),
    announcements.DraftOfAnotherDay(ON),
    FileUnavailable(),
    AlreadyAnswered(),
    WorkbookTooLarge(20),
    errors.AlreadySettled(LONGEST_NAME),
    errors.NothingToSettle(),
    errors.AlreadySent(),
    errors.AlreadyAsked(),
    errors.NoWords(),
    errors.AnswerTooLong(letters_over=3480, parts=27),
    errors.AnswerTooLong(letters_over=296),
]


def days(name: str, school_class: str, count: int, reason: AbsenceReason | None = None) -> list[StudentDay]:
    events = DayEvents(class_reported=True, reported_reason=reason)
    return [StudentDay(Student(name=name), SchoolClass(name=school_class), events) for _ in range(count)]


def report_screen(name: str, count: int = 1) -> str:
    absent, noticed = {"S": [name] * count}, [(name, "I")]
    changes = Changes([name], [name], [OtherReason(name, "D", "P")])
    return reporting.report_screen(name, ON, absent=absent, students=count, noticed=noticed, changes=changes)


def guardian_notice(name: str, text: str = "") -> str:
    return notices.guardian_notice(
        student=name,
        school_class=name,
        reason="S",
        first=ON,
        last=ON,
        days_doubtful=True,
        text=text or name,
        sender=name,
    )


def day_corrected(name: str) -> str:
    return notices.day_corrected(student=name, school_class=name, on=ON, before="A", after=None, who=name, why=name)


def class_report(name: str, count: int = 1) -> str:
    return notices.class_report(
        school_class=name, on=ON, reporter=name, absent={"A": [name] * count}, is_correction=False, students=count
    )


def sms_not_delivered(text: str) -> str:
    return notices.sms_not_delivered(phone=text[:20], student="Budi", school_class="X", uncertain=True, text=text)


def waiting(name: str, text: str = "Halo") -> Waiting:
    sms = InboundSms(body=text, sender="+6281211112222", received_at=AT, understood_as="notice")
    notice = GuardianNotice(reason=AbsenceReason.SICK, first_day=ON, last_day=ON)
    return Waiting(sms, notice, Student(name=name), SchoolClass(name=name), asked=True, days_doubtful=True)


def help_for_all() -> str:
    everything = frozenset(Grant(role, 1) for role in Role)
    return help_of(Actor(1, LONGEST_NAME, ON, everything), [(role, LONGEST_NAME) for role in Role])


LONGEST: dict[str, str] = {
    "a class of fifty, all absent": report_screen(LONGEST_NAME, 50),
    "the news of it": class_report(LONGEST_NAME, 50),
    "a guardian's longest words": guardian_notice(LONGEST_NAME, "A" * 10_000),
    "a guardian's longest row of emoji": guardian_notice(LONGEST_NAME, "\N{PILE OF POO}" * 10_000),
    "an info of emoji": notices.public_info(text="\N{PILE OF POO}" * 10_000, phone="+6281211112222", at=AT),
    "an answer of emoji": notices.staff_answered(
        who=LONGEST_NAME, text="\N{PILE OF POO}" * 4096, channel=Channel.TELEGRAM
    ),
    "the same to a guardian in Telegram": guardian_messages.staff_reply(
        LONGEST_NAME, "\N{PILE OF POO}" * (LONGEST_BY_TELEGRAM // 2)
    ),
    "a whole list of what waits": messages.waiting_list(
        [waiting(LONGEST_NAME, "&" * 5000)] * 5, total=999, first=500, now=AT
    ),
    "a notice with its question": messages.asked(
        guardian_notice(LONGEST_NAME, "\N{PILE OF POO}" * 10_000),
        max((question for _, question in messages.QUESTIONS.values()), key=len),
        Channel.TELEGRAM,
    ),
    "ten names not understood": reporting.not_matched([Unclear("x" * 60, [LONGEST_NAME] * 3)] * 30),
    "help for somebody who is everything": help_for_all(),
    "an SMS that did not arrive": sms_not_delivered("&" * 10_000),
    "an alert that did not arrive": notices.alert_not_delivered(student=LONGEST_NAME, school_class="X TKRO 1"),
}


@pytest.mark.parametrize("message", LONGEST.values(), ids=LONGEST)
def test_the_longest_message_fits_into_one(message: str) -> None:
    text, _ = parse_html(message)
    assert utf16_length(text) <= SCREEN


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_refusal_fits_on_a_button_and_has_words_of_its_own(refusal: Refusal) -> None:
    words = refusals.refusal(refusal)
    assert 10 < utf16_length(words) <= ALERT
    assert words != refusals.refusal(Refusal())
    assert parse_html(words) == (words, [])


def test_no_refusal_is_forgotten() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Refusal)}
    assert kinds - {type(refusal) for refusal in REFUSALS} == {Refusal}


@pytest.mark.parametrize("text", [refusals.stranger(), refusals.something_went_wrong(), refusals.not_understood()])
def test_what_anybody_may_get_is_plain(text: str) -> None:
    assert parse_html(text) == (text, [])


def test_a_letters_caption_fits_under_its_picture() -> None:
    caption = letter(student=LONGEST_NAME * 9, school_class=LONGEST_NAME * 9, on=ON, who=LONGEST_NAME * 9)
    assert utf16_length(parse_html(caption)[0]) <= 1024


def test_questions_to_guardians_are_sms_that_arrive() -> None:
    """Two parts with the longest name in front, and none of the words that operators are reported to drop."""
    for _, question in messages.QUESTIONS.values():
        said = sms.staff_reply(LONGEST_NAME, question)
        assert parts(said) <= 2
        assert not re.search(r"[0-9]{4}|https?:|kode|nomor|selamat|akun", said, re.IGNORECASE)
