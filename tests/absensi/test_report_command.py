"""`absensi report daily`, as an operator runs it."""

import asyncio
from pathlib import Path

import pytest

from absensi.commands import report, roster
from absensi.errors import CommandRefused
from core.daily_report_delivery import send_daily_report
from db.engine import make_engine, transactions
from db.models import Person, Role, RoleGrant, TelegramAccount
from tests.absensi.conftest import Commands, Run, with_pupils
from tests.core.documents.pdf import pages
from tests.core.report_day import DUE


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


async def test_what_was_sent_is_printed_with_those_who_got_it_and_drawn_again(run: Run, database_url: str) -> None:
    refused = await run("report", "daily", "--sent")
    assert isinstance(refused.exception, CommandRefused)
    engine = make_engine(database_url, sees_whole_school=True)
    async with transactions(engine)() as session:
        session.add(admin := Person(name="Pak Admin", created_at=DUE))
        await session.flush()
        session.add(TelegramAccount(person_id=admin.id, telegram_id=1, linked_at=DUE))
        session.add(
            RoleGrant(person_id=admin.id, role=Role.ADMINISTRATOR, valid_from=DUE.date(), granted_at=DUE),
        )
        await session.flush()
        await send_daily_report(session, now=DUE)
    await engine.dispose()
    printed = (await run("report", "daily", "--sent", "--version", "1")).stdout.splitlines()
    assert printed[1] == "Versi 1, dibuat pukul 15.30: terkirim kepada 0 dari 1 orang"
    assert printed[2] == "  Pak Admin (administrator): belum terkirim"
    assert Path(printed[3]).name == "report-daily-2026-11-23-sent-1.pdf"
    assert isinstance((await run("report", "daily", "--sent", "--version", "2")).exception, CommandRefused)


@pytest.mark.parametrize("words", [("--date", "kemarin"), ("--format", "docx"), ("--version", "1")])
async def test_wrong_usage_is_status_2(run: Run, words: tuple[str, str]) -> None:
    assert (await run("report", "daily", *words)).exit_code == 2


async def test_a_sunday_has_no_report(run: Run) -> None:
    refused = await run("report", "daily", "--date", "2026-11-22")
    assert isinstance(refused.exception, CommandRefused)
