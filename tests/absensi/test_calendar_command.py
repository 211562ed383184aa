"""`absensi calendar`, as an administrator runs it."""

import asyncio
from pathlib import Path

import pytest

from absensi import wording
from absensi.commands import calendar, roster
from absensi.errors import CommandRefused
from absensi.sample_school import sample_school, sample_sheets
from core.errors import AlreadyClosed, BadCalendarEntry, Refusal
from tests.absensi.conftest import Commands, Run


@pytest.fixture
def run(commands: Commands) -> Run:
    return commands(roster, calendar)


async def printed(run: Run, *words: str) -> list[str]:
    result = await run("calendar", *words)
    assert result.exit_code == 0, result.exception
    return result.stdout.splitlines()


async def refusal(run: Run, *words: str) -> str:
    refused = (await run("calendar", *words)).exception
    assert isinstance(refused, CommandRefused | Refusal)
    return wording.refusal(refused) if isinstance(refused, Refusal) else str(refused)


async def test_a_years_calendar_from_proposals_to_closures(run: Run) -> None:
    assert (await printed(run, "propose", "2026"))[0].startswith("25 hari")
    december = await printed(run, "show", "--month", "2026-12")
    assert [line.split(maxsplit=1)[1] for line in december] == [
        "[usulan] 24 Des 2026: Cuti Bersama Hari Raya Natal (cuti bersama)",
        "[usulan] 25 Des 2026: Hari Raya Natal (libur nasional)",
    ]
    refused, kept = (line.split()[0] for line in december)
    assert "24 Des 2026" in (await printed(run, "remove", refused))[0]
    assert await printed(run, "confirm", kept) == ["1 usulan disetujui."]
    assert await printed(run, "confirm") == ["23 usulan disetujui."]
    [added] = await printed(run, "add", "14-18/12/2026", "Libur", "semester")
    shown = await printed(run, "show")
    assert shown == [added, f"{kept} 25 Des 2026: Hari Raya Natal (libur nasional)"]
    await printed(run, "close-now", "Banjir")
    assert "Banjir (ditutup darurat, sejak pukul 07.0" in (await printed(run, "show", "--month", "2026-11"))[0]
    assert await refusal(run, "close-now", "Banjir") == wording.refusal(AlreadyClosed())
    await printed(run, "reopen")
    assert "tidak sedang ditutup" in await refusal(run, "reopen")


async def test_what_cannot_be_done_is_one_sentence(run: Run) -> None:
    for words, part in {
        ("add", "besok", "libur"): "Tanggalnya",
        ("add", "7/12/2026", "PKL", "X", "9"): "Kelas itu",
        ("remove", "99"): "99",
        ("hours", "Bu Entah", "senin", "09:00-12:00"): "Bu Entah",
        ("close-now", " "): wording.refusal(BadCalendarEntry("name")),
    }.items():
        said = await refusal(run, *words)
        assert part in said
        assert "\n" not in said
    for words in (("propose", "1999"), ("show", "--month", "Mei"), ("remove", "x")):
        assert (await run("calendar", *words)).exit_code == 2


async def test_hours_of_a_teacher_by_name_or_nip(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sekolah.xlsx"
    await asyncio.to_thread(file.write_bytes, sample_school())
    assert (await run("import", str(file))).exit_code == 0
    name, nip, *_ = next(row for row in sample_sheets()["Guru"][1:] if row[1])
    for who, weekday, span in ((name, "senin", "09:00-12:00"), (nip, "friday", "none"), (nip, "senin", "school")):
        assert await printed(run, "hours", who, weekday, span) == []
    assert "Jamnya" in await refusal(run, "hours", nip, "senin", "9")
    assert "Jamnya" in await refusal(run, "hours", nip, "kapan", "none")
