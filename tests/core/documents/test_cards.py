"""The printed cards: to the millimetre, whole names, a code that any reader makes the card's code of."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from reportlab.lib.units import mm

from core.card_codes import new_card_code
from core.card_links import card_code_in, card_link
from core.cards import CardKind, CardRow
from core.documents.cards import Style, card_sheets
from tests.core.documents.pdf import drawn, pages

SCHOOL = "SMP Negeri 2 Bandar Lampung"
BUDI = CardRow(CardKind.STUDENT, "260101", "Budi Santoso", "X RPL 1", "A1ABCDEFGHIJKLM")
BAMBANG = CardRow(CardKind.TEACHER, "196804121994031007", "Drs. Bambang Sulistyo, M.M.", "", "A1ZYXWVUTSRQPON")
NUMBER = r"(-?[\d.]+)"


def squares(page: str) -> list[tuple[float, float, float]]:
    """Left and bottom edge and width of each filled square, in millimetres from its card's lower left corner."""
    found = re.findall(rf"{NUMBER} {NUMBER} {NUMBER} {NUMBER} re\b", page)
    return [(float(x) / mm, float(y) / mm, float(width) / mm) for x, y, width, _ in found]


def origins(page: str) -> list[tuple[float, float]]:
    """Where each card's lower left corner lies on the page, in millimetres."""
    found = re.findall(rf"q\s+1 0 0 1 {NUMBER} {NUMBER} cm", page)
    return [(float(x) / mm, float(y) / mm) for x, y in found]


def class_of(size: int) -> Sequence[CardRow]:
    return [replace(BUDI, id=str(number), payload=new_card_code()) for number in range(size)]


def test_a_pupils_card_has_school_name_class_and_nis_and_the_code_in_groups_to_type():
    [page] = pages(card_sheets([BUDI], Style(SCHOOL)))
    for words in (SCHOOL, "Budi Santoso", "X RPL 1", "NIS 260101", "A1AB CDEF GHIJ KLM"):
        assert words in page
    assert card_code_in("a1ab cdef ghij klm\n") == BUDI.payload


def test_the_letters_stand_below_the_quiet_zone_and_clear_of_the_cut():
    [page] = drawn(card_sheets([BUDI], Style(SCHOOL)))
    left, baseline = re.findall(rf"1 0 0 1 {NUMBER} {NUMBER} Tm \(A1AB", page)[0]
    quiet = min(y for _, y, _ in squares(page)) - 4 * squares(page)[0][2]
    assert float(baseline) / mm >= 2
    assert float(baseline) / mm + 6.5 * 0.72 / mm <= quiet
    assert float(left) / mm >= 85.6 / 2


def test_a_teachers_card_says_so_and_shows_no_number():
    [page] = pages(card_sheets([BAMBANG], Style(SCHOOL)))
    assert "Drs. Bambang Sulistyo, M.M." in page.replace("\n", " ")
    assert "Guru/Staf" in page.split("\n")
    assert BAMBANG.id not in page


def test_the_code_is_the_smallest_there_is_and_large_and_clear_of_all_else():
    [page] = drawn(card_sheets([BUDI], Style(SCHOOL)))
    found = squares(page)
    module = found[0][2]
    left, bottom = min(x for x, _, _ in found), min(y for _, y, _ in found)
    width = max(x for x, _, _ in found) + module - left
    assert width == pytest.approx(21 * module, abs=0.01)
    assert width >= 25
    assert bottom >= 4 * module - 0.01
    assert 85.6 - (left + width) >= 4 * module - 0.01
    assert 54 - (bottom + width) >= 8


def test_the_squares_are_the_code_the_right_way_round():
    [page] = drawn(card_sheets([BUDI], Style(SCHOOL)))
    found = squares(page)
    module = found[0][2]
    left, bottom = min(x for x, _, _ in found), min(y for _, y, _ in found)
    dark = {(20 - round((y - bottom) / module), round((x - left) / module)) for x, y, _ in found}
    expected = QRCode(version=1, error_correction=ERROR_CORRECT_Q, border=0)
    expected.add_data(BUDI.payload)
    matrix = expected.get_matrix()
    assert dark == {(row, column) for row in range(21) for column in range(21) if matrix[row][column]}


def test_ten_a_page_edge_to_edge_in_the_middle_and_each_class_on_its_own():
    cards = [*class_of(11), replace(BUDI, class_name="X RPL 2"), BAMBANG]
    found = [origins(page) for page in drawn(card_sheets(cards, Style(SCHOOL)))]
    assert [len(places) for places in found] == [10, 1, 1, 1]
    assert found[0] == [
        (pytest.approx(105 - 85.6 * (1 - column), abs=0.01), pytest.approx(283.5 - 54 * row, abs=0.01))
        for row in range(1, 6)
        for column in range(2)
    ]


def test_every_cut_has_its_marks_and_no_mark_touches_a_card():
    [page] = drawn(card_sheets([BUDI], Style(SCHOOL)))
    found = re.findall(rf"{NUMBER} {NUMBER} m {NUMBER} {NUMBER} l", page)
    marks = [tuple(float(number) / mm for number in mark) for mark in found]
    assert {round(x, 1) for x, _, other, _ in marks if x == other} == {19.4, 105.0, 190.6}
    assert {round(y, 1) for _, y, _, other in marks if y == other} == {13.5, 67.5, 121.5, 175.5, 229.5, 283.5}
    assert len(marks) == 2 * (3 + 6)
    for x, y, _, _ in marks:
        assert not (19.4 < x < 190.6 and 13.5 < y < 283.5)


def test_the_longest_names_are_printed_whole():
    long = "Raden Ajeng Kusumaningrum Wulandari Prameswari Hadiningrat S"
    names = [long, "M" * 60, " ".join("x" * 60), "A" * 120, "Kusumaningrum " * 8]
    cards = [replace(BUDI, name=name.strip(), id="1" * 30) for name in names]
    [page] = pages(card_sheets(cards, Style("S" * 80)))
    text = page.replace("\n", " ")
    for card in cards:
        assert card.name in text


def test_letters_that_the_font_lacks_are_written_plainly_and_markup_is_text():
    [page] = pages(card_sheets([replace(BUDI, name="Nguyễn <b>(Ünal)</b> \\王")], Style(SCHOOL)))
    assert "Nguyen <b>(Ünal)</b> \\?" in page.replace("\n", " ")


def test_a_payload_that_asks_for_a_larger_code_is_refused():
    with pytest.raises(DataOverflowError):
        card_sheets([replace(BUDI, payload="A1" + "A" * 15)], Style(SCHOOL))


def test_the_same_cards_are_the_same_file():
    assert card_sheets([BUDI], Style(SCHOOL)) == card_sheets([BUDI], Style(SCHOOL))


def picture(colour: str, form: str) -> bytes:
    packed_picture = BytesIO()
    Image.new("RGB", (300, 400), colour).save(packed_picture, form)
    return packed_picture.getvalue()


def test_with_logo_photo_and_link_the_longest_names_are_whole_and_both_codes_stay_clear_of_each_other():
    long = "Raden Ajeng Kusumaningrum Wulandari Prameswari Hadiningrat S"
    card = replace(BUDI, name=long)
    style = Style(SCHOOL, picture("red", "PNG"), {card.payload: picture("blue", "JPEG")}, "B" * 32)
    sheet = card_sheets([card], style)
    assert long in pages(sheet)[0].replace("\n", " ")
    assert sheet.count(b"/Subtype /Image") == 2
    found = squares(drawn(sheet)[0])
    large = max(width for _, _, width in found)
    small = [square for square in found if square[2] < large - 0.1]
    left_of_large = min(x for x, _, width in found if width == pytest.approx(large, abs=0.01))
    module = small[0][2]
    assert max(x for x, _, _ in small) + module <= left_of_large - 4 * large + 0.01
    assert min(x for x, _, _ in small) >= 5 + 11.25 + 4 * module
    assert min(y for _, y, _ in small) >= 5
    assert card_sheets([card], style) == sheet


def test_the_small_code_is_the_link_that_leads_to_the_same_card():
    found = squares(drawn(card_sheets([BUDI], Style(SCHOOL, bot="SekolahBot")))[0])
    module = min(width for _, _, width in found)
    small = [(x, y) for x, y, width in found if width == pytest.approx(module, abs=0.01)]
    left, bottom = min(x for x, _ in small), min(y for _, y in small)
    side = round((max(x for x, _ in small) - left) / module) + 1
    image = Image.new("L", ((side + 8) * 4,) * 2, 255)
    for x, y in small:
        column, row = round((x - left) / module) + 4, side - round((y - bottom) / module) + 3
        image.paste(0, (column * 4, row * 4, column * 4 + 4, row * 4 + 4))
    [code] = zxingcpp.read_barcodes(image)
    assert code.text == card_link("SekolahBot", BUDI.payload)
