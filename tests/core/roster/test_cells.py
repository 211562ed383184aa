"""What cells say after Excel and copying have been at them."""

import pytest

from core.roster import cells


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("  Budi   Santoso ", "Budi Santoso"),
        ("\ufeffBudi\u00a0Santoso\u200b", "Budi Santoso"),
        ("Budi\nSantoso\t", "Budi Santoso"),
        ("Budi\x00\x07 Santoso", "Budi Santoso"),
        ("Andre\u0301", "André"),
        ("\u202eitsuJ", "itsuJ"),
        ("<b>Budi</b> & =1+1", "<b>Budi</b> & =1+1"),
        (12345.0, "12345"),
        (12.5, "12.5"),
        ("", ""),
    ],
)
def test_text_is_one_clean_line_and_nothing_is_invented(cell, said):
    assert cells.text(cell) == said


@pytest.mark.parametrize(
    ("cell", "nis"),
    [
        ("00123", "00123"),
        (123.0, "123"),
        ("123.0", "123"),
        (" 12 34 ", "1234"),
        ("'0099", "0099"),
        ("12/045.078", "12/045.078"),
    ],
)
def test_a_nis_keeps_its_leading_zeros_and_loses_what_excel_added(cell, nis):
    assert cells.identifier(cell) == nis
    assert cells.is_identifier(nis)


@pytest.mark.parametrize(
    ("cell", "nisn"),
    [
        ("0101234567", "0101234567"),
        (101234567.0, "0101234567"),
        (1234567, "0001234567"),
        ("101234567.0", "0101234567"),
        ("", None),
        ("-", None),
        (0, None),
        ("0000000000", None),
    ],
)
def test_a_nisn_gets_back_the_zeros_that_excel_ate(cell, nisn):
    assert cells.nisn(cell) == nisn


@pytest.mark.parametrize("cell", ["12345", "01012345678", "01O1234567", "٠١٢٣٤٥٦٧٨٩"])
def test_what_is_no_nisn_is_said_so(cell):
    with pytest.raises(ValueError, match=r"\w"):
        cells.nisn(cell)


def test_a_nip_may_be_spaced_but_not_rounded():
    assert cells.nip("19680412 199403 1 007") == "196804121994031007"
    assert cells.nip("-") is None
    with pytest.raises(ValueError, match="1968"):
        cells.nip(196804121994031007.0)


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("X RPL 1", 10),
        ("XI", 11),
        ("xii tkro 2", 12),
        ("10", 10),
        ("7A", 7),
        ("VII-B", 7),
        ("Kelas X", 10),
        ("XIII", 13),
        ("101", None),
        ("XRPL", None),
        ("Lab", None),
        ("", None),
        ("IIX 1", None),
    ],
)
def test_the_grade_is_read_from_a_level_or_a_class_name(words, grade):
    assert cells.grade(words) == grade


@pytest.mark.parametrize(
    ("cell", "gender"), [("L", "L"), ("p", "P"), ("Laki-laki", "L"), ("PEREMPUAN", "P"), ("", None), ("?", None)]
)
def test_gender_is_l_or_p_or_not_known(cell, gender):
    assert cells.gender(cell) == gender
