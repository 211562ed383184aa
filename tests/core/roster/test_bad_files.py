"""Files that are no school's list are refused with a reason and without harm to the process."""

import io
import random
import zipfile

import pytest

from core.roster.refusals import (
    MissingColumns,
    NotAWorkbook,
    NothingToImport,
    SheetTooLarge,
    WorkbookRefused,
    WorkbookTooLarge,
)
from core.roster.school_file import read_school_file
from tests.core.roster.workbooks import PUPIL_TITLES, pupils, spreadsheetml, workbook


def repacked(data: bytes, change: dict[str, bytes]) -> bytes:
    """The same archive with other contents in some of its parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change.get(name, before.read(name)))
    return packed.getvalue()


NO_WORKBOOKS = {
    "empty": b"",
    "csv": b"NIS,Nama,Kelas\n1,Budi,X 1\n",
    "zip header": b"PK\x03\x04 and then nothing",
    "old Excel header": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
    "broken xml": b"<?xml version='1.0'?><a xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
    "pdf": b"%PDF-1.7",
    "zeros": bytes(10_000),
}


@pytest.mark.parametrize("data", NO_WORKBOOKS.values(), ids=NO_WORKBOOKS)
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(NotAWorkbook):
        read_school_file(data)


def test_any_zip_is_not_a_workbook():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    with pytest.raises(NotAWorkbook):
        read_school_file(packed.getvalue())


def test_missing_columns_are_named():
    with pytest.raises(MissingColumns) as refused:
        read_school_file(workbook({"Sheet1": [["Nama", "Alamat"], ["Budi", "Jl. Melati"]]}))
    assert (refused.value.sheet, refused.value.columns) == ("Sheet1", ("NIS", "Kelas"))
    with pytest.raises(MissingColumns) as refused:
        read_school_file(workbook({"Petugas": [["Nama"], ["Ani"]], "Siswa": [PUPIL_TITLES, ["1", "A", "X"]]}))
    assert (refused.value.sheet, refused.value.columns) == ("Petugas", ("Peran",))


@pytest.mark.parametrize("sheets", [{"Sheet1": []}, {"Siswa": [PUPIL_TITLES]}, {"Guru": [["Nama"]]}])
def test_a_workbook_without_rows_is_refused(sheets):
    with pytest.raises((NothingToImport, MissingColumns)):
        read_school_file(workbook(sheets))


def test_a_hundred_thousand_rows_are_refused():
    data = pupils(*([str(number), "Budi", "X 1"] for number in range(100_000)))
    with pytest.raises(SheetTooLarge) as refused:
        read_school_file(data)
    assert refused.value.most_rows == 20_100
    with pytest.raises(SheetTooLarge):
        read_school_file(spreadsheetml([["x"]]).replace(b"<Row>", b'<Row ss:Index="100000">'))


def test_one_cell_far_out_does_not_make_a_sheet_of_billions():
    packed = workbook({"Siswa": [PUPIL_TITLES, *([""] * 3 for _ in range(3)), ["1", "A", "X"]]})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    for far in (b'r="XFD5"', b'r="A1048576"'):
        moved = sheet.replace(b'r="A5"', far)
        assert moved != sheet
        with pytest.raises(SheetTooLarge):
            read_school_file(repacked(packed, {"xl/worksheets/sheet1.xml": moved}))


def test_a_bomb_is_not_unpacked_even_when_it_lies_about_its_size():
    packed = pupils(["1", "A", "X"])
    bomb = repacked(packed, {"xl/styles.xml": bytes(200 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(WorkbookTooLarge):
        read_school_file(bomb)
    true_size, lie = (200 * 2**20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    with pytest.raises(NotAWorkbook):
        read_school_file(bomb.replace(true_size, lie))


def test_one_long_text_does_not_stand_in_a_million_cells():
    with pytest.raises(WorkbookTooLarge) as refused:
        read_school_file(pupils(*([str(number), "B" * 32_000, "X 1"] for number in range(19_000))))
    assert refused.value.unpacked


def test_more_than_20_megabytes_are_not_even_looked_at():
    with pytest.raises(WorkbookTooLarge) as refused:
        read_school_file(bytes(20 * 2**20 + 1))
    assert refused.value.most_megabytes == 20


def test_entities_that_multiply_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f'<!ENTITY {other} "{f"&{one};" * 20}">'.encode()
    data = spreadsheetml([["&i;"]]).replace(b"&amp;i;", b"&i;").replace(b"<?mso", bomb + b"]><?mso")
    with pytest.raises(NotAWorkbook):
        read_school_file(data)


def test_damaged_files_are_refused_and_nothing_worse_happens():
    data, chance = pupils(["1", "Budi", "X 1"]), random.Random(7)
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        try:
            read_school_file(bytes(damaged[: chance.randrange(30, len(damaged))]))
        except WorkbookRefused:
            continue


def test_parts_of_a_workbook_may_hold_nonsense():
    data, chance = pupils(["1", "Budi", "X 1"]), random.Random(7)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(300):
        name = chance.choice(sorted(parts))
        part = bytearray(parts[name])
        at = chance.randrange(len(part))
        part[at : at + chance.randint(0, 20)] = chance.choice([b"<", b"", b"999999999", b'"', b"&#0;", b"UTF-99"])
        try:
            read_school_file(repacked(data, {name: bytes(part)}))
        except WorkbookRefused:
            continue
