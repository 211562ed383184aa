"""`absensi report month` and `semester`, as an operator runs them."""

import asyncio
from pathlib import Path

import pytest

from absensi.commands import report, roster
from absensi.errors import CommandRefused
from absensi.sample_school import sample_sheets
from tests.absensi.conftest import Commands, Run, with_pupils
from tests.core.documents.pdf import pages
from tests.core.documents.workbooks import sheet_names, texts


@pytest.fixture
async def run(commands: Commands, school_file: str) -> Run:
    return await with_pupils(commands(roster, report), school_file)


def look_at(file: Path) -> tuple[bytes, int]:
    return file.read_bytes(), file.stat().st_mode


async def test_the_files_are_written_for_one_class_or_all_and_only_their_owner_may_read_them(run: Run) -> None:
    [own, other, *_] = sorted({row[4] for row in sample_sheets()["Siswa"][1:]})
    names = {row[2]: row[4] for row in sample_sheets()["Siswa"][1:]}
    printed = Path((await run("report", "month", "--class", own)).stdout.strip())
    assert printed.name == f"report-month-2026-11-{own.replace(' ', '-')}.pdf"
    content, mode = await asyncio.to_thread(look_at, printed)
    assert mode & 0o777 == 0o600
    shown = "\n".join(pages(content)).replace("\n", " ")
    assert {name for name in names if name in shown} >= {name for name, of in names.items() if of == own}
    assert other not in shown
    workbook = Path((await run("report", "semester", "--format", "xlsx")).stdout.strip())
    content, _ = await asyncio.to_thread(look_at, workbook)
    assert {own, other} < set(sheet_names(content))
    assert set(names) <= set(texts(content))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("month", "--class", "X TIDAK ADA"), "X TIDAK ADA"),
        (("month", "--month", "2027-02"), "belum dimulai"),
        (("month", "--month", "2020-02"), "Tidak ada siswa"),
    ],
)
async def test_what_there_is_no_sheet_of_is_said_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = (await run("report", *words)).exception
    assert isinstance(refused, CommandRefused)
    assert said in str(refused)


async def test_a_month_that_is_none_is_wrong_usage(run: Run) -> None:
    assert (await run("report", "month", "--month", "November")).exit_code == 2
