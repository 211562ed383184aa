"""`absensi import` and `absensi keycodes`, as an operator runs them."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import Result

from absensi.commands import keycodes, roster
from absensi.errors import CommandRefused
from core.keycodes import is_keycode
from tests.absensi.conftest import Commands, Run
from tests.core.roster.workbooks import pupils


@pytest.fixture
def run(commands: Commands) -> Run:
    return commands(roster, keycodes)


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def look_at(file: Path) -> tuple[bytes, int]:
    return file.read_bytes()[:4], file.stat().st_mode


async def test_a_trial_writes_nothing_and_the_import_makes_every_slip_ready(run: Run, school_file: str):
    trial = await run("import", school_file, "--dry-run")
    assert "belum ada yang disimpan" in trial.stdout
    assert isinstance((await run("keycodes", "--format", "csv")).exception, CommandRefused)
    done = await run("import", school_file)
    assert done.exit_code == 0
    found = rows(await run("keycodes", "--format", "csv"))
    assert f"untuk {len(found)} siswa" in done.stdout
    assert list(found[0]) == ["nis", "name", "class", "keycode"]
    assert all(is_keycode(row["keycode"]) for row in found)


async def test_the_slips_of_a_class_are_a_file_that_only_its_owner_reads(run: Run, school_file: str):
    await run("import", school_file)
    printed = await run("keycodes", "--class", "x rpl 1")
    begins, mode = look_at(Path(printed.stdout.strip()))
    assert begins == b"%PDF"
    assert mode & 0o077 == 0
    assert {row["class"] for row in rows(await run("keycodes", "--class", "X RPL 1", "--format", "csv"))} == {"X RPL 1"}


async def test_a_reissue_prints_the_new_row_alone(run: Run, school_file: str):
    await run("import", school_file)
    before = rows(await run("keycodes", "--format", "csv"))[0]
    [after] = rows(await run("keycodes", "--reissue", before["nis"], "--format", "csv"))
    assert after["name"] == before["name"]
    assert after["keycode"] != before["keycode"]
    assert rows(await run("keycodes", "--format", "csv"))[0] == after


async def test_what_cannot_be_done_is_one_sentence(run: Run, school_file: str, tmp_path: Path):
    await run("import", school_file)
    (tmp_path / "foto.xlsx").write_bytes(b"JFIF")
    (tmp_path / "kosong.xlsx").write_bytes(pupils(titles=("Nama",)))
    for words, part in {
        ("import", str(tmp_path / "tidak-ada.xlsx")): "tidak-ada.xlsx",
        ("import", str(tmp_path / "foto.xlsx")): "bukan lembar kerja",
        ("import", str(tmp_path / "kosong.xlsx")): "NIS dan Kelas",
        ("keycodes", "--class", "X RPL 9"): "X RPL 9",
        ("keycodes", "--reissue", "999999"): "999999",
    }.items():
        refused = (await run(*words)).exception
        assert isinstance(refused, CommandRefused)
        assert part in str(refused)
        assert "\n" not in str(refused)


async def test_wrong_usage_is_status_two(run: Run):
    assert (await run("keycodes", "--class", "X", "--reissue", "1")).exit_code == 2
    assert (await run("keycodes", "--format", "xml")).exit_code == 2
    assert (await run("import")).exit_code == 2
