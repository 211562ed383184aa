"""Screens of a class in which everybody has the longest name, and of a day about which much was said."""

from datetime import timedelta

import pytest

from bot.wording import pupils, reporting
from core.attendance import Source, Status
from core.drafts import Changes, OtherReason
from core.explanations import Corrected, Explanation
from core.wording.notices import REASONS
from db.models import AbsenceReason, Student
from simulator.telegram.html import parse_html, utf16_length
from tests.school import NOW, TODAY

NAMES = [f"{number:02} Raden <Mas> Abdurrahman & 'Kusumawardhana' Hadiningrat II" for number in range(36)]


def shown(html: str) -> str:
    text, _ = parse_html(html)
    assert utf16_length(text) <= 4096
    return text


@pytest.mark.parametrize("reasons", [1, len(REASONS)])
def test_all_are_chosen_and_all_have_scanned_and_all_were_excused(reasons: int) -> None:
    absent = {letter: NAMES[number::reasons] for number, letter in enumerate(list(REASONS)[:reasons])}
    text = shown(
        reporting.report_screen(
            "X RPL 1",
            TODAY,
            absent=absent,
            students=len(NAMES),
            noticed=[(name, "S") for name in NAMES],
            changes=Changes([], NAMES[:18], [OtherReason(name, "D", "P") for name in NAMES[18:]]),
            arrived_but_named=NAMES,
            anybody_arrived=True,
        )
    )
    _, chosen = text.split("tetapi dipilih:")
    assert all(name in chosen.partition("\n")[2] for name in NAMES), "whoever is chosen is named"
    assert text.count("… dan 2") == 2, "of the marked there are more"
    assert text.endswith("Tekan Kirim.")


def test_a_day_that_was_set_right_a_dozen_times_ends_with_the_last_word_about_it() -> None:
    why = "<&> " * 75
    said = [
        Corrected(NOW + timedelta(minutes=number), "Bu Ratna", None, AbsenceReason.SICK, f"{number}. {why}")
        for number in range(12)
    ]
    status = Status(AbsenceReason.SICK, Source.STAFF)
    found = Explanation(Student(name=NAMES[0]), "X RPL 1", TODAY, said, status, may_correct=True)
    text = shown(pupils.explanation(found))
    assert "sebelumnya" in text
    assert "“11. <&>" in text
    assert text.endswith("Putusan guru berlaku.")
