"""A class leader reports in Telegram: real updates over HTTP, a real database, everybody concerned told at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.models import AbsenceReason, ClassReport, Correction, Direction, OutboxMessage, Scan
from tests.flows.day import later, tick
from tests.flows.house import House
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
    TODAY,
)


async def test_two_absentees_take_five_taps_and_the_homeroom_teacher_is_told_at_once(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await dewi.press("Lapor")
    await dewi.wait_for("Laporan X RPL 1")
    await dewi.press("Alfa")
    await dewi.wait_for(lambda m: any("● Alfa" in text for row in m.buttons for text in row))
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Alfa: Budi Santoso")
    await dewi.press("Siti Aminah")
    await dewi.wait_for("Budi Santoso, Siti Aminah")
    await dewi.press("Kirim (2 tidak hadir)")
    receipt = await dewi.wait_for("terkirim")
    assert "Tidak di kelas 2 dari 3 siswa" in receipt.text
    told = await ratna.wait_for("Laporan kelas X RPL 1")
    assert "Alfa: Budi Santoso, Siti Aminah" in told.text
    assert "oleh Dewi" in told.text


async def test_a_typed_line_fills_the_screen_in_and_says_what_was_not_understood(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("A: budy, Zainal, Siti Rahmawati; S: Andi")
    screen = await dewi.wait_for("Belum jelas")
    assert "Zainal: tidak ada di kelas ini" in screen.text
    assert "Siti Rahmawati: maksudnya Siti Aminah?" in screen.text
    assert "Sakit: Andi Wijaya\nAlfa: Budi Santoso" in screen.text
    await dewi.press("Kirim (2")
    await dewi.wait_for("terkirim")
    await dewi.send("nihil")
    await dewi.press("NIHIL")
    await dewi.wait_for("NIHIL: semua hadir")


async def test_who_reports_for_several_classes_names_the_class_too_and_others_type_in_vain(house: House) -> None:
    piket, counselor = house.person(DUTY), house.person(COUNSELOR)
    await piket.send("A: Joko")
    await piket.wait_for("nama kelasnya di depan")
    await piket.send("x-tkro-1 A: joko")
    await piket.wait_for("Alfa: Joko")
    await piket.send("XII Apa A: joko")
    await piket.wait_for("tidak ada di antara kelas Anda")
    for person, words in ((counselor, "tidak kami mengerti"), (house.person(STRANGER), "sudah diundang")):
        await person.send("X TKRO 1 A: Joko")
        await person.wait_for(words)


async def test_the_screen_shows_who_was_seen_at_the_gate_and_who_has_sent_word(house: House) -> None:
    dewi = house.person(SECRETARY)
    async with house.transaction() as session:
        session.add(_seen_at_the_gate(house))
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    await dewi.send("/lapor")
    screen = await dewi.wait_for("sudah pindai masuk")
    assert "Kabar orang tua: Budi Santoso (sakit)" in screen.text
    names = [text for row in screen.buttons for text in row]
    assert {"Budi Santoso ✉️", "Siti Aminah 🟢", "Andi Wijaya"} < set(names)
    await dewi.press("Siti Aminah")
    await dewi.wait_for("Sudah pindai masuk, tetapi dipilih: Siti Aminah")


@pytest.mark.parametrize(
    ("button", "receipt"), [("Sertakan, lalu kirim", "Sakit: Budi Santoso"), ("Kirim apa adanya", "NIHIL: semua hadir")]
)
async def test_before_nihil_overrules_an_accepted_notice_the_reporter_is_asked_once(
    house: House, button: str, receipt: str
) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam 3 hari")
    await ratna.wait_for("Kabar orang tua")
    await ratna.press("Setujui")
    await ratna.wait_for("Disetujui.")
    await dewi.send("/lapor")
    await dewi.press("NIHIL")
    asked = await dewi.wait_for("Belum dikirim")
    assert "tidak hadir hari ini: Budi Santoso (sakit)" in asked.text
    assert asked.buttons == [["Sertakan, lalu kirim"], ["Kirim apa adanya"], ["‹ Kembali"]]
    await dewi.press("‹ Kembali")
    await dewi.wait_for("Kabar orang tua: Budi Santoso (sakit)")
    await dewi.press("NIHIL")
    await dewi.wait_for("Belum dikirim")
    await dewi.press(button)
    assert receipt in (await dewi.wait_for("terkirim")).text
    await tick(house)
    if button == "Kirim apa adanya":
        told = await ratna.wait_for("menurut orang tua sakit (sudah disetujui), tetapi dilaporkan hadir")
        assert told.buttons == [["1. Benar sakit/izin", "1. Hadir"]]
        await ratna.press("1. Benar sakit/izin")
        await dewi.wait_for("Hadir → Sakit")


def _seen_at_the_gate(house: House) -> Scan:
    now = house.clock()
    return Scan(
        nonce="siti",
        student_id=house.school.siti.id,
        on_date=now.date(),
        scanned_at=now,
        received_at=now,
        direction=Direction.IN,
        outcome="on_time",
        counts=True,
    )


async def test_nihil_is_one_tap(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("NIHIL")
    await dewi.wait_for("NIHIL: semua hadir (3 siswa)")


async def test_every_reason_can_be_reported_and_a_second_tap_takes_it_back(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    for reason in ("Izin", "Alfa", "Dispensasi", "Dipulangkan", "Sakit"):
        await dewi.press(reason)
        await dewi.wait_for(lambda m, r=reason: any(f"● {r}" == text for row in m.buttons for text in row))
        await dewi.press("Andi Wijaya")
        await dewi.wait_for(f"{reason}: Andi Wijaya")
    await dewi.press("Andi Wijaya")
    await dewi.wait_for(lambda m: "Andi" not in m.text)


async def test_a_report_can_be_corrected_and_the_correction_is_told_as_such(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await dewi.send("/lapor")
    await dewi.press("Budi Santoso")
    await dewi.press("Kirim (1")
    await dewi.wait_for("terkirim")
    await ratna.wait_for("Sakit: Budi Santoso")
    await dewi.press("Perbaiki laporan")
    await dewi.wait_for("Perbaiki laporan X RPL 1")
    await dewi.press("Budi Santoso")
    await dewi.wait_for(lambda m: "Sakit: Budi" not in m.text)
    await dewi.press("NIHIL")
    told = await ratna.wait_for("Laporan diperbaiki")
    assert "NIHIL" in told.text
    async with house.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(ClassReport)) == 2


async def test_after_the_cut_off_class_leaders_are_sent_to_the_homeroom_teacher_who_still_can(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await house.rule("class_report_cutoff", "06:00")
    await dewi.send("/lapor")
    await dewi.press("NIHIL")
    await dewi.wait_for("terkirim")
    await dewi.press("Perbaiki laporan")
    as_sent = await dewi.wait_for("Batas perbaikan pukul 06.00 sudah lewat")
    assert "Laporan X RPL 1" in as_sent.text
    assert "NIHIL: semua hadir" in as_sent.text
    assert not as_sent.buttons
    for text in ("📝 Lapor", "A: Budi, Zainal"):
        await dewi.send(text)
        as_sent = await dewi.wait_for("Batas perbaikan pukul 06.00 sudah lewat")
        assert not as_sent.buttons
        assert "ketuk" not in as_sent.text
    await ratna.send("/lapor")
    await ratna.press("Siti Aminah")
    await ratna.press("Kirim (1")
    await ratna.wait_for("terkirim")


async def test_a_correction_that_the_cut_off_catches_is_not_sent_and_shows_what_was(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("nihil")
    await dewi.press("NIHIL")
    await dewi.press("Perbaiki laporan")
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Kirim")
    await house.rule("class_report_cutoff", "06:00")
    await dewi.press("Kirim (1")
    assert (await dewi.wait_for_toast("06.00")).alert
    as_sent = await dewi.wait_for("NIHIL: semua hadir")
    assert not as_sent.buttons


async def test_two_leaders_at_once_do_no_harm_and_each_hears_of_the_other(house: House) -> None:
    dewi, agus = house.person(SECRETARY), house.person(PRESIDENT)
    await dewi.send("/lapor")
    await agus.send("/lapor")
    await dewi.press("Alfa")
    await dewi.press("Budi Santoso")
    await agus.wait_for("NIHIL")
    await dewi.press("Kirim (1")
    await agus.wait_for("oleh Dewi")
    await agus.press("NIHIL")
    assert "baru saja dilaporkan oleh Dewi" in (await agus.wait_for_toast()).text
    await agus.wait_for("Alfa: Budi Santoso")
    async with house.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(ClassReport)) == 1


async def test_a_line_typed_after_a_report_says_what_it_would_change_and_makes_room_again(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("A: Budi; S: Siti")
    await dewi.press("Kirim (2")
    await dewi.wait_for("terkirim")
    await dewi.send("I: Siti, Andi")
    screen = await dewi.wait_for("Perbaiki laporan X RPL 1")
    assert "Menjadi hadir: Budi Santoso" in screen.text
    assert "Menjadi tidak hadir: Andi Wijaya" in screen.text
    assert "Ganti alasan: Siti Aminah (sakit → izin)" in screen.text
    await later(house, timedelta(minutes=10))
    await dewi.send("📝 Lapor")
    as_sent = await dewi.wait_for("Belum ada yang berubah")
    assert "Sakit: Siti Aminah\nAlfa: Budi Santoso" in as_sent.text
    await dewi.press("Andi Wijaya", on=as_sent)
    await dewi.wait_for("Menjadi tidak hadir: Andi Wijaya")
    await dewi.send("📝 Lapor")
    await dewi.wait_for("Menjadi tidak hadir: Andi Wijaya")


async def test_a_stranger_gets_one_polite_sentence_and_no_data_whatever_they_do(house: House) -> None:
    stranger = house.person(STRANGER)
    for text in ("/lapor", "/hari_ini", "/belum_lapor", "/siswa Budi", "/start WRONGCODE", "halo", "/grup_pimpinan"):
        await stranger.send(text)
        answer = await stranger.wait_for(lambda _: True)
        assert "Budi" not in answer.text
        assert answer.markup is None
    await stranger.press_data(f"open:{house.school.x_rpl_1.id}:{TODAY.toordinal()}")
    assert "undang" in (await stranger.wait_for_toast()).text


@pytest.mark.parametrize(
    ("telegram_id", "shown", "hidden"),
    [
        (HOMEROOM, {"X RPL 1"}, {"X RPL 2", "X TKRO 1"}),
        (OTHER_HOMEROOM, {"X TKRO 1"}, {"X RPL 1", "X RPL 2"}),
        (HEAD_RPL, {"X RPL 1", "X RPL 2"}, {"X TKRO 1"}),
        (COUNSELOR, {"X RPL 1", "X RPL 2", "X TKRO 1"}, set()),
        (DUTY, {"X RPL 1", "X RPL 2", "X TKRO 1"}, set()),
        (ADMIN, {"X RPL 1", "X RPL 2", "X TKRO 1"}, set()),
    ],
)
async def test_today_and_not_reported_show_each_role_its_own_classes(
    house: House, telegram_id: int, shown: set[str], hidden: set[str]
) -> None:
    person = house.person(telegram_id)
    for command in ("/hari_ini", "/belum_lapor"):
        await person.send(command)
        answer = await person.wait_for(lambda _: True)
        assert all(name in answer.text for name in shown)
        assert not any(name in answer.text for name in hidden)


async def test_a_search_stays_within_ones_scope(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa budi")
    assert "Belum dilaporkan" in (await ratna.wait_for("Budi Santoso")).text
    await ratna.send("/siswa joko")
    await ratna.wait_for("Tidak ada siswa")


async def test_somebody_of_a_like_name_is_offered_and_not_shown_as_found(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa siti rahmawati")
    offered = await ratna.wait_for("Tidak ada yang bernama persis begitu")
    assert offered.buttons == [["Siti Aminah"]]
    await ratna.press("Siti Aminah", on=offered)
    await ratna.press("Mengapa?")


async def test_the_homeroom_teacher_corrects_a_day_with_a_reason_that_is_kept_and_told(house: House) -> None:
    ratna, dewi = house.person(HOMEROOM), house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("Alfa")
    await dewi.wait_for(lambda m: any(text == "● Alfa" for row in m.buttons for text in row))
    await dewi.press("Budi Santoso")
    await dewi.press("Kirim (1")
    await ratna.wait_for("Alfa: Budi Santoso")
    await ratna.send("/siswa budi")
    await ratna.press("Perbaiki")
    await ratna.press("Sakit")
    question = await ratna.wait_for("Balas pesan ini")
    await ratna.reply(question, "Surat dokter diterima")
    await ratna.wait_for("Tersimpan")
    told = await dewi.wait_for("Perbaikan")
    assert "Alfa → Sakit" in told.text
    assert "Oleh Bu Ratna: Surat dokter diterima" in told.text
    async with house.transaction() as session:
        kept = (await session.scalars(select(Correction))).one()
    assert (kept.reason_before, kept.reason_after) == (AbsenceReason.UNEXCUSED, AbsenceReason.SICK)


async def test_who_may_only_look_cannot_correct(house: House) -> None:
    counselor = house.person(COUNSELOR)
    await counselor.send("/siswa budi")
    shown = await counselor.wait_for("Budi Santoso")
    assert "Perbaiki" not in {text for row in shown.buttons for text in row}
    data = f"set:{house.school.budi.id}:{TODAY.toordinal()}:S"
    await counselor.press_data(data)
    assert "tidak berwenang" in (await counselor.wait_for_toast()).text
    stranger = house.person(STRANGER)
    await stranger.press_data(data)
    assert "undang" in (await stranger.wait_for_toast()).text


async def test_nobody_is_told_what_they_may_not_look_up(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("Budi Santoso")
    await dewi.press("Kirim (1")
    await house.person(HOMEROOM).wait_for("Budi")
    await house.person(PRESIDENT).wait_for("Budi")
    async with house.transaction() as session:
        told = set(await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.body.contains("Budi"))))
    assert told == {str(SECRETARY), str(PRESIDENT), str(HOMEROOM)}
