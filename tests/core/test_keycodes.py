"""Keycodes: made, printed, typed on a phone, and read again."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keycodes import (
    ALPHABET,
    LENGTH,
    asks_to_register,
    is_keycode,
    looks_like_keycode,
    new_keycode,
    read_keycode,
    spaced,
)


def completed(nine: str) -> str | None:
    return next((nine + letter for letter in ALPHABET if is_keycode(nine + letter)), None)


CODES = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(completed).filter(bool)
PLACES = st.integers(min_value=0, max_value=LENGTH - 1)


def test_the_alphabet_is_a_prime_number_of_letters_that_are_not_mistaken_for_each_other():
    assert len(ALPHABET) == 23
    assert not set("IOQ0123456789") & set(ALPHABET)


def test_a_code_cannot_be_guessed():
    without_many_vowels = sum(math.comb(LENGTH, n) * (3 / 23) ** n * (20 / 23) ** (LENGTH - n) for n in range(3))
    assert math.log2(23 ** (LENGTH - 1) * without_many_vowels) > 40
    assert len({new_keycode() for _ in range(500)}) == 500


def test_a_new_code_is_a_keycode_with_few_vowels():
    for code in (new_keycode() for _ in range(500)):
        assert is_keycode(code)
        assert len(code) == LENGTH
        assert sum(letter in "AEU" for letter in code) <= 2


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_every_wrong_letter_is_noticed(code: str, place: int, letter: str):
    wrong = code[:place] + letter + code[place + 1 :]
    assert is_keycode(wrong) == (wrong == code)


@given(CODES, PLACES, PLACES)
def test_every_swap_of_two_letters_is_noticed(code: str, one: int, other: int):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert is_keycode("".join(letters)) == ("".join(letters) == code)


FORMS = [
    "{code}",
    "{spaced}",
    "{lower}",
    "{dashed}",
    "{dotted}",
    "{spaced} Budi",
    "{spaced} Budi Santoso X RPL 1",
    "DAFTAR {spaced}",
    "DAFTAR#{code}",
    "daftar: {lower} budi",
    "DAFTAR{code}",
    "Dafatr {spaced}",
    "DAPTAR {spaced}",
    "REG {spaced}",
    "Register {spaced}",
    "kode {spaced}",
    "DAFTAR siswa {spaced} Budi",
    "DAFTAR Budi {code}",
    "DAFTAR {letters}",
    "{letters}",
    "\n <{spaced}> \n",
]


@pytest.mark.parametrize("form", FORMS)
@given(code=CODES)
def test_a_code_is_read_however_it_is_typed(form: str, code: str):
    text = form.format(
        code=code,
        spaced=spaced(code),
        lower=code.lower(),
        dashed=spaced(code).replace(" ", "-"),
        dotted=spaced(code).replace(" ", ". ").lower(),
        letters=" ".join(code),
    )
    # A name before the code may, once in some thousand codes, make a right-looking code with a part of it.
    assert read_keycode(text) == code or form == "DAFTAR Budi {code}"
    assert not looks_like_keycode(text)


@pytest.mark.parametrize(
    ("typed", "meant"), [("O", "D"), ("0", "D"), ("Q", "D"), ("1", "L"), ("I", "L"), ("5", "S"), ("8", "B"), ("2", "Z")]
)
def test_look_alikes_are_forgiven(typed: str, meant: str):
    code = next(code for code in iter(new_keycode, None) if code.count(meant) == 1)
    assert read_keycode(f"DAFTAR {code.replace(meant, typed)}") == code


@given(CODES, st.sampled_from("BCFG"))
def test_a_code_with_a_wrong_letter_looks_like_one_and_is_none(code: str, letter: str):
    wrong = code[:-1] + letter
    for text in (wrong, spaced(wrong), f"DAFTAR {wrong}", f"daftar {spaced(wrong)} budi"):
        assert looks_like_keycode(text) == (wrong != code)
        assert read_keycode(text) == (code if wrong == code else None)


@given(CODES)
def test_a_lost_or_doubled_letter_behind_daftar_is_a_slip(code: str):
    assert looks_like_keycode(f"DAFTAR {code[:-1]}")
    assert looks_like_keycode(f"DAFTAR {spaced(code)[:-1]} Budi")
    assert looks_like_keycode(f"DAFTAR {code}{code[-1]}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DAFTAR",
        "Hasan sakit",
        "Rusdi Ahmad",
        "Dimas Dipto",
        "Sudah sembuh",
        "terimakasih",
        "terima kasih",
        "0812345678",
        "08123 45678",
        "daftar hadir siswa",
        "daftar ulang kapan ya bu",
        "Kode pos di sini berapa",
        "Budi hari ini tidak masuk karena demam tinggi sejak semalam",
        "حسن",
    ],
)
def test_a_plain_sentence_is_no_keycode(text: str):
    assert read_keycode(text) is None
    assert not looks_like_keycode(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [("DAFTAR", True), ("daftr x", True), ("Reg", True), ("Regina sakit", False), ("antar", False), ("", False)],
)
def test_who_asks_to_register(text: str, asks: bool):
    assert asks_to_register(text) is asks


@given(st.text(max_size=2500) | st.text(alphabet="ABCDE DAFTAR 019", max_size=300))
def test_reading_is_total_and_gives_only_keycodes(text: str):
    code = read_keycode(text)
    assert code is None or is_keycode(code)
    assert not (code and looks_like_keycode(text))
