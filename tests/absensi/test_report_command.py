"""`absensi report daily`, as an operator runs it."""

import asyncio
from pathlib import Path

import pytest

from absensi.commands import report, roster
from absensi.errors import CommandRefused
from tests.absensi.conftest import Commands, Run, with_pupils
from tests.core.documents.pdf import pages


@pytest.fixture
async def run(commands: Commands, school_file: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ABSENSI_NOW", "2026-11-23T15:30")
    return await with_pupils(commands(roster, report), school_file)


def look_at(file: Path) -> tuple[bytes, int]:
    return file.read_bytes(), file.stat().st_mode


async def test_a_day_becomes_a_file_whose_path_is_printed(run: Run) -> None:
    printed = Path((await run("report", "daily")).stdout.strip())
    assert printed.name == "report-daily-2026-11-23.pdf"
    content, mode = await asyncio.to_thread(look_at, printed)
    assert mode & 0o777 == 0o600
    assert "Senin, 23 November 2026" in "".join(pages(content))
    book = Path((await run("report", "daily", "--date", "2026-11-24", "--format", "xlsx")).stdout.strip())
    content, _ = await asyncio.to_thread(look_at, book)
    assert content.startswith(b"PK")


@pytest.mark.parametrize("words", [("--date", "kemarin"), ("--format", "docx")])
async def test_wrong_usage_is_status_2(run: Run, words: tuple[str, str]) -> None:
    assert (await run("report", "daily", *words)).exit_code == 2


async def test_a_sunday_has_no_report(run: Run) -> None:
    refused = await run("report", "daily", "--date", "2026-11-22")
    assert isinstance(refused.exception, CommandRefused)
