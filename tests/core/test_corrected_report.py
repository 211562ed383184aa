"""A report is sent again when it reads differently: to those for whom it does, and for a week."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.check_ins import enter_by_hand
from core.contradiction_finding import find_contradictions
from core.corrections import DayChange, correct_day
from core.daily_report import DailyReport
from core.daily_report_changes import changes_between
from core.daily_report_delivery import send_corrected_reports, send_daily_report
from core.daily_report_facts import make_report
from core.school_rules import set_rule
from db.models import (
    AbsenceReason,
    Contradiction,
    ContradictionOutcome,
    Direction,
)
from tests.core.documents.pdf import pages
from tests.core.report_day import DUE, LAST_CALL, have_a_day, owed, send_on_placement, versions
from tests.core.school_day import report, scan
from tests.school import ADMIN, HOMEROOM, NOW, OFFICER, OTHER_HOMEROOM, TODAY, School, actor, teacher

SICK, ALFA = AbsenceReason.SICK, AbsenceReason.UNEXCUSED
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
async def sent(session: AsyncSession, school: School) -> School:
    """The day's report is out, and the class may still correct itself."""
    await have_a_day(session, school)
    await send_daily_report(session, now=DUE)
    await set_rule(session, "class_report_cutoff", "17:00", now=NOW)
    return school


async def correct(session: AsyncSession, school: School, reason: AbsenceReason, *, minutes: int = 0) -> None:
    """The homeroom teacher sets Siti's Monday right, so many minutes after Tuesday 07:05."""
    ratna, now = await actor(session, HOMEROOM, TOMORROW.date()), TOMORROW + timedelta(minutes=minutes)
    await correct_day(session, ratna, DayChange(school.siti.id, reason, TODAY), why="surat", now=now)
    await send_corrected_reports(session, now=now)


async def numbers(session: AsyncSession) -> list[int]:
    return [stored.version for stored in await versions(session)]


async def test_what_changes_is_sent_again_to_those_whom_it_concerns(session: AsyncSession, sent: School) -> None:
    await report(session, sent, DUE + timedelta(minutes=1), siti=SICK)  # the same again: nothing has changed
    await scan(session, sent.budi, DUE + timedelta(minutes=2), Direction.OUT)  # and people go home
    await send_corrected_reports(session, now=LAST_CALL)
    assert await numbers(session) == [1]
    ratna = await actor(session, HOMEROOM)
    await correct_day(session, ratna, DayChange(sent.siti.id, ALFA, TODAY), why="surat palsu", now=LAST_CALL)
    await send_corrected_reports(session, now=LAST_CALL)
    assert await numbers(session) == [1, 2]
    [(text, pdf)] = await owed(session, HOMEROOM, 2)
    assert "X RPL 1 – DIKOREKSI" in text
    assert "<b>Alfa</b>: Siti Aminah" in text
    assert "Berubah sejak laporan sebelumnya</b>\n• Siti Aminah: Sakit → Alfa" in text
    assert pdf is not None
    assert "DIKOREKSI (versi 2)" in pages(pdf.content)[0]
    (text, _), _ = await owed(session, ADMIN, 2)
    assert "Berubah sejak laporan sebelumnya: X RPL 1\n• X RPL 1, Siti Aminah: Sakit → Alfa" in text
    assert await owed(session, OTHER_HOMEROOM, 2) == []
    await send_corrected_reports(session, now=TOMORROW)
    assert await numbers(session) == [1, 2]


async def test_a_teacher_who_came_after_all_is_the_administrations_alone(session: AsyncSession, sent: School) -> None:
    guru, officer = await teacher(session, "Pak Guru"), await actor(session, OFFICER)
    await enter_by_hand(session, officer, person_id=guru.id, why="kartu", nonce="guru", now=NOW)
    await send_corrected_reports(session, now=LAST_CALL)
    (text, pdf), _ = await owed(session, ADMIN, 2)
    assert "Berubah sejak laporan sebelumnya: guru: Pak Guru" in text
    assert pdf is not None
    assert "Pak Guru" in "".join(pages(pdf.content))
    assert await owed(session, HOMEROOM, 2) == []


async def test_a_class_that_was_taken_out_is_told_and_gone(session: AsyncSession, sent: School) -> None:
    await send_on_placement(session, sent)
    await send_corrected_reports(session, now=LAST_CALL)
    (text, _), _ = await owed(session, ADMIN, 2)
    assert "Berubah sejak laporan sebelumnya: tidak lagi dalam laporan: X TKRO 1" in text
    [(text, file)] = await owed(session, OTHER_HOMEROOM, 2)
    assert "Laporan harian X TKRO 1 – DIKOREKSI" in text
    assert "tidak ada lagi dalam laporan" in text
    assert file is None
    assert await owed(session, HOMEROOM, 2) == []


async def test_what_a_person_said_of_a_contradiction_is_news(session: AsyncSession, sent: School) -> None:
    await report(session, sent, DUE, budi=ALFA, siti=SICK)
    await find_contradictions(session, now=DUE)
    await send_corrected_reports(session, now=LAST_CALL)
    someone = (await actor(session, HOMEROOM)).person_id
    await session.execute(
        update(Contradiction).values(settled_at=LAST_CALL, settled_by=someone, outcome=ContradictionOutcome.CUT)
    )
    await send_corrected_reports(session, now=LAST_CALL + timedelta(minutes=30))
    assert await numbers(session) == [1, 2, 3]
    [(text, _)] = await owed(session, HOMEROOM, 3)
    assert "Berubah sejak laporan sebelumnya</b>\n• Data berbeda, atau hasil pemeriksaannya" in text


async def test_a_day_set_right_later_is_sent_again_as_long_as_a_week(session: AsyncSession, sent: School) -> None:
    await correct(session, sent, ALFA, minutes=30)
    await correct(session, sent, SICK, minutes=60)
    assert await numbers(session) == [1, 2, 3]
    [(text, _)] = await owed(session, HOMEROOM, 3)
    assert "Senin, 23 November 2026 · keadaan Selasa, 24 November 2026 pukul 08.05" in text
    assert "• Siti Aminah: Alfa → Sakit" in text
    await correct(session, sent, ALFA, minutes=8 * 24 * 60)
    assert await numbers(session) == [1, 2, 3]


async def test_only_a_scan_on_leaving_that_arrives_late_is_news(session: AsyncSession, sent: School) -> None:
    await scan(session, sent.joko, DUE, Direction.OUT)
    await send_corrected_reports(session, now=LAST_CALL)
    [(text, _)] = await owed(session, OTHER_HOMEROOM, 2)
    assert "• Joko: Belum diketahui → Hadir (gerbang), lupa pindai masuk" in text


async def test_other_names_and_older_reports_are_no_news(session: AsyncSession, sent: School) -> None:
    [stored] = await versions(session)
    sent.budi.name = "Budi S."
    again = await make_report(session, TODAY, now=DUE)
    assert not changes_between(DailyReport.model_validate(stored.content), again)
