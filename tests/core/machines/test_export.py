"""What machines write, read: by hand-made files, as no two machines agree."""

import codecs
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from core.machines.export import ExportRow, Flaw, is_export, read_export
from core.machines.moments import moment_of
from core.machines.sheets import MOST_ROWS
from core.roster.cells import Cell
from core.roster.refusals import MissingColumns, MonthFirst, NothingToImport, SheetTooLarge, WorkbookRefused
from tests.school import NOW

SEVEN = datetime(2026, 11, 23, 7, 4)  # noqa: DTZ001  # machines know no zones


def told(rows: Sequence[ExportRow]) -> list[tuple[int, str, str]]:
    return [(row.place.row, row.number, f"{row.at:%d %H:%M:%S}") for row in rows]


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("23/11/2026", "07:04", SEVEN),
        ("23-11-2026", "07.04", SEVEN),
        ("23.11.26", "7:04:00", SEVEN),
        ("2026-11-23", "07:04 AM", SEVEN),
        ("2026/11/23 07:04:00", "", SEVEN),
        ("23/11/2026 7.04", "", SEVEN),
        (SEVEN, "", SEVEN),
        (SEVEN, SEVEN, SEVEN),
        (date(2026, 11, 23), time(7, 4), SEVEN),
        (SEVEN.replace(hour=0, minute=0), "07:04", SEVEN),
        (date(2026, 11, 23), timedelta(hours=7, minutes=4), SEVEN),
        ("23/11/2026", "3:30 PM", SEVEN.replace(hour=15, minute=30)),
        ("11/23/2026", "07:04", None),
        ("23/11/2026", "25:00", None),
        ("23/11/2026", "", None),
        ("", "07:04", None),
        ("kemarin", "pagi", None),
        (45_000.5, "", None),
    ],
)
def test_a_moment_is_read_as_people_write_it_in_indonesia(day: Cell, clock: Cell, moment: datetime | None) -> None:
    assert moment_of(day, clock) == moment


def test_a_list_with_semicolons_is_read_in_the_order_of_time_and_bad_rows_are_named() -> None:
    lines = [
        "Laporan Absensi;;",
        "No. ID;Tanggal;Jam",
        "00002;23/11/2026;06:55",
        "00001;23/11/2026;06:50:01",
        ";23/11/2026;06:55",
        "00003;31/02/2026;06:55",
        "00003;24/11/2026;06:55",
        "00003;01/01/2000;06:55",
    ]
    export = read_export("\r\n".join(lines).encode(), now=NOW)
    assert told(export.rows) == [(4, "00001", "23 06:50:01"), (3, "00002", "23 06:55:00")]
    assert [(bad.place.row, bad.flaw) for bad in export.bad_rows] == [
        (5, Flaw.NO_NUMBER),
        (6, Flaw.NO_MOMENT),
        (7, Flaw.IN_FUTURE),
        (8, Flaw.TOO_OLD),
    ]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b""])
def test_commas_and_one_column_for_day_and_time_are_read_in_any_encoding(mark: bytes) -> None:
    words = 'AC-No.,Name,Date/Time\n17,"Budi, S.Pd.",23/11/2026 07:04:00\n'
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-8"
    assert told(read_export(mark + words.encode(encoding), now=NOW).rows) == [(2, "17", "23 07:04:00")]


@pytest.mark.parametrize(
    "words",
    [
        "Tanggal scan,Tanggal,Jam,PIN,NIP,Nama,I/O\n23/11/2026 07:04,23/11/2026,07:04,17,,Budi,1\n",
        "Departemen;Nama;No. PIN;Tgl/Waktu;Kode Verifikasi;No. Kartu\nX;Budi;17;23/11/2026 07:04;FP;0\n",
        "Person ID,Name,Time,Attendance Status\n'17,Budi,2026-11-23 07:04:00,Check-in\n",
        "Employee ID,First Name,Date,Time,Punch State\n17,Budi,2026-11-23,07:04:00,Check In\n",
        "PIN,NIS,Waktu\n4,17,23/11/2026 07:04\n",
        "       17\t2026-11-23 07:04:00\t1\t0\t1\t0\n",
    ],
)
def test_the_exports_of_the_usual_machines_are_read_as_they_are(words: str) -> None:
    export = read_export(words.encode(), now=NOW)
    assert not export.bad_rows
    assert [(row.number, f"{row.at:%d %H:%M:%S}") for row in export.rows] == [("17", "23 07:04:00")]


@pytest.mark.parametrize("last", ["11/16/2026;07:04", "11/16/26;7:04 AM", "11-16-2026 07:04;"])
def test_an_export_with_months_before_days_is_refused_before_half_of_it_lands_on_wrong_days(last: str) -> None:
    words = f"PIN;Tanggal;Jam\n17;11/05/2026;07:04\n17;{last}\n"
    with pytest.raises(MonthFirst) as refused:
        read_export(words.encode(), now=NOW)
    assert refused.value.row == 3


def test_a_day_that_no_month_has_is_one_bad_row_and_said_once() -> None:
    export = read_export(b"PIN;Waktu\n17;31/02/2026 07:04\n17;32/32/2026 07:04\n17;2026-16-11 07:04\n", now=NOW)
    said = [(bad.flaw, bad.about) for bad in export.bad_rows]
    assert said == [(Flaw.NO_MOMENT, when) for when in ("31/02/2026 07:04", "32/32/2026 07:04", "2026-16-11 07:04")]


@pytest.mark.parametrize(
    ("data", "is_log"),
    [
        (b"NIS;Nama;Kelas;Tanggal;Jam\n00001;Budi;X RPL 1;23/11/2026;07:04\n", True),
        (b"       17\t2026-11-23 07:04:00\t1\t0\t1\t0\n", True),
        (b"NIS;Nama;Kelas;Tanggal lahir\n00001;Budi;X RPL 1;23/11/2010\n", False),
        (b"NIS;Nama;Kelas;Tanggal\n00001;Budi;X RPL 1;23/11/2010\n", False),
        (b"PK\x03\x04garbage", False),
        (b"", False),
    ],
)
def test_a_machines_log_is_told_from_a_list_of_people(data: bytes, is_log: bool) -> None:
    assert is_export(data) == is_log


def test_a_workbook_is_read_whose_list_stands_on_its_second_sheet() -> None:
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True}) as workbook:
        workbook.add_worksheet("Ringkasan").write_row(0, 0, ["Bulan", "November"])
        log = workbook.add_worksheet("Log")
        log.write_row(0, 0, ["PIN", "Waktu"])
        log.write_number(1, 0, 17)
        log.write_datetime(1, 1, SEVEN, workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    assert told(read_export(packed.getvalue(), now=NOW).rows) == [(2, "17", "23 07:04:00")]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", MissingColumns),
        (b"Nama,Kelas\nBudi,X\n", MissingColumns),
        (b"NIS;Tanggal;Jam\n", NothingToImport),
        (b"\x00\xff" * 1000, WorkbookRefused),
        (b"PK\x03\x04garbage", WorkbookRefused),
        (b"NIS;Tanggal\n" + b"1;2\n" * (MOST_ROWS + 200), SheetTooLarge),
        (b"NIS" + b";" * 400 + b"\n", SheetTooLarge),
    ],
)
def test_what_is_no_export_is_refused_as_a_whole(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_export(data, now=NOW)
