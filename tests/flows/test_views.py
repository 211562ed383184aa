"""Looking back in Telegram: a recap with its picture and files, a pupil's page, and why a day is what it is."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db.models import AbsenceReason, Correction, TelegramUpdate
from simulator.telegram import Message, Person
from tests.core.attendance_events import late_scan, report
from tests.core.documents.pdf import pages
from tests.core.documents.workbooks import texts
from tests.flows.house import House, running_bot
from tests.flows.looking import count_of
from tests.school import DUTY, HOMEROOM, LEADER, OTHER_HOMEROOM, SECRETARY, STRANGER, TODAY

FRIDAY = TODAY - timedelta(days=3)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with running_bot(database_url) as house:
        school = house.school
        async with house.transaction() as session:
            await report(session, school.x_rpl_1, FRIDAY, {school.budi.id: AbsenceReason.UNEXCUSED})
        yield house


async def file_after(person: Person, button: str) -> Message:
    before = {message.id for message in person.chat if message.file}
    await person.press(button)
    await person.view.until(lambda: any(m.file and m.id not in before for m in person.chat), 30, f"no file: {button}")
    return next(m for m in reversed(person.chat) if m.file and m.id not in before)


async def test_a_month_with_its_picture_and_files_names_the_own_class_alone(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/rekap")
    await ratna.press("Bulan ini")
    shown = await ratna.wait_for("Rekap X RPL 1")
    assert "Budi" in shown.text
    assert "hadir 66,6%" in shown.text or "hadir 66,7%" in shown.text
    picture = await file_after(ratna, "Tren")
    assert picture.text == "X RPL 1 · November 2026"
    workbook, printed = await file_after(ratna, "Excel"), await file_after(ratna, "PDF")
    assert workbook.file is not None
    assert printed.file is not None
    for inside in ("\n".join(texts(workbook.file.content)), "\n".join(pages(printed.file.content))):
        assert "Budi Santoso" in inside
        assert not {name for name in ("Rina", "Joko", "X TKRO") if name in inside}
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


async def test_a_pupil_has_a_recap_of_any_days_with_a_picture_and_files(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa budi 1 nov - 21 nov")
    shown = await ratna.wait_for("1–21 November 2026")
    assert "Alfa (1): 20/11" in shown.text
    await ratna.press("Semester ini")
    await ratna.wait_for("1 Juli – 31 Desember 2026")
    picture, workbook = await file_after(ratna, "Hari demi hari"), await file_after(ratna, "Excel")
    assert picture.text.startswith("Budi Santoso · ")
    assert workbook.file is not None
    inside = "\n".join(texts(workbook.file.content))
    assert "Budi Santoso" in inside
    assert not {name for name in ("Siti", "Andi", "Rina") if name in inside}
    await ratna.press("Kembali")
    await ratna.press("Rekap & berkas")
    screen = await ratna.wait_for("November 2026")
    data = [b["callback_data"] for row in (screen.markup or {})["inline_keyboard"] for b in row]
    today = f":{TODAY.toordinal()}:{TODAY.toordinal()}:"
    past = [one for one in data if one[:3] in ("rk:", "rd:", "rf:") and today not in one]
    assert len(past) >= 9
    for number, words in ((SECRETARY, "Tidak ditemukan"), (OTHER_HOMEROOM, "Tidak ditemukan"), (STRANGER, "undang")):
        for one in past:
            await house.person(number).press_data(one)
            assert words in (await house.person(number).wait_for_toast()).text
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


async def test_late_arrivals_of_the_week_and_of_typed_days(house: House) -> None:
    ratna, dewi = house.person(HOMEROOM), house.person(SECRETARY)
    async with house.transaction() as session:
        await late_scan(session, house.school.budi, FRIDAY)
    await ratna.send("/terlambat")
    assert (await ratna.wait_for("Terlambat hari ini")).buttons == [["Minggu ini", "Bulan ini"]]
    await ratna.press("Bulan ini")
    await ratna.wait_for("1× Budi Santoso · X RPL 1: 20/11")
    await ratna.send("/terlambat 21 nov - 22 nov")
    await ratna.wait_for("Tidak ada yang terlambat")
    await dewi.send("/terlambat 1 nov - 21 nov")
    await dewi.wait_for("Tidak ditemukan")
    await dewi.send("/terlambat")
    assert (await dewi.wait_for("Terlambat hari ini")).buttons == []


async def test_leaders_choose_whom_and_typed_days_are_understood(house: House) -> None:
    leader = house.person(LEADER)
    await leader.send("/rekap 1 nov - 21 nov")
    await leader.press("Seluruh sekolah")
    shown = await leader.wait_for("1–21 November 2026")
    assert "X TKRO 1" in shown.text
    await leader.press("Kelas atau jurusan lain")
    await leader.press("Jurusan RPL")
    shown = await leader.wait_for("Rekap Jurusan RPL")
    assert "X TKRO" not in shown.text
    await leader.send("/rekap kapan-kapan")
    await leader.wait_for("tidak kami mengerti")


async def test_buttons_of_somebody_elses_recap_show_nothing(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/rekap")
    await ratna.press("Bulan ini")
    screen = await ratna.wait_for("Rekap X RPL 1")
    data = [b["callback_data"] for row in (screen.markup or {})["inline_keyboard"] for b in row]
    show = [one for one in data if not one.startswith("rs:")]
    assert len(show) >= 5
    for number, words in ((SECRETARY, "Tidak ditemukan"), (OTHER_HOMEROOM, "Tidak ditemukan"), (STRANGER, "undang")):
        for one in show:
            await house.person(number).press_data(one)
            assert words in (await house.person(number).wait_for_toast()).text
        assert not any(m.file for m in house.person(number).chat)


async def test_class_leaders_and_the_duty_teacher_have_today_and_no_history(house: House) -> None:
    for number in (SECRETARY, DUTY):
        person = house.person(number)
        await person.send("/rekap")
        screen = await person.wait_for("Rekap hari apa?")
        assert screen.buttons == [["Hari ini"]]
        await person.send("/rekap 1 nov - 21 nov")
        await person.wait_for("Tidak ada rekap")
        await person.send("/siswa budi")
        page = await person.wait_for("Budi Santoso")
        assert "November" not in page.text
        await person.send("/siswa budi 1 nov - 20 nov")
        await person.wait_for("Anda hanya bisa melihat hari ini")
        await person.send("/siswa")
        assert "tanggal" not in (await person.wait_for("Ketik namanya juga")).text


async def test_a_past_day_is_explained_and_set_right_with_a_reason_that_is_then_shown(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa budy santosa")
    await ratna.wait_for("A 1 dari 16 hari efektif")
    await ratna.press("Mengapa?")
    await ratna.press(f"{FRIDAY.day} A")
    await ratna.wait_for("laporan kelas oleh")
    await ratna.press("Perbaiki")
    await ratna.press("Sakit")
    question = await ratna.wait_for("Apa alasan")
    await ratna.reply(question, "Surat <dokter> menyusul")
    await ratna.wait_for("Tersimpan")
    assert await count_of(house, Correction.on_date == FRIDAY) == 1
    await ratna.send("/siswa budi")
    await ratna.wait_for("S 1 dari 16 hari efektif")
    await ratna.press("Mengapa?")
    await ratna.press(f"{FRIDAY.day} S")
    why = await ratna.wait_for("alfa → sakit")
    assert "Surat <dokter> menyusul" in why.text
    secretary = house.person(SECRETARY)
    assert not any("Perbaikan" in message.text for message in secretary.chat)


async def test_registered_guardians_are_counted_and_strangers_get_nothing(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/wali_terdaftar")
    assert "1 dari 3 siswa" in (await ratna.wait_for("Orang tua terdaftar")).text
    await ratna.send("/terlambat")
    await ratna.wait_for("Belum ada yang terlambat")
    stranger = house.person(STRANGER)
    for command in ("/rekap", "/rekap 1 nov", "/terlambat", "/wali_terdaftar", "/siswa budi"):
        await stranger.send(command)
        assert "undang" in (await stranger.wait_for(lambda m: True)).text
