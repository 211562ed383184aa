"""The codec against published examples and against itself."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.modem import fields, gsm7, pdu, user_data
from simulator.modem.user_data import Alphabet, Concatenation, Part

GSM7_TEXT = st.text(alphabet=sorted(set(gsm7.BASIC) - {"\x1b"} | set(gsm7.EXTENSION)), max_size=700)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400)


def test_the_textbook_example_packs_as_published() -> None:
    assert gsm7.pack(gsm7.encode("hellohello")).hex().upper() == "E8329BFD4697D9EC37"


def test_the_textbook_submit_is_read() -> None:
    read = pdu.read_submit(bytes.fromhex("0011000B916407281553F80000AA0AE8329BFD4697D9EC37"))
    assert (read.to, user_data.text_of([read.part])) == ("+46708251358", "hellohello")
    assert (read.service_centre, read.wants_report, read.validity) == ("", False, timedelta(days=4))


@pytest.mark.parametrize(
    "octets",
    [
        "00",
        "0004",  # a DELIVER
        "0011000B916407281553F80000AA0BE8329BFD4697D9EC37",  # eleven septets announced, ten given
        "0011000B916407281553F80008AA0B0041",  # UCS2 of another length than announced
    ],
)
def test_what_is_no_submit_is_refused(octets: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        pdu.read_submit(bytes.fromhex(octets))


@pytest.mark.parametrize(
    ("scheme", "alphabet"),
    [
        (0x00, Alphabet.GSM7),
        (0x04, Alphabet.OCTETS),
        (0x08, Alphabet.UCS2),
        (0x18, Alphabet.UCS2),
        (0xC8, Alphabet.GSM7),
        (0xE0, Alphabet.UCS2),
        (0xF0, Alphabet.GSM7),
        (0xF5, Alphabet.OCTETS),
    ],
)
def test_the_alphabet_is_found_in_every_group_of_coding_schemes(scheme: int, alphabet: Alphabet) -> None:
    assert pdu.alphabet_of(scheme) is alphabet


@given(GSM7_TEXT, st.integers(0, 6))
def test_septets_survive_packing(text: str, fill_bits: int) -> None:
    septets = gsm7.encode(text)
    assert gsm7.unpack(gsm7.pack(septets, fill_bits), len(septets), fill_bits) == septets
    assert gsm7.decode(septets) == text


@given(GSM7_TEXT | ANY_TEXT, st.booleans())
def test_a_divided_text_fits_and_reads_as_it_was(text: str, wide: bool) -> None:
    parts = user_data.divide(text, reference=7, wide=wide)
    written = [user_data.encode(part) for part in parts]
    assert all(len(data) - 1 <= user_data.OCTETS for data in written)
    read = [
        user_data.decode(part.alphabet, part.place is not None, data) for part, data in zip(parts, written, strict=True)
    ]
    assert read == parts
    assert user_data.text_of(read) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é😀" * 23, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_has_as_many_parts_as_on_a_phone(text: str, parts: int) -> None:
    assert len(user_data.divide(text, reference=1)) == parts


def test_an_unknown_header_element_is_stepped_over() -> None:
    place = Concatenation(5, 2, 1)
    data = user_data.encode(Part(Alphabet.OCTETS, b"xy", place))
    with_port = bytes([data[0] + 6, data[1] + 6]) + bytes.fromhex("05040B8423F0") + data[2:]
    assert user_data.decode(Alphabet.OCTETS, True, with_port) == Part(Alphabet.OCTETS, b"xy", place)


@given(
    st.from_regex(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}", fullmatch=True)
    | st.text("ABCDEFGHIJKL abc-", min_size=1, max_size=11)
)
def test_addresses_survive_writing(number: str) -> None:
    assert fields.take_address(fields.address(number) + b"rest") == (number, b"rest")


@pytest.mark.parametrize(("hours", "octets"), [(7, "62113270500082"), (0, "62113270500000"), (-3, "62113270500029")])
def test_time_stamps_carry_their_zone(hours: int, octets: str) -> None:
    at = datetime(2026, 11, 23, 7, 5, tzinfo=timezone(timedelta(hours=hours)))
    assert fields.time_stamp(at).hex() == octets


@pytest.mark.parametrize(
    ("octet", "validity"),
    [
        (0, timedelta(minutes=5)),
        (143, timedelta(hours=12)),
        (167, timedelta(days=1)),
        (196, timedelta(days=30)),
        (255, timedelta(weeks=63)),
    ],
)
def test_validity_grows_in_four_steps(octet: int, validity: timedelta) -> None:
    assert fields.relative_validity(octet) == validity


def test_a_report_names_the_reference_and_the_number() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    octets = pdu.status_report("+62811", 200, "+62812", sent=at, settled=at, status=0x41)
    _, report = fields.take_service_centre(octets)
    assert (report[0] & 3, report[1], fields.take_address(report[2:])[0], report[-1]) == (2, 200, "+62812", 0x41)
