"""`absensi import-scans` and `import-numbers`, as an operator runs them with a machine's files."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from absensi.commands import machines, roster
from absensi.errors import CommandRefused
from absensi.sample_school import sample_sheets
from tests.absensi.conftest import Commands, Run, with_pupils

NIS = sample_sheets()["Siswa"][1][0]
NIP = sample_sheets()["Guru"][1][1]


@pytest.fixture
async def run(commands: Commands, school_file: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ABSENSI_NOW", "2026-11-23T16:00")
    return await with_pupils(commands(roster, machines), school_file)


def workbook(*rows: tuple[object, ...]) -> bytes:
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        sheet = book.add_worksheet("Log")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return packed.getvalue()


def kept(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


async def test_a_machines_log_is_tried_taken_over_once_and_its_bad_rows_are_named(run: Run, tmp_path: Path) -> None:
    lines = ["PIN;NIP;Tanggal;Jam", f"{NIS};;23/11/2026;06:45", f"7;{NIP};23/11/2026;07:30", "99;;23/11/2026;06:45"]
    log = kept(tmp_path, "log.csv", "\n".join(lines).encode())
    tried = (await run("import-scans", log, "--dry-run")).stdout
    assert "2 catatan dapat dipakai, 0 di antaranya" in tried
    assert "CSV baris 4: nomor 99 bukan NIS" in tried
    assert tried.endswith("belum ada yang disimpan.\n")
    taken = (await run("import-scans", log)).stdout
    assert "1  masuk tepat waktu" in taken
    assert "1  masuk terlambat" in taken
    again = workbook(("PIN", "Waktu"), (NIS, datetime(2026, 11, 23, 6, 45)), (NIS, datetime(2026, 11, 23, 15, 5)))  # noqa: DTZ001  # machines know no zones
    assert (
        "2 catatan dapat dipakai, 1 di antaranya"
        in (await run("import-scans", kept(tmp_path, "log.xlsx", again))).stdout
    )


async def test_card_numbers_are_registered_and_taken_away(run: Run, tmp_path: Path) -> None:
    given = kept(tmp_path, "kartu.xlsx", workbook(("Nomor Kartu", "NIS", "NIP"), ("0008123456", NIS), ("12", "", NIP)))
    said = (await run("import-numbers", given)).stdout
    assert said.startswith("1 nomor terdaftar, 0 nomor dicabut.")
    assert "Log baris 3: '12' bukan nomor kartu" in said
    lost = kept(tmp_path, "hilang.csv", b"Nomor,NIS\n0008123456,\n")
    assert (await run("import-numbers", lost)).stdout == "0 nomor terdaftar, 1 nomor dicabut.\n"


@pytest.mark.parametrize("content", [b"halo\n", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04rubbish", b"PIN;Tanggal;Jam\n"])
async def test_what_is_no_export_is_refused_in_a_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    done = await run("import-scans", kept(tmp_path, "berkas", content))
    assert isinstance(done.exception, CommandRefused)
    assert str(done.exception).endswith(".")
