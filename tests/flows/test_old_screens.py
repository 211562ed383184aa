"""A report's screen that is out of date, of yesterday, of an older version or somebody else's sends nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from db.models import ClassReport, ReportDraft, Student
from tests.flows.day import later
from tests.flows.house import House
from tests.school import HOMEROOM, PRESIDENT, SECRETARY, TODAY


async def test_a_button_from_an_old_screen_changes_nothing(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    old = [button["callback_data"] for row in screen.markup["inline_keyboard"] for button in row]
    await dewi.press("NIHIL")
    await dewi.wait_for("terkirim")
    for data in old:
        await dewi.press_data(data)
        assert (await dewi.wait_for_toast()).alert
    async with house.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(ClassReport)) == 1


async def test_a_screen_sends_what_it_shows_or_nothing(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("A: Budi, Siti, Andi")
    first = await dewi.wait_for("Alfa: Andi Wijaya, Budi Santoso, Siti Aminah")
    await dewi.send("S: Budi")
    second = await dewi.wait_for("Sakit: Budi Santoso")
    await dewi.press("Kirim (3", on=first)
    assert (await dewi.wait_for_toast("isinya berubah")).alert
    await dewi.wait_for(lambda m: m is first and "Sakit: Budi Santoso" in m.text and "Alfa" not in m.text)
    assert await _reports(house) == []
    await dewi.press("Budi Santoso", on=second)
    await dewi.wait_for(lambda m: m is second and "Semua hadir?" in m.text)
    await dewi.press("Kirim (1", on=first)
    assert (await dewi.wait_for_toast("isinya berubah")).alert
    await dewi.press("NIHIL", on=first)
    await dewi.wait_for("NIHIL: semua hadir")
    assert await _reports(house) == [{}]


@pytest.mark.parametrize("old", ["1", "0"])
async def test_a_send_button_of_an_older_version_is_drawn_anew(house: House, old: str) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("S: Budi")
    screen = await dewi.wait_for("Sakit: Budi Santoso")
    await dewi.press_data(f"send:{await _draft_id(house)}:{old}", on=screen)
    assert (await dewi.wait_for_toast("isinya berubah")).alert
    assert await _reports(house) == []
    await dewi.press("Kirim (1", on=screen)
    await dewi.wait_for("terkirim")


async def test_what_was_tapped_survives_a_restart(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Sakit: Budi Santoso")
    await house.stop_bot()
    await house.start_bot()
    await dewi.press("Siti Aminah")
    await dewi.wait_for("Sakit: Budi Santoso, Siti Aminah")


async def test_the_receipt_of_yesterday_stays_one_whatever_is_pressed_on_it(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("S: Budi")
    await dewi.press("Kirim (1")
    receipt = await dewi.wait_for("terkirim")
    text = receipt.text
    await later(house, timedelta(days=1))
    await dewi.press("Perbaiki laporan", on=receipt)
    toast = await dewi.wait_for_toast("Senin, 23 November 2026")
    assert toast.alert
    assert "tidak berlaku lagi" in toast.text
    await dewi.press_data(f"open:{house.school.x_rpl_1.id}", on=receipt)  # of an older version: it says no day
    assert "tidak berlaku lagi" in (await dewi.wait_for_toast()).text
    assert receipt.text == text
    assert await _draft_ids(house) == []


async def test_another_persons_buttons_and_tampered_ones_are_refused(house: House) -> None:
    dewi, ratna, agus = house.person(SECRETARY), house.person(HOMEROOM), house.person(PRESIDENT)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    draft = await _draft_id(house)
    joko = house.school.joko.id
    stolen = screen.markup["inline_keyboard"][2][0]["callback_data"]
    for person, data in [
        (agus, stolen),
        (ratna, stolen),
        (dewi, f"tap:{draft}:{joko}"),
        (dewi, f"open:{house.school.x_tkro_1.id}:{TODAY.toordinal()}"),
        (dewi, "tap:1"),
        (dewi, "tap:x:y"),
        (dewi, "why:1:Z"),
        (dewi, "'; DROP TABLE students; --"),
        (dewi, f"tap:{draft}:{10**15}"),
    ]:
        await person.press_data(data)
        assert (await person.wait_for_toast()).text
    async with house.transaction() as session:
        [left] = (await session.scalars(select(ReportDraft))).all()
        assert left.entries == {}


async def _draft_id(house: House) -> int:
    [draft] = await _draft_ids(house)
    return draft


async def _draft_ids(house: House) -> Sequence[int]:
    async with house.transaction() as session:
        return (await session.scalars(select(ReportDraft.id))).all()


async def _reports(house: House) -> list[dict[str, str]]:
    """What was reported, one after the other: reasons' letters by name."""
    async with house.transaction() as session:
        names = {student.id: student.name for student in await session.scalars(select(Student))}
        reports = select(ClassReport).options(selectinload(ClassReport.entries)).order_by(ClassReport.id)
        return [
            {names[entry.student_id]: entry.reason.value for entry in report.entries}
            for report in await session.scalars(reports)
        ]
