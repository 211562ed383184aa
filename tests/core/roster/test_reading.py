"""A workbook in any shape a school has gives the same pupils."""

from pathlib import Path

import pytest

from absensi.sample_school import sample_school
from core.roster.problems import Problem
from core.roster.school_file import read_school_file
from db.models import Role
from tests.core.roster.workbooks import dapodik, dapodik_row, pupils, spreadsheetml, workbook

BUDI = ("00123", "0101234567", "Budi Santoso", "X RPL 1")


def read(data: bytes) -> list[tuple[str, str | None, str, str]]:
    return [(row.nis, row.nisn, row.name, row.class_name) for row in read_school_file(data).pupils.rows]


def problems(data: bytes) -> list[tuple[str, int, Problem]]:
    return [(bad.place.sheet, bad.place.row, bad.problem) for bad in read_school_file(data).bad_rows]


def test_dapodiks_download_gives_the_pupils_and_not_their_fathers():
    assert read(dapodik(("00123", "Budi Santoso", "L", 101234567, "X RPL 1"))) == [BUDI]


def test_a_plain_list_is_found_whatever_stands_around_it():
    rows = [
        ["", "DATA SISWA SMK NUSANTARA 1"],
        [],
        ["", "keterangan", "Rombel Saat Ini", "N I S N", " nama  siswa", "\ufeffNIS", "NISN"],
        ["", "pindahan", "X RPL 1", "", "Budi Santoso", "00123", "0101234567"],
    ]
    assert read(workbook({"Lembar Entah": rows})) == [BUDI]


def test_the_pupils_name_is_not_the_fathers_even_when_the_columns_changed_places():
    rows = [
        ["Data Ayah", "", "No", "Nama", "NIPD", "NISN", "Rombel Saat Ini"],
        ["Nama", "NIK", "", "", "", "", ""],
        ["Pak Santoso", "36710", 1, "Budi Santoso", "00123", "0101234567", "X RPL 1"],
    ]
    assert read(workbook({"Daftar": rows})) == [BUDI]
    lower = [
        ["Data Ayah", "", "Data Siswa", "", "", ""],
        ["Nama", "NIK", "NIPD", "Nama", "NISN", "Rombel Saat Ini"],
        ["Pak Santoso", "36710", "00123", "Budi Santoso", "0101234567", "X RPL 1"],
    ]
    assert read(workbook({"Daftar": lower})) == [BUDI]


def test_the_second_row_of_titles_and_repeated_titles_are_no_pupils():
    rows = [
        ["NIS", "Nama", "Kelas"],
        ["NIS", "Nama", "Kelas"],
        ["", "", ""],
        ["1", "Ani", "7A"],
        ["NIS", "Nama", "Kelas"],
    ]
    assert read(workbook({"Sheet1": rows})) == [("1", None, "Ani", "7A")]
    assert problems(workbook({"Sheet1": rows})) == []


def test_the_old_xls_and_its_disguise_in_xml_are_read():
    old = (Path(__file__).parent / "siswa.xls").read_bytes()
    assert read(old) == [BUDI, ("124", "0101234568", "Siti Aminah", "X RPL 1")]
    titles = ["No", "Nama", "NIPD", "JK", "NISN", "Rombel Saat Ini"]
    assert read(
        spreadsheetml([["Daftar Peserta Didik"], titles, [1, "Budi Santoso", "00123", "L", "0101234567", "X RPL 1"]])
    ) == [BUDI]


def test_a_spreadsheet_in_xml_may_skip_rows_and_columns_and_merge_cells():
    data = spreadsheetml([["Data Ayah", "NIPD", "Nama", "Rombel Saat Ini"], ["Pak S.", "00123", "Budi", "X 1"]])
    data = data.replace(b"<Cell><Data", b'<Cell ss:MergeAcross="1"><Data', 1)  # Data Ayah over two columns
    data = data.replace(b'<Row><Cell><Data ss:Type="String">Pak', b'<Row ss:Index="9"><Cell><Data ss:Type="String">Pak')
    data = data.replace(b'<Cell><Data ss:Type="String">00123', b'<Cell ss:Index="3"><Data ss:Type="String">00123')
    [row] = read_school_file(data).pupils.rows
    assert (row.nis, row.name, row.class_name, row.place.row) == ("00123", "Budi", "X 1", 9)


def test_the_telephone_column_is_not_read():
    file = read_school_file(dapodik(("00123", "Budi Santoso", "L", "", "X RPL 1")))
    assert "0812" not in repr(file)
    assert "0215551234" not in repr(file)


def test_sheets_may_be_missing_mixed_and_oddly_titled():
    data = workbook(
        {
            "petugas ": [["PERAN", "Nama"], ["Guru Piket", "Bu Ani"]],
            "SISWA": [["Kelas", "Nama", "NIS", "Hobi"], ["X RPL 1", "Budi Santoso", "00123", "catur"]],
            "Catatan": [["NIS", "Nama", "Kelas"], ["9", "Bukan Siswa", "Z"]],
        }
    )
    file = read_school_file(data)
    assert file.sheets == {"petugas", "siswa"}
    assert [row.nis for row in file.pupils.rows] == ["00123"]
    assert [(row.name, row.role) for row in file.office.posts] == [("Bu Ani", Role.DUTY_TEACHER)]


def test_a_formula_is_its_last_value_and_a_name_that_looks_like_one_stays_text():
    assert read(pupils(["1", "=HYPERLINK(1)", "7A"]))[0][2] == "=HYPERLINK(1)"


def test_every_wrong_row_is_named_with_its_row_in_excel_and_the_good_ones_stay():
    data = pupils(
        ["1", "Ani", "7A"],
        ["", "Tanpa NIS", "7A"],
        ["3", "", "7A"],
        ["4", "Tanpa Kelas", ""],
        ["a b#", "NIS Aneh", "7A"],
        ["6", "P" * 121, "7A"],
        ["1", "Ani", "7A"],
        ["8", "Budi", "7A"],
        ["8", "Siti", "7A"],
    )
    assert [row[0] for row in read(data)] == ["1"]
    assert problems(data) == [
        ("Sheet1", 3, Problem.NO_NIS),
        ("Sheet1", 4, Problem.NO_NAME),
        ("Sheet1", 5, Problem.NO_CLASS),
        ("Sheet1", 6, Problem.BAD_NIS),
        ("Sheet1", 7, Problem.TOO_LONG),
        ("Sheet1", 8, Problem.REPEATED),
        ("Sheet1", 9, Problem.SAME_NIS_OTHER_PUPIL),
        ("Sheet1", 10, Problem.SAME_NIS_OTHER_PUPIL),
    ]


def test_a_nisn_belongs_to_one_and_a_wrong_one_does_not_keep_a_pupil_out():
    titles = ("NIS", "Nama", "Kelas", "NISN")
    data = pupils(["1", "A", "7A", "0101234567"], ["2", "B", "7A", 101234567], ["3", "C", "7A", "12"], titles=titles)
    assert [(row[0], row[1]) for row in read(data)] == [("1", "0101234567"), ("3", None)]
    assert problems(data) == [("Sheet1", 4, Problem.BAD_NISN), ("Sheet1", 3, Problem.SAME_NISN)]


def test_wrong_rows_of_the_office_are_named_too():
    data = workbook(
        {
            "Guru": [["Nama", "NIP"], ["Ani", "11"], ["Budi", "11"], ["Ani", "11"], ["", "12"], ["Cici", "1,9E+17"]],
            "Jurusan": [["Kode", "Nama"], ["RPL", "Rekayasa"], ["rpl", "Lagi"], ["", "Tanpa kode"]],
            "Kelas": [["Nama", "Wali Kelas"], ["X 1", "Ani"], ["x  1", "Budi"], ["X 1", "ani"], ["X 1", ""]],
            "Petugas": [["Nama", "Peran", "Kelas"], ["Ani", "Raja", ""], ["Ani", "", ""], ["Budi", "Ketua Kelas", ""]],
        }
    )
    assert sorted(problems(data)) == [
        ("Guru", 3, Problem.SAME_NIP_OTHER_TEACHER),
        ("Guru", 4, Problem.REPEATED),
        ("Guru", 5, Problem.NO_NAME),
        ("Guru", 6, Problem.BAD_NIP),
        ("Jurusan", 3, Problem.REPEATED),
        ("Jurusan", 4, Problem.NO_CODE),
        ("Kelas", 3, Problem.SECOND_HOLDER),
        ("Kelas", 4, Problem.REPEATED),
        ("Kelas", 5, Problem.REPEATED),
        ("Petugas", 2, Problem.UNKNOWN_ROLE),
        ("Petugas", 3, Problem.NO_ROLE),
        ("Petugas", 4, Problem.NO_CLASS),
    ]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Kepala Sekolah", Role.LEADERSHIP),
        ("WAKIL KEPALA SEKOLAH bid. Kurikulum", Role.LEADERSHIP),
        ("Guru BK", Role.COUNSELOR),
        ("Sekretaris 2", Role.CLASS_SECRETARY),
        ("Sekretaris Kelas", Role.CLASS_SECRETARY),
        ("Petugas Pemindai", Role.OFFICER),
        ("Administrator", Role.ADMINISTRATOR),
    ],
)
def test_roles_are_known_by_their_names(words, role):
    data = workbook({"Petugas": [["Nama", "Peran", "Kelas"], ["Ani", words, "X 1"]]})
    assert [row.role for row in read_school_file(data).office.posts] == [role]


def test_the_sample_school_is_without_fault():
    file = read_school_file(sample_school())
    assert file.bad_rows == []
    assert len(file.pupils.rows) > 170
    assert all(row.nisn is not None and row.nisn.startswith("0") for row in file.pupils.rows)
    assert len({row.name for row in file.pupils.rows}) == len(file.pupils.rows)
    assert sample_school() == sample_school()


def test_dapodik_has_66_columns():
    assert len(dapodik_row(1, "1", "A", "L", "", "X")) == 66
