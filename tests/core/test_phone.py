"""Senders and numbers, as networks, people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.phone import SenderKind, masked, mobile_number, parse_sender


@pytest.mark.parametrize(
    "written",
    [
        "+6281234567890",
        "6281234567890",
        "006281234567890",
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "81234567890",
        "81234567890.0",
        "'081234567890",
        "+62 (0)812 3456 7890",
        "  +62 812-3456-7890\n",
    ],
)
def test_one_number_written_in_many_ways_is_one_number(written: str):
    assert mobile_number(written) == "+6281234567890"


@pytest.mark.parametrize("foreign", ["+6591234567", "+60123456789", "+966512345678", "+14155552671"])
def test_a_parent_working_abroad_is_answered(foreign: str):
    sender = parse_sender(foreign)
    assert (sender.kind, sender.address, sender.is_answerable) == (SenderKind.MOBILE, foreign, True)


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("4444", SenderKind.SHORT_CODE),
        ("98123", SenderKind.SHORT_CODE),
        ("+8888", SenderKind.SHORT_CODE),
        ("TELKOMSEL", SenderKind.NAME),
        ("3Care", SenderKind.NAME),
        ("BANK-BRI", SenderKind.NAME),
        ("", SenderKind.NAME),
        ("٠٨١٢٣٤٥٦٧٨٩٠", SenderKind.NAME),
        ("0215551234", SenderKind.OTHER),  # Jakarta landline
        ("08001234567", SenderKind.OTHER),
        ("0809123456789", SenderKind.OTHER),  # premium
        ("6591234567", SenderKind.OTHER),  # another country without its +
        ("084123456789", SenderKind.OTHER),  # 84 is given to nobody
        ("9" * 40, SenderKind.OTHER),
    ],
)
def test_machines_and_what_is_no_mobile_are_never_answered(shown: str, kind: SenderKind):
    sender = parse_sender(shown)
    assert (sender.kind, sender.is_answerable) == (kind, False)


@pytest.mark.parametrize(
    "written", ["", "ibu", "6.28123E+11", "0812", "08123456789012345", "081234567890/085712345678"]
)
def test_what_is_not_one_mobile_number_is_none(written: str):
    assert mobile_number(written) is None


def test_masking_leaves_a_number_recognisable_and_not_dialable():
    assert masked("+6281234567890") == "+62812•••••890"
    assert masked("+6591234567") == "+659••••567"


def test_short_codes_and_names_are_nobodys_secret():
    assert (masked("4444"), masked("TELKOMSEL")) == ("4444", "TELKOMSEL")


@given(st.text(alphabet="+0123456789", min_size=9, max_size=15))
def test_at_least_four_digits_of_any_number_are_hidden(number: str):
    shown = masked(number)
    assert shown == number if not number.lstrip("+").isdigit() or "+" in number[1:] else shown.count("•") >= 4


@given(st.text(max_size=60) | st.text(alphabet="+0123456789 -().", max_size=20))
def test_any_sender_is_sorted_and_a_mobile_stays_what_it_is(raw: str):
    sender = parse_sender(raw)
    assert sender.is_answerable == (sender.kind is SenderKind.MOBILE)
    if sender.is_answerable:
        assert parse_sender(sender.address) == sender
