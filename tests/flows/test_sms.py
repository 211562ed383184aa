"""Parents talk to the school by plain SMS: from the phone on the network to Telegram and back, on real parts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.modem import Modem
from tests.flows.house import House, running_bot
from tests.flows.phones import with_modem
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    BUDIS_MOTHER,
    COUNSELOR,
    DUTY,
    HOMEROOM,
    LEADER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
)

SITIS_MOTHER = "+6281555556666"
A_STRANGER = "+6285799990000"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with running_bot(database_url) as house:
        await house.rule("alert_hold_minutes", "0")
        await house.rule("school_name", "SMK Nusantara 1")
        yield house


@pytest.fixture
async def modem(house: House, tmp_path: Path) -> AsyncIterator[Modem]:
    async with with_modem(house, tmp_path) as modem:
        yield modem


async def report(house: House, reason: str, name: str) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    if reason != "Sakit":
        await dewi.press(reason)
        await dewi.wait_for(lambda m: any(f"● {reason}" == text for row in m.buttons for text in row))
    await dewi.press(name)
    await dewi.wait_for(f"{reason}: {name}")
    await dewi.press("Kirim (1")
    await dewi.wait_for("terkirim")


async def test_a_secretary_reports_and_the_phone_that_registered_rings(house: House, modem: Modem) -> None:
    mother = house.phone(SITIS_MOTHER)
    code = house.school.keycodes[house.school.siti.id]
    mother.send(f"daftar {code[:5]} {code[5:].lower()}")
    registered = await mother.wait_for("Siti")
    assert registered.sender == modem.number
    await report(house, "Alfa", "Siti Aminah")
    alert = await mother.wait_for("tanpa keterangan")
    assert "X RPL 1" in alert.text
    assert alert.parts <= 2


async def test_every_registered_number_is_alerted_and_too_late_a_correction_follows(house: House, modem: Modem) -> None:
    mother, father = house.phone(BUDIS_MOTHER), house.phone(BUDIS_FATHER)
    await report(house, "Alfa", "Budi Santoso")
    await mother.wait_for("tanpa keterangan")
    await father.wait_for("tanpa keterangan")
    dewi = house.person(SECRETARY)
    await dewi.press("Perbaiki laporan")
    await dewi.press("Dispensasi")
    await dewi.wait_for(lambda m: any(text == "● Dispensasi" for row in m.buttons for text in row))
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Dispensasi: Budi")
    await dewi.press("Kirim (1")
    await mother.wait_for("Ralat")
    await father.wait_for("Ralat")


async def test_corrected_within_the_hold_window_no_phone_rings(house: House, modem: Modem) -> None:
    await house.rule("alert_hold_minutes", "10")
    await report(house, "Alfa", "Budi Santoso")
    dewi = house.person(SECRETARY)
    await dewi.press("Perbaiki laporan")
    await dewi.press("Alfa")
    await dewi.press("A · Budi")
    await dewi.press("NIHIL")
    await dewi.wait_for("NIHIL: semua hadir")
    mother = house.phone(BUDIS_MOTHER)
    mother.send("CEK")
    answer = await mother.wait_for("hadir")
    assert mother.inbox == [answer]


async def test_plain_words_reach_the_four_whom_they_concern_and_one_tap_settles_them(
    house: House, modem: Modem
) -> None:
    mother = house.phone(BUDIS_MOTHER)
    mother.send("Assalamualaikum bu, Budi hari ini tidak masuk karena demam")
    for telegram_id in (HOMEROOM, PRESIDENT, SECRETARY, DUTY):
        told = await house.person(telegram_id).wait_for("Kabar orang tua")
        assert "karena demam" in told.text
    await mother.wait_for("sudah kami terima")
    ratna = house.person(HOMEROOM)
    notice = await ratna.wait_for("Kabar orang tua")
    reject = notice.markup["inline_keyboard"][0][1]["callback_data"]
    await ratna.press("Setujui")
    await ratna.wait_for_toast("Disetujui")
    settled = await ratna.wait_for("Disetujui.")
    assert (settled.id, settled.buttons) == (notice.id, [])
    await house.person(DUTY).wait_for("disetujui oleh Bu Ratna")
    await house.person(COUNSELOR).send("/siswa Budi")
    await house.person(COUNSELOR).wait_for("Sakit")
    await ratna.press_data(reject)
    await ratna.wait_for_toast("Sudah disetujui")


async def test_a_notice_that_was_given_before_shows_on_the_class_screen(house: House, modem: Modem) -> None:
    house.phone(BUDIS_MOTHER).send("IZIN Budi acara keluarga")
    await house.person(SECRETARY).wait_for("Kabar orang tua")
    await house.person(SECRETARY).send("/lapor")
    screen = await house.person(SECRETARY).wait_for("Laporan X RPL 1")
    assert "Kabar orang tua: Budi Santoso (izin)" in screen.text


async def test_staff_answer_in_telegram_and_the_parent_reads_it_as_sms(house: House, modem: Modem) -> None:
    mother, ratna, duty = house.phone(BUDIS_MOTHER), house.person(HOMEROOM), house.person(DUTY)
    mother.send("Bu, kapan rapat orang tua Budi?")
    message = await ratna.wait_for("Pesan orang tua")
    await ratna.reply(message, "Sabtu pukul 9, Bu. " + "Mohon hadir di aula sekolah ya. " * 6)
    answer = await mother.wait_for("Sabtu pukul 9")
    assert answer.text.startswith("Bu Ratna")
    assert answer.parts > 1
    await duty.wait_for("Bu Ratna menjawab")


async def test_a_long_message_in_parts_arrives_whole_whatever_the_order(house: House, modem: Modem) -> None:
    text = "Assalamualaikum bu guru, mohon izin menanyakan tugas {Budi} ~ [bab 1] ^_^ " + "dan seterusnya " * 20
    mother = house.phone(BUDIS_MOTHER)
    for part in reversed(mother.compose(text)):
        mother.send_part(part)
    assert text.strip() in (await house.person(HOMEROOM).wait_for("Pesan orang tua")).text


async def test_two_children_on_one_number_the_service_asks_which(house: House, modem: Modem) -> None:
    mother = house.phone(BUDIS_MOTHER)
    mother.send(house.school.keycodes[house.school.joko.id])
    await mother.wait_for("Joko")
    mother.send("SAKIT demam")
    await mother.wait_for(lambda sms: "Budi" in sms.text and "Joko" in sms.text)
    mother.send("Joko")
    await house.person(OTHER_HOMEROOM).wait_for("Kabar orang tua")


async def test_info_from_anyone_reaches_the_leadership_group_even_after_it_became_a_supergroup(
    house: House, modem: Modem
) -> None:
    admin, leader = house.person(ADMIN), house.person(LEADER)
    group = await house.telegram.group("Pimpinan", admin, leader)
    await group.send(admin, "/grup_pimpinan")
    await group.wait_for("sekarang grup pimpinan")
    await group.upgrade()
    passer_by = house.phone(A_STRANGER)
    passer_by.send("info Ada pohon tumbang di depan gerbang")
    forwarded = await group.wait_for("pohon tumbang")
    assert A_STRANGER in forwarded.text
    await passer_by.wait_for("INFO Anda")
    await group.reply(leader, forwarded, "Terima kasih, segera kami tangani.")
    await passer_by.wait_for("segera kami tangani")


async def test_strangers_get_a_short_help_and_machines_get_nothing(house: House, modem: Modem) -> None:
    operator, service = house.phone("TELKOMSEL"), house.phone("3636")
    operator.send("INFO Kuota Anda habis")
    service.send("Ketik YA untuk berlangganan")
    stranger = house.phone(A_STRANGER)
    stranger.send("Budi Santoso kelas berapa?")
    answer = await stranger.wait_for(lambda _: True)
    assert "Budi" not in answer.text
    assert operator.inbox == service.inbox == []


async def test_berhenti_stops_alerts(house: House, modem: Modem) -> None:
    mother, father = house.phone(BUDIS_MOTHER), house.phone(BUDIS_FATHER)
    mother.send("BERHENTI")
    goodbye = await mother.wait_for("Budi")
    await report(house, "Alfa", "Budi Santoso")
    await father.wait_for("tanpa keterangan")
    assert mother.inbox == [goodbye]


async def test_an_alert_that_no_phone_took_is_told_to_the_duty_teacher(house: House, modem: Modem) -> None:
    house.phone(BUDIS_MOTHER).out_of_service = True
    await report(house, "Alfa", "Budi Santoso")
    told = await house.person(DUTY).wait_for("SMS tidak terkirim")
    assert "Budi Santoso" in told.text
    assert BUDIS_MOTHER not in told.text
