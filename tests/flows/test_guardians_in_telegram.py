"""A guardian in Telegram, from the letters on the slip to the answer of the homeroom teacher, over real HTTP."""

from sqlalchemy import select

from core import announcements
from core.audiences import Audience
from core.confirmations import confirm_check_ins
from core.keycodes import new_keycode
from db.models import AbsenceReason, Guardian, GuardianNotice, InboundSms, RegistrationRequest
from tests.flows.day import report, scan
from tests.flows.guardian import ask_to_speak, joined, show_slip, waiting
from tests.flows.house import House
from tests.flows.looking import answers, count_of, data_on
from tests.school import ADMIN, DUTY, GUARDIAN, HOMEROOM, OTHER_HOMEROOM, SECRETARY, STRANGER, actor


async def test_from_the_slip_to_the_decision(house: House) -> None:
    wati, ratna = await joined(house), house.person(HOMEROOM)
    assert wati.keyboard == [["🎒 Anak saya"], ["🤒 Kabarkan sakit/izin"], ["❓ Bantuan"]]
    await scan(house, house.school.budi)
    async with house.transaction() as session:
        await confirm_check_ins(session, now=house.clock())
    await wati.wait_for("tercatat masuk pukul 07.05")
    await wati.send("🎒 Anak saya")
    await wati.wait_for("Budi (X RPL 1): Belum dilaporkan\nmasuk pukul 07.05")
    await wati.press("📅 Budi")
    month = await wati.wait_for("November 2026")
    assert "Mengapa?" not in {text for row in month.buttons for text in row}
    await wati.send("Assalamualaikum bu, Budi besok tidak masuk karena demam")
    await wati.wait_for("kabar sudah kami teruskan: Budi (X RPL 1), sakit, Selasa 24 Nov")
    for number in (HOMEROOM, DUTY, SECRETARY):
        await house.person(number).wait_for("besok tidak masuk karena demam")
    await ratna.press("Setujui")
    await wati.wait_for("disetujui oleh Bu Ratna")


async def test_by_buttons_a_child_is_excused_and_staff_write_back(house: House) -> None:
    wati, ratna = await joined(house), house.person(HOMEROOM)
    await wati.send("🤒 Kabarkan sakit/izin")
    await wati.press("Izin")
    await wati.press("2 hari")
    asked = await wati.wait_for("Senin 23 Nov sampai Selasa 24 Nov")
    await wati.reply(asked, "acara keluarga di Metro")
    await wati.wait_for("kabar sudah kami teruskan")
    await wati.press_data("gsend", on=asked)
    await wati.wait_for_toast("Tidak ditemukan")
    told = await ratna.wait_for("acara keluarga di Metro")
    assert "Izin, Senin 23 Nov sampai Selasa 24 Nov (2 hari)" in told.text
    await ratna.reply(told, "Baik Bu, hati-hati di jalan")
    await ratna.wait_for("dikirim lewat Telegram")
    answer = await wati.wait_for("hati-hati di jalan")
    await wati.reply(answer, "Terima kasih, Bu")
    await wati.wait_for("sudah kami teruskan kepada wali kelas")
    await ratna.wait_for("Terima kasih, Bu")
    await wati.send("🤒 Kabarkan sakit/izin")
    for screen, label in (("sakit atau izin?", "Sakit"), ("sakit. Hari apa?", "Besok"), ("sakit, Selasa", "Kirim")):
        await wati.wait_for(screen)
        await wati.press(label)
    await wati.wait_for("kabar sudah kami teruskan: Budi (X RPL 1), sakit, Selasa 24 Nov")
    assert await count_of(house, GuardianNotice.id.is_not(None)) == 2


async def test_a_link_with_wrong_letters_teaches_nothing_and_a_link_with_right_ones_asks_first(house: House) -> None:
    await house.rule("keycode_guesses_per_day", "1")
    asing, code = house.person(STRANGER), house.school.keycodes[house.school.budi.id]
    await asing.send(f"/start {new_keycode()}")
    wrong = await asing.wait_for("pendaftaran belum berhasil")
    assert "Budi" not in wrong.text
    await asing.send(code)
    await asing.wait_for("terlalu sering dicoba")
    for data in ("gyes", f"gstop:{house.school.budi.id}:1", f"gfor:{house.school.budi.id}"):
        await asing.press_data(data, on=wrong)
        assert "diundang" in (await asing.wait_for_toast()).text
    wati = house.telegram.user("Bu Wati", id=GUARDIAN)
    await wati.send(f"/start {code}")
    await wati.wait_for("Slip ini untuk Budi (X RPL 1)")
    await wati.send("🎒 Anak saya")
    await wati.wait_for("sudah diundang")


async def test_who_stops_is_a_stranger_again_and_others_children_cannot_be_stopped(house: House) -> None:
    wati = await joined(house)
    await wati.upload(b"surat dokter", "surat.pdf")
    await wati.wait_for("hanya bisa membaca tulisan")
    await wati.send("BERHENTI")
    await wati.wait_for("Berhenti menerima kabar tentang siapa?")
    for data in (f"gstop:{house.school.rina.id}:1", f"gfor:{house.school.rina.id}", f"gwhy:{house.school.rina.id}:S"):
        await wati.press_data(data)
        await wati.wait_for_toast("Tidak ditemukan")
    await wati.press("Budi (X RPL 1)")
    await wati.press("Ya, berhenti")
    await wati.wait_for("tidak lagi menerima kabar tentang Budi")
    await wati.send("Budi sakit demam")
    await wati.wait_for("sudah diundang")
    async with house.transaction() as session:
        assert (await session.scalars(select(GuardianNotice))).all() == []


async def test_a_teacher_who_is_a_guardian_too_does_both_and_is_heard_as_a_guardian_only_where_it_is_meant(
    house: House,
) -> None:
    ratna = house.person(HOMEROOM)
    await show_slip(house, ratna, house.school.budi)
    await ratna.wait_for("terdaftar untuk Budi")
    assert ["🎒 Anak saya"] in ratna.keyboard
    await ratna.send("Budi sakit demam")
    await ratna.wait_for("tidak kami mengerti")
    assert await count_of(house, GuardianNotice.id.is_not(None)) == 0
    await house.rule("alert_hold_minutes", "0")
    await report(house, budi=AbsenceReason.UNEXCUSED)
    alert = await ratna.wait_for("dilaporkan tidak hadir tanpa keterangan")
    await ratna.reply(alert, "Budi sakit demam")
    await ratna.wait_for("Terima kasih atas penjelasan")
    announced_for = {True: "Besok libur.", False: "Rapat guru."}
    async with house.transaction() as session:
        admin = await actor(session, ADMIN)
        for for_guardians, words in announced_for.items():
            draft = await announcements.write(session, admin, Audience(for_guardians), words, now=house.clock())
            await announcements.confirm(session, admin, draft.id, now=house.clock())
    await ratna.reply(await ratna.wait_for("Besok libur."), "Apakah Budi tetap ikut lomba?")
    await house.person(DUTY).wait_for("Apakah Budi tetap ikut lomba?")
    await ratna.reply(await ratna.wait_for("Rapat guru."), "Saya izin")
    await ratna.wait_for("Balasan ini tidak diteruskan")
    assert await count_of(house, InboundSms.body == "Saya izin") == 0


async def test_where_the_school_looks_first_an_account_waits_learns_nothing_and_becomes_a_guardians_with_a_yes(
    house: House,
) -> None:
    wati, ratna = await waiting(house), house.person(HOMEROOM)
    asked = await ratna.wait_for("Orang tua menunggu persetujuan")
    assert "Bu <Wati> (Telegram) mendaftar untuk Budi Santoso · X RPL 1" in asked.text
    await wati.send("Budi sakit demam")
    await wati.wait_for("masih menunggu persetujuan")
    await wati.send("🎒 Anak saya")
    await wati.wait_for("masih menunggu persetujuan")
    yes = data_on(asked)[0]
    for number, words in ((OTHER_HOMEROOM, "Tidak ditemukan"), (DUTY, "tidak berwenang"), (GUARDIAN, "diundang")):
        await house.person(number).press_data(yes)
        assert words in (await house.person(number).wait_for_toast()).text
    assert not any("Budi" in said for said in answers(wati))
    await ratna.send("/persetujuan")
    await ratna.wait_for("1. Bu <Wati> (Telegram) untuk Budi Santoso · X RPL 1, Senin 23 Nov")
    await ratna.press_data(yes, on=asked)
    await ratna.wait_for("disetujui dan diberi tahu lewat Telegram")
    await house.person(ADMIN).wait_for("disetujui oleh Bu Ratna")
    await wati.wait_for("terdaftar untuk Budi (X RPL 1)")
    await wati.send("/bantuan")
    await wati.wait_for("Yang bisa Anda lakukan")
    assert ["🎒 Anak saya"] in wati.keyboard
    assert await count_of(house, GuardianNotice.id.is_not(None)) == 0


async def test_who_waits_may_take_it_back_and_who_is_refused_is_told_kindly(house: House) -> None:
    wati, ratna = await waiting(house), house.person(HOMEROOM)
    first = await ratna.wait_for("Orang tua menunggu persetujuan")
    await wati.send("/berhenti")
    await wati.wait_for("dibatalkan")
    await ratna.press_data(data_on(first)[0], on=first)
    await ratna.wait_for_toast("Tidak ditemukan")
    await wati.send("BERHENTI")
    await wati.wait_for("sudah diundang")
    await ask_to_speak(house, wati, house.school.budi)
    await ratna.send("/persetujuan")
    await ratna.press("✖️ Tolak 1")
    await wati.wait_for("tidak disetujui sekolah")
    await wati.send("Halo")
    await wati.wait_for("sudah diundang")
    assert await count_of(house, Guardian.person_id.is_not(None)) == 0
    assert await count_of(house, RegistrationRequest.accepted.is_(False)) == 2


async def test_a_guardian_and_a_teacher_take_back_what_they_wait_for_and_keep_what_they_have(house: House) -> None:
    wati, ratna = await joined(house), house.person(HOMEROOM)
    await house.rule("guardian_numbers_need_approval", "yes")
    for person in (wati, ratna):
        await ask_to_speak(house, person, house.school.rina)
        await person.send("/berhenti")
        await person.wait_for("dibatalkan")
    await wati.wait_for("Berhenti menerima kabar tentang siapa?")
    assert await count_of(house, RegistrationRequest.accepted.is_(False)) == 2
    assert await count_of(house, Guardian.person_id.is_not(None)) == 1
