"""A report in one typed line: what is one, whom its names mean, and what stays unclear."""

import pytest

from core.typed_report import Unclear, match, parse
from db.models import AbsenceReason

SICK, EXCUSED, ALFA = AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED
CLASS = {1: "Budi Santoso", 2: "Siti Aminah", 3: "Andi Wijaya", 4: "Budi Hartono", 5: "Muhammad Rizky"}


@pytest.mark.parametrize(
    ("text", "class_words", "named"),
    [
        ("A: Budi, Siti; S: Andi", "", [(ALFA, "Budi"), (ALFA, "Siti"), (SICK, "Andi")]),
        ("a:budi dan siti", "", [(ALFA, "budi"), (ALFA, "siti")]),
        ("Sakit = Andi\nijin: Rina", "", [(SICK, "Andi"), (EXCUSED, "Rina")]),
        ("A:Budi S:Andi", "", [(ALFA, "Budi"), (SICK, "Andi")]),
        ("X RPL 1 A: Budi", "X RPL 1", [(ALFA, "Budi")]),
        ("NIHIL", "", []),
        ("x-rpl-1 nihil!", "x-rpl-1", []),
    ],
)
def test_a_line_is_read(text: str, class_words: str, named: list[tuple[AbsenceReason, str]]) -> None:
    typed = parse(text)
    assert typed is not None
    assert (typed.class_words, list(typed.named)) == (class_words, named)


@pytest.mark.parametrize("text", ["halo apa kabar", "S:", "Pukul 7: rapat", "besok libur", "", "A: " + "x" * 5000])
def test_other_talk_is_no_report(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [("budi santoso", 1), ("Aminah", 2), ("andy", 3), ("Hartono", 4), ("riski", 5), ("siti aminh", 2)],
)
def test_a_name_is_understood_in_full_in_part_and_nearly_so(words: str, meant: int) -> None:
    assert match([(SICK, words)], CLASS).entries == {meant: SICK}


def test_what_means_nobody_or_several_is_named_and_reports_nobody() -> None:
    matched = match([(ALFA, "Budi"), (ALFA, "Joko"), (SICK, "Andi")], CLASS)
    assert matched.entries == {3: SICK}
    assert matched.unclear == [Unclear("Budi", ["Budi Santoso", "Budi Hartono"]), Unclear("Joko", [])]


def test_a_pupil_who_was_given_two_reasons_is_asked_about_and_not_reported() -> None:
    matched = match([(ALFA, "Siti"), (SICK, "Andi"), (SICK, "aminah"), (SICK, "Andi Wijaya")], CLASS)
    assert matched.entries == {3: SICK}
    assert matched.unclear == [Unclear("Siti Aminah", (), [ALFA, SICK])]


def test_a_pupil_of_another_class_is_never_reported_as_one_of_a_like_name() -> None:
    matched = match([(ALFA, "Budi Utami"), (SICK, "Siti Hartono"), (ALFA, "Andi W")], CLASS)
    assert matched.entries == {3: ALFA}
    assert matched.unclear == [
        Unclear("Budi Utami", ["Budi Santoso", "Budi Hartono"]),
        Unclear("Siti Hartono", ["Siti Aminah", "Budi Hartono"]),
    ]


def test_names_of_two_letters_count_and_two_of_them_are_asked() -> None:
    members = {1: "Ai Hidayat", 2: "Ni Made Ayu", 3: "Ni Luh Putri", 4: "Aisyah"}
    matched = match([(ALFA, "Ai"), (SICK, "Ni"), (SICK, "Luh")], members)
    assert matched.entries == {1: ALFA, 3: SICK}
    assert matched.unclear == [Unclear("Ni", ["Ni Made Ayu", "Ni Luh Putri"])]
