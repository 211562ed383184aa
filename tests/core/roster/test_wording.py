"""What the operator reads about an import."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.roster import import_workbook, plan_import, refusals
from core.roster.problems import BadRow, Place, Problem
from core.wording.roster import bad_row, import_summary, workbook_refused
from tests.core.roster.workbooks import pupils
from tests.school import NOW


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_a_sentence_with_sheet_and_row(problem: Problem):
    said = bad_row(BadRow(Place("Siswa", 12), problem, "Budi's", "Siti"))
    assert said.startswith("Siswa baris 12: ")
    assert "{" not in said
    empty = bad_row(BadRow(Place("Siswa", 12), problem))
    assert not re.search(r"\(\)|  | [;.]", empty)


@pytest.mark.parametrize(
    "refusal",
    [
        refusals.NotAWorkbook(),
        refusals.WorkbookProtected(),
        refusals.WorkbookTooLarge(20),
        refusals.WorkbookTooLarge(150, unpacked=True),
        refusals.SheetTooLarge(20_100, 300),
        refusals.MissingColumns("Siswa", ("NIS", "Kelas")),
        refusals.NothingToImport(),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_every_refusal_is_one_sentence_of_its_own(refusal: refusals.WorkbookRefused):
    said = workbook_refused(refusal)
    assert said.endswith(".")
    assert "\n" not in said
    assert said != workbook_refused(refusals.WorkbookRefused())


async def test_a_trial_says_what_would_change_and_that_nothing_is_written(session: AsyncSession):
    plan = await plan_import(session, pupils(("1", "Ani", "X 1"), ("", "Budi", "X 1")), now=NOW)
    said = import_summary(plan, keycodes=0, written=False)
    assert "1  siswa masuk" in said
    assert "Sheet1 baris 3: NIS kosong (Budi); baris tidak dimasukkan." in said
    assert "belum ada yang disimpan" in said


async def test_an_import_names_moves_leavers_and_how_many_slips_are_ready(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 1"), ("3", "Cici", "X 2")), now=NOW)
    later = pupils(("1", "Ani", "X 2"), ("3", "Cicik", "X 2"), ("4", "Dedi", "X 1"))
    plan = await import_workbook(session, later, now=NOW + timedelta(days=1))
    said = import_summary(plan, keycodes=3, written=True)
    assert "Ani (1): X 1 → X 2" in said
    assert "Budi (2), X 1" in said
    assert "nama Cici → Cicik" in said
    assert "untuk 3 siswa" in said


async def test_nothing_new_is_said_so(session: AsyncSession):
    file = pupils(("1", "Ani", "X 1"))
    await import_workbook(session, file, now=NOW)
    plan = await import_workbook(session, file, now=NOW)
    assert (
        import_summary(plan, keycodes=1, written=True) == "Tidak ada yang berubah: data sudah sesuai dengan berkas ini."
    )
