"""`absensi import` and `absensi keycodes`, as an operator runs them."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from absensi.commands import keycodes, roster
from absensi.errors import CommandRefused
from absensi.sample_school import sample_school
from core.keycodes import is_keycode
from tests.core.roster.workbooks import pupils

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on an empty school; what it refuses is in the result's exception."""
    monkeypatch.setenv("ABSENSI_DATABASE_URL", database_url)
    monkeypatch.setenv("ABSENSI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ABSENSI_NOW", "2026-11-23T07:00")
    app = typer.Typer()
    for module in (roster, keycodes):
        module.register(app)
    return lambda *words: asyncio.to_thread(CliRunner().invoke, app, words)


@pytest.fixture
def school_file(tmp_path: Path) -> str:
    file = tmp_path / "sekolah.xlsx"
    file.write_bytes(sample_school())
    return str(file)


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
