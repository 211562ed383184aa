"""The end of a day in Telegram: contradictions settled with one tap, and the report with files that open."""

from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from db.models import AbsenceReason, Contradiction, Correction, OutboxMessage, StoredDailyReport
from simulator.telegram import Message, forbidden
from tests.core.documents.pdf import pages
from tests.flows.day import at, report, scan, set_right, tick
from tests.flows.house import House
from tests.flows.looking import answers, comes_to, count_of, data_on, eventually
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HOMEROOM,
    LEADER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
)

SETTLED, REPORTS = Contradiction.settled_at.is_not(None), StoredDailyReport.version > 0


async def cut_class(house: House) -> Message:
    """Budi came through the gate and is reported alfa: as the homeroom teacher is told."""
    await scan(house, house.school.budi)
    await report(house, budi=AbsenceReason.UNEXCUSED)
    await tick(house, schedulers=2)
    return await house.person(HOMEROOM).wait_for("Perlu diperiksa: X RPL 1")


async def test_one_tap_settles_a_cut_class_and_both_teachers_see_it(house: House) -> None:
    ratna, konsel = house.person(HOMEROOM), house.person(COUNSELOR)
    told = await cut_class(house)
    assert told.buttons == [["1. Bolos", "1. Laporan keliru, hadir", "1. Sudah pulang/izin"]]
    seen = await konsel.wait_for("Budi Santoso")
    assert seen.buttons == [["1. Bolos"]]
    await konsel.press("1. Bolos")
    await konsel.wait_for_toast("Tercatat")
    after = await konsel.wait_for("✓ Bolos (Bu Konsel)")
    assert after.buttons == []
    await ratna.wait_for("Bolos (diperiksa Bu Konsel)")
    await ratna.press("1. Laporan keliru, hadir", on=told)
    assert "Sudah diperiksa oleh Bu Konsel" in (await ratna.wait_for_toast()).text
    assert (await ratna.wait_for("✓ Bolos (Bu Konsel)")).buttons == []
    assert await count_of(house, Correction.id > 0) == 0


async def test_a_wrong_report_is_set_right_with_one_tap(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await cut_class(house)
    await ratna.press("1. Laporan keliru, hadir")
    await ratna.wait_for("✓ Laporan keliru, hadir (Bu Ratna)")
    await house.person(PRESIDENT).wait_for("Alfa → Hadir")
    await house.person(COUNSELOR).wait_for("Laporan keliru, hadir (diperiksa Bu Ratna)")
    await comes_to(house, 1, Correction.reason_after.is_(None))


async def test_what_has_vanished_is_said_when_somebody_presses(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await cut_class(house)
    await set_right(house, house.school.budi, None)
    await tick(house)
    await comes_to(house, 1, Contradiction.withdrawn_at.is_not(None))
    await ratna.press("1. Bolos")
    assert "sudah sesuai" in (await ratna.wait_for_toast()).text
    assert (await ratna.wait_for("✓ sudah sesuai")).buttons == []


async def test_open_ones_are_listed_on_demand_and_settled_from_the_list(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await cut_class(house)
    await ratna.send("/periksa")
    shown = await ratna.wait_for("Perlu diperiksa: 1")
    assert "Budi Santoso · X RPL 1, Senin 23 Nov: dilaporkan alfa" in shown.text
    for number in (OTHER_HOMEROOM, SECRETARY, STRANGER):
        await house.person(number).press_data(data_on(shown)[0])
        assert (await house.person(number).wait_for_toast()).alert
    await ratna.press("1. Bolos", on=shown)
    await ratna.wait_for("Tidak ada yang perlu diperiksa")
    await comes_to(house, 1, SETTLED)
    await house.person(SECRETARY).send("🔎 Perlu diperiksa")
    await house.person(SECRETARY).wait_for("tidak berwenang")


async def test_nobody_else_settles_anything(house: House) -> None:
    told = await cut_class(house)
    for data in data_on(told):
        for number in (OTHER_HOMEROOM, SECRETARY, PRESIDENT, LEADER, STRANGER):
            person = house.person(number)
            await person.press_data(data)
            toast = await person.wait_for_toast()
            assert toast.alert
            assert "Budi" not in toast.text
    for number in (OTHER_HOMEROOM, STRANGER):
        assert "Budi" not in "".join(answers(house.person(number)))
    assert await count_of(house, SETTLED) == 0


async def test_the_report_goes_out_once_with_files_that_open_and_again_when_corrected(house: House) -> None:
    ratna, harto, admin = house.person(HOMEROOM), house.person(OTHER_HOMEROOM), house.person(ADMIN)
    await scan(house, house.school.budi, house.school.andi)
    await report(house, siti=AbsenceReason.SICK)
    await at(house, 15, 30)
    await tick(house, schedulers=3)
    own = await document(house, HOMEROOM, "Laporan harian X RPL 1")
    assert [name in own for name in ("Budi Santoso", "Siti Aminah", "Joko", "Rina")] == [True, True, False, False]
    other = await document(house, OTHER_HOMEROOM, "Laporan harian X TKRO 1")
    assert [name in other for name in ("Budi Santoso", "Siti Aminah", "Joko", "Rina")] == [False, False, True, False]
    assert "Siti Aminah" in await document(house, LEADER, "Hadir 2 dari 5 siswa")
    book = await admin.wait_for(lambda m: bool(m.file and m.file.name.endswith(".xlsx")))
    assert book.file is not None
    sheet = CalamineWorkbook.from_filelike(BytesIO(book.file.content)).get_sheet_by_name("Siswa").to_python()
    assert [row[2] for row in sheet[2:]] == ["Andi Wijaya", "Budi Santoso", "Siti Aminah", "Rina", "Joko"]
    await set_right(house, house.school.siti, AbsenceReason.UNEXCUSED)
    await at(house, 15, 55)
    await tick(house, schedulers=3)
    assert "DIKOREKSI" in await document(house, HOMEROOM, "X RPL 1 – DIKOREKSI")
    await admin.wait_for("Berubah sejak laporan sebelumnya: X RPL 1")
    await comes_to(house, 0, OutboxMessage.file_id.is_not(None), OutboxMessage.sent_at.is_(None))
    assert await count_of(house, REPORTS) == 2
    assert [len(files(person.chat)) for person in (ratna, harto, admin)] == [2, 1, 4]
    for number in (DUTY, COUNSELOR, SECRETARY, PRESIDENT, STRANGER):
        assert files(house.person(number).chat) == []
    await see_who_got_it(house)


async def see_who_got_it(house: House) -> None:
    """Two taps for a leader; nobody else sees it."""
    leader, ratna = house.person(LEADER), house.person(HOMEROOM)
    await leader.send("/rekap")
    await leader.press("📨 Laporan harian terkirim")
    shown = await leader.wait_for("Versi 2 (dikoreksi), dibuat pukul 15.55: terkirim kepada 3 dari 3 orang")
    assert "✅ Bu Ratna (wali kelas X RPL 1): terkirim pukul 15.55" in shown.text
    data = data_on(shown)
    await leader.press("Versi 1")
    first = await leader.wait_for("Versi 1, dibuat pukul 15.30: terkirim kepada 4 dari 4 orang")
    before = len(files(leader.chat))
    await leader.press("PDF")
    await leader.view.until(lambda: len(files(leader.chat)) > before, 30, "no file")
    for one in (*data, *data_on(first)):
        await ratna.press_data(one)
        assert "tidak berwenang" in (await ratna.wait_for_toast()).text
    await ratna.send("/rekap")
    asked = await ratna.wait_for("Rekap periode apa?")
    assert not any("terkirim" in button for row in asked.buttons for button in row)


async def test_a_machine_that_was_off_sends_it_late_and_says_so(house: House) -> None:
    await report(house, siti=AbsenceReason.SICK)
    await at(house, 15, 46)
    await tick(house)
    assert "Terlambat dikirim" in (await house.person(HOMEROOM).wait_for("Laporan harian X RPL 1")).text


async def test_a_file_that_cannot_be_delivered_holds_up_nobody_elses(house: House) -> None:
    ratna, harto = house.person(HOMEROOM), house.person(OTHER_HOMEROOM)
    house.telegram.fail(forbidden("bot was blocked by the user"), method="sendDocument", chat=ratna)
    await at(house, 15, 30)
    await tick(house)
    await harto.wait_for("Laporan harian X TKRO 1")

    async def given_up() -> bool:
        async with house.transaction() as session:
            return bool(
                await session.scalar(
                    select(OutboxMessage.given_up_at).where(
                        OutboxMessage.recipient == str(HOMEROOM), OutboxMessage.file_id.is_not(None)
                    )
                )
            )

    await eventually(given_up, "the document was not given up")
    await at(house, 15, 41)
    await tick(house)
    told = await house.person(ADMIN).wait_for("Laporan harian tidak sampai")
    assert "Bu Ratna (wali kelas X RPL 1): " in told.text


def files(chat: list[Message]) -> list[Message]:
    return [message for message in chat if message.file]


async def document(house: House, who: int, caption: str) -> str:
    """The text of the PDF that came under this caption."""
    message = await house.person(who).wait_for(caption)
    assert message.file is not None
    assert message.file.mime == "application/pdf"
    return "\n".join(pages(message.file.content))
