"""The calendar in Telegram: an administrator keeps it, others look or are kindly refused, and the school follows."""

from datetime import timedelta

from sqlalchemy import select

from db.models import CalendarEntry, CalendarKind, MassAlert
from simulator.telegram import Message, Person
from tests.flows.day import later
from tests.flows.house import House
from tests.flows.looking import count_of, data_on, owe_to
from tests.school import ADMIN, COUNSELOR, DUTY, HOMEROOM, LEADER, SECRETARY, STRANGER

CONFIRMED = (CalendarEntry.confirmed_at.is_not(None), CalendarEntry.removed_at.is_(None))
CLOSED = (CalendarEntry.kind == CalendarKind.EMERGENCY_CLOSURE, CalendarEntry.removed_at.is_(None))


async def test_holidays_are_confirmed_one_by_one_or_all_at_once(house: House) -> None:
    admin = house.person(ADMIN)
    await admin.send("/kalender")
    await admin.wait_for("Kalender November 2026")
    await admin.press("Usulan libur 2026")
    screen = await admin.wait_for("Usulan libur 2026")
    assert any("25 Des Hari Raya Natal" in text for row in screen.buttons for text in row)
    accept, refuse_next = data_on(screen)[0], data_on(screen)[3]
    await admin.press_data(accept)
    await admin.wait_for_toast()
    await admin.press_data(refuse_next)
    await admin.wait_for_toast()
    assert await count_of(house, *CONFIRMED) == 1
    await admin.press_data(refuse_next)
    assert "Tidak ditemukan" in (await admin.wait_for_toast()).text
    await admin.press("Setujui semua")
    await admin.wait_for("sudah diputuskan")
    assert await count_of(house, *CONFIRMED) == 24


async def test_an_entry_is_added_by_a_reply_and_removed_by_two_taps(house: House) -> None:
    admin, dewi = house.person(ADMIN), house.person(SECRETARY)
    await admin.send("/kalender")
    await admin.press("Tambah")
    question = await admin.wait_for("Balas pesan ini dengan tanggal")
    await admin.reply(question, "entah kapan libur")
    await admin.wait_for("Tanggalnya belum terbaca")
    await admin.reply(question, "23/11/2026 <Hari> Guru")
    await admin.wait_for("Tersimpan: 23 Nov 2026: <Hari> Guru (libur sekolah)")
    await dewi.send("/lapor")
    await dewi.wait_for("Hari ini tidak ada sekolah (<Hari> Guru)")
    await admin.press("Hapus")
    await admin.wait_for("Ketuk yang hendak dihapus")
    await admin.press("23 Nov")
    await admin.wait_for(lambda m: "Kalender November" in m.text and "Guru" not in m.text)
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan X RPL 1")


async def asked_why(admin: Person) -> Message:
    """The question why the school closes."""
    await admin.send("/kalender")
    month = await admin.wait_for("Kalender November 2026")
    await admin.press("Tutup sekarang", on=month)
    return await admin.wait_for("Menutup sekolah mulai sekarang?")


async def test_the_school_is_closed_by_a_reason_and_opened_again(house: House) -> None:
    admin, duty = house.person(ADMIN), house.person(DUTY)
    question = await asked_why(admin)
    assert await count_of(house, *CLOSED) == 0
    for words, said in (("/lapor", "Kelas mana"), ("✉️ Pesan", "sudah dijawab")):
        await admin.reply(question, words)
        await admin.wait_for(said)
    await admin.reply(question, "Banjir")
    asked = await admin.wait_for("Tutup sekolah sekarang?")
    assert "Alasan: Banjir" in asked.text
    assert await count_of(house, *CLOSED) == 0
    for stranger in (STRANGER, DUTY, LEADER):
        await house.person(stranger).press_data("calx:1")
        assert (await house.person(stranger).wait_for_toast()).alert
    await admin.press("Batal", on=asked)
    await admin.wait_for("Sekolah tetap buka")
    await admin.press_data("calx:1", on=asked)
    assert "Sudah dijawab sebelumnya" in (await admin.wait_for_toast()).text
    assert await count_of(house, *CLOSED) == 0
    await admin.reply(question, "Banjir")
    await admin.wait_for("Sudah dijawab sebelumnya")
    again, spare = [await asked_why(admin) for _ in range(2)]
    await admin.reply(again, "Banjir")
    await admin.press("Ya, tutup")
    closed = await admin.wait_for("Sekolah ditutup.")
    await admin.press_data("calx:1", on=closed)
    assert "sudah ditutup" in (await admin.wait_for_toast()).text
    await duty.wait_for("Sekolah ditutup mulai pukul")
    await duty.send("/belum_lapor")
    await duty.wait_for("Hari ini tidak ada sekolah (Banjir)")
    await admin.reply(spare, "Gempa")
    await admin.wait_for("sudah ditutup hari ini")
    await admin.send("/kalender")
    await admin.press("Buka kembali")
    await duty.wait_for("Sekolah dibuka kembali")
    assert await count_of(house, *CLOSED) == 0


async def test_yesterdays_question_closes_nothing_today(house: House) -> None:
    admin = house.person(ADMIN)
    await admin.send("/kalender")
    await admin.press("Tutup sekarang")
    question = await admin.wait_for("Menutup sekolah")
    await later(house, timedelta(days=1))
    await admin.reply(question, "Banjir")
    await admin.wait_for("Senin, 23 November 2026")
    assert await count_of(house, *CLOSED) == 0


async def test_others_look_or_are_refused_and_a_strangers_press_is_a_strangers(house: House) -> None:
    admin, leader = house.person(ADMIN), house.person(LEADER)
    await admin.send("/kalender")
    screen = await admin.wait_for("Kalender November 2026")
    await leader.send("/kalender")
    seen = await leader.wait_for("Kalender November 2026")
    assert all(data.startswith("cal:") for data in data_on(seen))
    await leader.press("Desember 2026")
    await leader.wait_for("Kalender Desember 2026")
    for number in (SECRETARY, HOMEROOM, COUNSELOR):
        await house.person(number).send("/kalender")
        await house.person(number).wait_for("tidak berwenang")
    made_up = ["cals:1:1", "cala:2026", "cald:1", "calo", "mass:1:1", "calp:2019", "cal:2026:13"]
    for number in (STRANGER, SECRETARY, COUNSELOR, LEADER):
        person = house.person(number)
        for data in [*data_on(screen), *made_up] if number != LEADER else made_up:
            await person.press_data(data)
            toast = await person.wait_for_toast()
            assert toast.alert, data
    assert await count_of(house, CalendarEntry.id > 0) == 0


async def test_a_mass_alarm_is_settled_by_one_tap_and_the_buttons_go(house: House) -> None:
    piket = house.person(DUTY)
    now = house.clock()
    async with house.transaction() as session:
        alert = MassAlert(on_date=now.date(), asked_at=now)
        session.add(alert)
        await session.flush()
    await owe_to(house, piket, "Kabar alfa untuk 40 siswa", extras={"mass_alert": alert.id})
    send, _ = data_on(await piket.wait_for("Kabar alfa untuk 40 siswa"))
    await piket.press("Tarik")
    await piket.wait_for("ditarik, dan hari ini tidak ada yang dikirim")
    await piket.press_data(send)
    assert "ditolak oleh Pak Piket" in (await piket.wait_for_toast()).text
    async with house.transaction() as session:
        assert (await session.scalars(select(MassAlert.send))).one() is False
