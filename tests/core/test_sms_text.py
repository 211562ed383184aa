"""What a text costs as SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sms_text import GSM7_BASIC, GSM7_EXTENSION, cut, fold, is_gsm7, parts, septets, shorten

GSM7_TEXT = st.text(alphabet=sorted(GSM7_BASIC | GSM7_EXTENSION), max_size=700)


def test_the_alphabet_is_the_standards_without_carriage_return():
    assert (len(GSM7_BASIC), len(GSM7_EXTENSION)) == (126, 9)  # 128 places, less the escape and the carriage return


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Budi\u00a0Santoso", "Budi Santoso"),
        ("Jum’at “besok” – lusa…", 'Jum\'at "besok" - lusa...'),
        ("Zoë Müller José", "Zoe Müller José"),
        ("Terima kasih 🙏🙏 Bu 👩‍🏫", "Terima kasih Bu"),
        ("𝗦𝗲𝗹𝗮𝗺𝗮𝘁", "Selamat"),
        ("a\x00b\x1bc\x07\u200b\ufeff", "abc"),
        ("satu\r\ndua\rtiga\tempat", "satu\ndua\ntiga empat"),
        ("Σ{x}~€", "Σ{x}~€"),
        ("حسن", "???"),
        ("\u2028", ""),
    ],
)
def test_folding_keeps_what_is_said(typed: str, folded: str):
    assert fold(typed) == folded


@given(st.text())
def test_whatever_is_folded_is_gsm7_and_stays_as_it_is(text: str):
    folded = fold(text)
    assert is_gsm7(folded)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 159 + "€", 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # 306 septets, but the escape pair may not straddle the seam
        ("a" * 151 + "€" + "a" * 153, 2),
        ("a" * 159 + "\u00a0", 3),  # one NBSP in 160 characters
        ("a" * 81 + "’", 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("🙏" * 35, 1),
        ("🙏" * 36, 2),
        ("ж" * 66 + "🙏" + "ж" * 66, 3),
    ],
)
def test_the_network_bills_parts(text: str, count: int):
    assert parts(text) == count


@given(GSM7_TEXT)
def test_parts_lie_between_what_fits_at_best_and_one_septet_lost_at_each_seam(text: str):
    count, length = parts(text), septets(text)
    assert (count == 1) == (length <= 160)
    if count > 1:
        assert (count - 1) * 152 < length <= count * 153


@pytest.mark.parametrize(
    ("name", "limit", "short"),
    [
        ("Budi Santoso", 20, "Budi Santoso"),
        ("Muhammad Rizky Ramadhan Putra", 20, "Muhammad Rizky"),
        ("Wiriyodiningratan", 10, "Wiriyodin."),
        ("  Siti\u00a0 Aminah ", 20, "Siti Aminah"),
        ("{{{{{{", 6, "{{."),
        ("", 5, ""),
    ],
)
def test_names_are_shortened_by_whole_words(name: str, limit: int, short: str):
    assert shorten(name, limit) == short


@given(st.text(max_size=120), st.integers(min_value=1, max_value=60))
def test_a_shortened_name_always_fits(name: str, limit: int):
    assert septets(shorten(name, limit)) <= limit


@given(GSM7_TEXT, st.integers(min_value=0, max_value=800))
def test_a_cut_text_is_the_longest_beginning_that_fits(text: str, limit: int):
    kept = cut(text, limit)
    assert text.startswith(kept)
    assert septets(kept) <= limit
    assert kept == text or septets(text[: len(kept) + 1]) > limit
