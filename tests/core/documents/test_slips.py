"""The printed slips: whole names, the right letters, every class on pages of its own."""

from core.documents.slips import keycode_slips
from core.guardian_keycodes import Slip
from tests.core.documents.pdf import pages

SCHOOL, PHONE = "SMK Nusantara 1", "0812-3456-7890"
BUDI = Slip("1", "Budi Santoso", "X RPL 1", "ABCDEFGHJK")


def test_a_slip_has_the_pupil_the_class_the_letters_and_what_to_send():
    [page] = pages(keycode_slips([BUDI], school=SCHOOL, phone=PHONE, bot=None))
    for words in (SCHOOL, "Budi Santoso", "X RPL 1", "ABCDE FGHJK", "DAFTAR ABCDEFGHJK", "kirim ke 0812-3456-7890"):
        assert words in page
    consent = " ".join(reversed(page.split("\n")))
    assert "UU No. 27 Tahun 2022" in consent
    assert "BERHENTI" in consent


def test_without_a_number_there_is_no_code_to_scan():
    with_number = keycode_slips([BUDI], school=SCHOOL, phone=PHONE, bot=None)
    without = keycode_slips([BUDI], school=SCHOOL, phone="", bot=None)
    assert "pindai" in pages(with_number)[0]
    assert "pindai" not in pages(without)[0]
    assert len(without) < len(with_number)


def test_eight_a_page_and_no_page_with_two_classes():
    slips = [Slip(str(n), f"Anak {n}", "X 1" if n < 9 else "X 2", "ABCDEFGHJK") for n in range(12)]
    found = pages(keycode_slips(slips, school=SCHOOL, phone="", bot=None))
    assert [page.count("ABCDE FGHJK") for page in found] == [8, 1, 3]


def test_the_longest_names_are_printed_whole():
    long = "Raden Ajeng Kusumaningrum Wulandari Prameswari Hadiningrat S"
    names = [long, "M" * 60, " ".join("x" * 60), "A" * 120]
    slips = [Slip(str(n), name, "XII TKRO 12", "ABCDEFGHJK") for n, name in enumerate(names)]
    [page] = pages(keycode_slips(slips, school="S" * 80, phone=PHONE, bot=None))
    drawn = page.replace("\n", " ")
    for name in names:
        assert name in drawn


def test_letters_that_the_font_lacks_are_written_plainly_and_markup_is_text():
    slip = Slip("1", "Nguyễn <b>(Ünal)</b> \\王", "X", "ABCDEFGHJK")
    [page] = pages(keycode_slips([slip], school=SCHOOL, phone="", bot=None))
    assert "Nguyen <b>(Ünal)</b> \\?" in page


def test_the_same_slips_are_the_same_file():
    assert keycode_slips([BUDI], school=SCHOOL, phone=PHONE, bot=None) == keycode_slips(
        [BUDI], school=SCHOOL, phone=PHONE, bot=None
    )
    assert keycode_slips([BUDI], school=SCHOOL, phone=PHONE, bot=None).startswith(b"%PDF-")


def test_where_the_bot_is_known_a_second_code_opens_telegram():
    [page] = pages(keycode_slips([BUDI], school=SCHOOL, phone=PHONE, bot="SekolahBot"))
    assert "atau di Telegram kepada @SekolahBot" in page
    assert "Telegram: pindai" in page
    assert "kirim ke 0812-3456-7890" in page
