"""Whose name was typed: who is found in full, in part and misspelt, and what is asked about instead of believed."""

import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.typed_names import meant_by

SCHOOL = """
Ai Hidayat; Ai Nuraeni; Ni Made Ayu Lestari; Ni Luh Putu Wulandari; I Wayan Sudarma; I Gusti Ngurah Agung;
Euis Nurjaman; Asep Gumilar; Budi Santoso; Budi Hartono; Siti Aminah; Siti Nurhaliza; Jonathan Sinaga; Andi
Baso Tenriajeng; Muhammad Rizky; M. Fauzan Azhari; Muhamad Ilham Maulana; Mochamad Yusuf; Rizky Ramadhan;
Riski Ramadan; Nurhidayah; Nur Aini; Sri Mulyani; Dwi Yanti Kusuma; Suharto; Soekarno Putra; Joko; Rina; Wati;
Ahmad Dahlan; Ahmadi; Abdurrahman Wahid; Hasan Basri; Husein Basri; Putri Ayu; Putra Pratama; Hari Setiawan;
Yu; Adi; Ria; Ita; Oki Setiana Dewi; Maria Goreti Da Costa; Yohanes Baptista Kelen; Raden Mas Bagus
Tirtoadisuryo; Rangga Jiwa Cordosega Akbar Sahara; Christofer Hutagalung; Lalu Zohri; Baiq Anggun; Cut Meutia;
Teuku Umar; Tjut Nyak; Daeng Patta; La Ode Hamid; Wa Ode Sitti; Yosef Nggadas; Gregorius Ronald; Zefanya
Tambunan; Elisabet Br. Ginting; Anak Agung Gede; Desak Komang; Khoirul Anwar; Qonita Zahra; Syarifah Aisyah;
Aisah Rahma; Dian Permata; Diana Permatasari; Dinda; Fitri; Fitria Handayani
"""
NAMES = [" ".join(name.split()) for name in SCHOOL.split(";")]
ANYBODY = st.sampled_from(NAMES)


def parts(name: str) -> list[str]:
    return re.findall("[a-z]+", name.lower())


def meant(typed: str, names: list[str] = NAMES) -> list[str]:
    """Whom the words name for certain, or leave open among."""
    found = meant_by(typed, names)
    return [names[place] for place in found.places] if found.is_sure else []


def asked(typed: str, names: list[str] = NAMES) -> list[str]:
    """Who is merely like the words."""
    found = meant_by(typed, names)
    return [] if found.is_sure else [names[place] for place in found.places]


@given(ANYBODY, st.randoms(use_true_random=False))
def test_a_full_name_is_found_in_any_order_and_case(name: str, chance: random.Random) -> None:
    words = name.split()
    chance.shuffle(words)
    assert name in meant(" ".join(words))
    assert name in meant(", ".join(words).upper())


@given(ANYBODY, st.data())
def test_every_part_of_a_name_even_of_two_letters_finds_it(name: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(parts(name)))
    assume(len(part) > 1)
    assert name in meant(part)


@given(ANYBODY, st.data())
def test_one_letter_too_few_or_twice_still_finds_a_name_of_seven(name: str, data: st.DataObject) -> None:
    words = parts(name)
    place = data.draw(st.sampled_from(range(len(words))))
    word = words[place]
    assume(len(word) > 6)
    letter = data.draw(st.integers(1, len(word) - 1))
    instead = data.draw(st.sampled_from(["", word[letter] * 2]))
    words[place] = word[:letter] + instead + word[letter + 1 :]
    assert name in meant(" ".join(words))


@given(ANYBODY, ANYBODY)
def test_a_name_put_together_from_two_pupils_is_neither(one: str, other: str) -> None:
    first, last = parts(one)[0], parts(other)[-1]
    assume(min(len(first), len(last)) > 2)
    for name in meant(f"{first} {last}"):
        fits = [meant(first, [name]), meant(last, [name])]
        assert fits == [[name], [name]]


@given(ANYBODY, st.sampled_from(["Simbolon", "Wicaksono", "Xaverius", "Pohan"]))
def test_a_word_that_fits_nothing_makes_any_name_a_question(name: str, stranger: str) -> None:
    assert meant(f"{name} {stranger}") == []
    assert name in asked(f"{name} {stranger}")
    assert name in asked(f"{parts(name)[0]} {stranger}") or len(parts(name)[0]) == 1


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=8))
def test_any_words_and_names_have_an_answer(typed: str, names: list[str]) -> None:
    found = meant_by(typed, names)
    assert len(set(found.places)) == len(found.places)
    assert all(0 <= place < len(names) for place in found.places)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Ai", ["Ai Hidayat", "Ai Nuraeni"]),
        ("ai hidayat", ["Ai Hidayat"]),
        ("Ni", ["Ni Made Ayu Lestari", "Ni Luh Putu Wulandari"]),
        ("Yu", ["Yu"]),
        ("rizqi", ["Muhammad Rizky", "Rizky Ramadhan", "Riski Ramadan"]),
        ("rizky ramadhan", ["Rizky Ramadhan"]),
        ("hasan", ["Hasan Basri"]),
        ("basri", ["Hasan Basri", "Husein Basri"]),
        ("jonatan", ["Jonathan Sinaga"]),
        ("jonatan sinaga", ["Jonathan Sinaga"]),
        ("Andy Basso", ["Andi Baso Tenriajeng"]),
        ("moh rizki", ["Muhammad Rizky"]),
        ("muh. rizky", ["Muhammad Rizky"]),
        ("m. rizky", ["Muhammad Rizky"]),
        ("Muhammad Fauzan", ["M. Fauzan Azhari"]),
        ("moch. ilham", ["Muhamad Ilham Maulana"]),
        ("Budi S", ["Budi Santoso"]),
        ("nur hidayah", ["Nurhidayah"]),
        ("nuraini", ["Nur Aini"]),
        ("dwiyanti kusuma", ["Dwi Yanti Kusuma"]),
        ("soeharto", ["Suharto"]),
        ("1. Joko", ["Joko"]),
    ],
)
def test_who_is_meant_as_people_type(typed: str, names: list[str]) -> None:
    assert meant(typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Euis Gumilar", ["Euis Nurjaman", "Asep Gumilar"]),
        ("Budi Utami", ["Budi Santoso", "Budi Hartono"]),
        ("Ahmad Ahmadi", ["Ahmad Dahlan", "Ahmadi"]),
        ("Joka", ["Joko"]),
        ("J", ["Jonathan Sinaga", "Joko", "Rangga Jiwa Cordosega Akbar Sahara"]),
        ("Zulkifli", []),
        ("123 !?", []),
        ("", []),
        (" ".join(["budi"] * 500), []),
    ],
)
def test_what_nobody_is_called_is_at_most_asked(typed: str, names: list[str]) -> None:
    assert meant(typed) == []
    assert set(asked(typed)) == set(names)


def test_who_fits_best_is_asked_first() -> None:
    assert asked("Joka Zulkifli", ["Jika", "Joka Widodo", "Joko"])[0] == "Joka Widodo"


def test_both_of_one_name_are_named() -> None:
    assert meant("budi santoso", ["Budi Santoso", "Rina", "BUDI SANTOSO"]) == ["Budi Santoso", "BUDI SANTOSO"]
