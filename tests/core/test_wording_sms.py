"""Every SMS that leaves, with the longest names a school can have."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import answers
from core.errors import AnswerTooLong
from core.sms_text import fold, is_gsm7, parts
from core.wording import sms
from db.models import Channel

LONG_NAME = "Raden Muhammad Kusumawardhanaputra Hadiningrat Wiriyodiningratan"[:60]
UNBROKEN = "Q" * 60
TROUBLESOME = "M’uha1234567\u00a0“Ñuñez” 🙏 {[~]}"
CLASS = "XII TKRO 12"
SCHOOLS = ["SDN 101876 Deli", "Sekolah Menengah Kejuruan PGRI 1 Percontohan Kota Tangerang Selatan"]
FIRST, LAST = date(2026, 11, 25), date(2026, 12, 30)  # "Rabu", "Kamis": as long as days get but for "Selasa"
NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)

Sentence = Callable[[str, str, str], str]

SENTENCES: dict[str, Sentence] = {
    "registered": sms.registered,
    "already registered": sms.already_registered,
    "registration waits": lambda name, cls, school: sms.registration_waits(school),
    "registration refused": lambda name, cls, school: sms.registration_refused(school),
    "registration taken back": lambda name, cls, school: sms.registration_taken_back(school),
    "keycode wrong": lambda name, cls, school: sms.keycode_wrong(school),
    "too many guesses": lambda name, cls, school: sms.too_many_guesses(school),
    "notice of illness": lambda name, cls, school: sms.notice_received(name, cls, "S", FIRST, LAST, school),
    "notice of leave": lambda name, cls, school: sms.notice_received(name, cls, "I", FIRST, FIRST, school),
    "notice refused": lambda name, cls, school: sms.notice_refused(name, cls, "S", FIRST, school),
    "which of two": lambda name, cls, school: sms.which_child([name, name], "S"),
    "which of twelve": lambda name, cls, school: sms.which_child([name] * 12, "I"),
    "no report yet": lambda name, cls, school: sms.status_today(name, cls, NOW, None, is_known=False),
    "present": lambda name, cls, school: sms.status_today(name, cls, NOW, None, is_known=True),
    **{
        f"status {letter}": lambda name, cls, school, letter=letter: sms.status_today(
            name, cls, NOW, letter, is_known=True
        )
        for letter in "SIADP"
    },
    "alert": lambda name, cls, school: sms.alert_alfa(name, cls, FIRST, school),
    "correction to present": lambda name, cls, school: sms.alert_correction(name, cls, FIRST, None, school),
    "correction to on duty": lambda name, cls, school: sms.alert_correction(name, cls, FIRST, "D", school),
    "correction to sent home": lambda name, cls, school: sms.alert_correction(name, cls, FIRST, "P", school),
    "arrived": lambda name, cls, school: sms.checked_in(
        name, cls, NOW, school, leaving=False, minutes_late=None, early=False
    ),
    "left for home": lambda name, cls, school: sms.checked_in(
        name, cls, NOW, school, leaving=True, minutes_late=None, early=False
    ),
    "left early": lambda name, cls, school: sms.checked_in(
        name, cls, NOW, school, leaving=True, minutes_late=None, early=True
    ),
    "arrived late": lambda name, cls, school: sms.checked_in(
        name, cls, NOW, school, leaving=False, minutes_late=305, early=False
    ),
    "not late after all": lambda name, cls, school: sms.arrival_set_right(
        name, cls, NOW, school, minutes_late=None, was_told=True
    ),
    "left later after all": lambda name, cls, school: sms.leaving_set_right(name, cls, NOW, school, instead_of=NOW),
    "explained": lambda name, cls, school: sms.explained(name, cls, FIRST),
    "info received": lambda name, cls, school: sms.info_received(school),
    "passed on": lambda name, cls, school: sms.passed_on(school),
    "one left": lambda name, cls, school: sms.stopped([name], school),
    "twelve left": lambda name, cls, school: sms.stopped([name] * 12, school),
    "help for a guardian": lambda name, cls, school: sms.help_guardian(school),
    "help for a stranger": lambda name, cls, school: sms.help_stranger(school),
}
EVERY_SENTENCE = pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)


def test_no_sentence_is_left_out():
    written = {name for name, thing in vars(sms).items() if callable(thing) and thing.__module__ == sms.__name__}
    tried = {name for name in written if not name.startswith("_")} - {"staff_reply"}
    named = " ".join(f"{s.__name__} {' '.join(s.__code__.co_names)}" for s in SENTENCES.values())
    assert all(re.search(rf"\b{name}\b", named) for name in tried)


@EVERY_SENTENCE
@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("name", ["Budi", LONG_NAME, UNBROKEN, TROUBLESOME])
def test_a_sentence_is_cheap_and_gets_through(sentence: Sentence, name: str, school: str):
    said = sentence(name, CLASS, school)
    assert is_gsm7(said)
    assert parts(said) <= 2
    assert not re.search(r"\d{4}", said)
    assert not re.search(r"kode|nomor|selamat|akun|https?:|www", said, re.IGNORECASE)


@EVERY_SENTENCE
@given(name=st.text(max_size=80), school_class=st.text(max_size=40), school=st.text(max_size=100))
def test_no_name_makes_it_longer(sentence: Sentence, name: str, school_class: str, school: str):
    said = sentence(name, school_class, school)
    assert is_gsm7(said)
    assert parts(said) <= 2


def test_the_registered_guardian_reads_first_name_class_and_how_to_stop():
    said = sms.registered("Budi Santoso", "X TKJ 1", "SMK PGRI 1 Tangerang")
    assert "Budi (X TKJ 1)" in said
    assert "Santoso" not in said
    assert "BERHENTI" in said
    assert said.startswith("SMK PGRI 1 Tangerang")


@pytest.mark.parametrize(
    ("name", "called"), [("Siti Aminah", "Siti Aminah"), ("M. Rizky Putra", "M. Rizky"), ("Muhammad", "Muhammad")]
)
def test_a_first_name_that_half_the_class_bears_takes_the_second_along(name: str, called: str):
    assert f" {called} (X 1)" in sms.explained(name, "X 1", FIRST)


def test_a_long_school_name_does_not_cost_a_second_part():
    assert parts(sms.already_registered(UNBROKEN, CLASS, SCHOOLS[1])) == 1


@given(name=st.text(max_size=80), school_class=st.text(max_size=40), school=st.text(max_size=100))
def test_a_refused_notice_costs_one_part_for_any_name_and_day(name: str, school_class: str, school: str):
    said = sms.notice_refused(name, school_class, "S", date(2026, 11, 24), school)
    assert "Selasa 24 Nov" in said
    assert parts(said) == 1


def test_the_digits_of_a_school_stay_readable_in_threes():
    assert sms.passed_on("SDN 101876").startswith("SDN 101 876: ")


def test_the_acknowledgement_names_the_days():
    assert "Rabu 25 Nov sampai Rabu 30 Des" in sms.notice_received("Budi", "X 1", "S", FIRST, LAST, "SMK")


def test_siblings_are_told_apart_by_more_than_the_first_name():
    said = sms.which_child(["Siti Aminah", "Siti Zahra"], "S")
    assert "Siti Aminah, Siti Zahra" in said
    assert "SAKIT Siti Aminah" in said


def test_more_names_than_fit_are_counted():
    assert re.search(r"dan \d+ lainnya", sms.stopped([f"{LONG_NAME}"] * 30, SCHOOLS[1]))


def test_status_says_since_when_it_is_so():
    assert sms.status_today("Budi", "X 1", NOW, "S", is_known=True).startswith(
        "Budi (X 1), Selasa 24 Nov pukul 07.15: tercatat sakit."
    )
    assert "belum ada laporan" in sms.status_today("Budi", "X 1", NOW, None, is_known=False)


def test_help_for_a_stranger_tells_nothing_of_children():
    assert "terdaftar" not in sms.help_stranger("SMK 1").lower()


def test_a_teachers_reply_keeps_its_words_and_says_who_speaks():
    assert sms.staff_reply("Bu Ratna", "Baik, lekas sembuh ya 🙏") == "Bu Ratna: Baik, lekas sembuh ya"


@given(st.text(max_size=80), st.text(max_size=3000))
def test_a_reply_is_whole_and_in_the_cheap_alphabet(who: str, text: str):
    said = sms.staff_reply(who, text)
    assert is_gsm7(said)
    assert said.endswith(fold(text))


@pytest.mark.parametrize("word", ["kata ", "{}~ ", "x", "x^"])
def test_a_reply_that_is_shortened_as_it_was_asked_for_fits(word: str):
    text = word * 700
    with pytest.raises(AnswerTooLong) as refused:
        answers.check_length(text, sms.staff_reply("Bu Ratna", text), Channel.SMS)
    shorter = text[: -refused.value.letters_over]
    answers.check_length(shorter, sms.staff_reply("Bu Ratna", shorter), Channel.SMS)


def test_an_answer_by_telegram_has_its_own_length():
    with pytest.raises(AnswerTooLong) as refused:
        answers.check_length("🙏" * 2000, "", Channel.TELEGRAM)
    assert (refused.value.letters_over, refused.value.parts) == (200, None)
    answers.check_length("🙏" * 1900, "", Channel.TELEGRAM)


@pytest.mark.parametrize("leaving", [False, True])
@given(name=st.text(max_size=80), school_class=st.text(max_size=40), school=st.text(max_size=100))
def test_a_confirmation_is_one_part_for_any_name(leaving: bool, name: str, school_class: str, school: str):
    said = sms.checked_in(name, school_class, NOW, school, leaving=leaving, minutes_late=659, early=True)
    assert parts(said) == 1
    assert parts(sms.arrival_set_right(name, school_class, NOW, school, minutes_late=659, was_told=True)) == 1
    assert parts(sms.leaving_set_right(name, school_class, NOW, school, instead_of=NOW)) == 1
