"""What waits for words takes no commands for words; what is tapped twice happens once, and nobody is left guessing."""

from collections.abc import AsyncIterator

import pytest

from db.embedded import EmbeddedPostgres
from db.models import Announcement, Channel, Correction, OutboxMessage, Scan, TelegramUpdate
from simulator.telegram import Person
from tests.db_cluster import create_database
from tests.flows.house import House, running_bot
from tests.flows.looking import comes_to, count_of, data_on
from tests.school import ADMIN, BUDIS_MOTHER, DUTY, HOMEROOM, LEADER, SECRETARY, STRANGER

CITIZEN = "+6285799990000"
ANSWERS = (OutboxMessage.channel == Channel.SMS, OutboxMessage.dedupe_key.startswith("answer:"))
QUESTIONS = (OutboxMessage.channel == Channel.SMS, OutboxMessage.dedupe_key.startswith("question:"))


@pytest.fixture(scope="module")
async def house(server: EmbeddedPostgres, template: str, worker_id: str) -> AsyncIterator[House]:
    """One for all: each test minds its own people."""
    async with running_bot(await create_database(server, f"questions_{worker_id}", template)) as house:
        yield house


async def edits_owed(house: House, person: Person) -> int:
    return await count_of(house, OutboxMessage.recipient == str(person.id), OutboxMessage.extras.has_key("edit"))


async def test_a_command_or_a_key_under_a_question_is_no_answer_and_is_done(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa budi")
    await ratna.press("Perbaiki")
    await ratna.press("Alfa")
    question = await ratna.wait_for("Apa alasan")
    for words, done in (("/hari_ini", "Hari ini"), ("📋 Hari ini", "Hari ini"), ("/lain", "tidak kami mengerti")):
        await ratna.reply(question, words)
        await ratna.wait_for(done)
    assert await count_of(house, Correction.id > 0) == 0
    await ratna.reply(question, "bolos")
    await ratna.wait_for("Tersimpan")


async def test_a_command_under_the_gates_question_enters_nobody(house: House) -> None:
    piket = house.person(DUTY)
    await piket.send("/masuk")
    question = await piket.wait_for("Siapa")
    await piket.reply(question, "/hari_ini")
    await piket.wait_for("Hari ini")
    assert await count_of(house, Scan.id > 0) == 0


async def test_a_question_tapped_twice_is_paid_for_once(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    await ratna.wait_for("Kabar orang tua")
    await ratna.press("Tanya")
    choice = await ratna.wait_for("Apa yang ditanyakan?")
    until = data_on(choice)[0]
    for said in ("Pertanyaan dikirim", "Pertanyaan ini sudah dikirim"):
        await ratna.press_data(until, on=choice)
        await ratna.wait_for_toast(said)
    assert await count_of(house, *QUESTIONS) == 1
    await ratna.send("/pesan")
    await ratna.wait_for("sudah ditanyakan")


async def test_an_answer_that_is_too_long_is_refused_with_how_much_too_long_it_is(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await house.receive_sms(BUDIS_MOTHER, "Mohon Budi diingatkan")
    told = await ratna.wait_for("Mohon Budi diingatkan")
    await ratna.reply(told, "kata " * 816)
    refused = await ratna.wait_for("Terlalu panjang: 27 SMS, paling banyak 4")
    assert "dipendekkan kira-kira 3480 huruf" in refused.text
    assert await count_of(house, *ANSWERS) == 0


async def test_an_unlinked_member_of_the_group_is_told_that_nothing_was_sent(house: House) -> None:
    members = [house.person(number) for number in (LEADER, ADMIN, STRANGER)]
    group = await house.telegram.group("Pimpinan", *members)
    await group.send(house.person(ADMIN), "/grup_pimpinan")
    named = await group.wait_for("sekarang grup pimpinan")
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    told = await group.wait_for("Pagar rusak")
    await group.reply(house.person(STRANGER), named, "Bagus")
    await group.reply(house.person(STRANGER), told, "/lapor")
    await group.reply(house.person(STRANGER), told, "Segera kami perbaiki")
    await group.wait_for("Belum dikirim: akun Telegram Anda belum tersambung")
    said = [message.text for message in group.chat if message.from_bot]
    assert len([text for text in said if "Belum dikirim" in text]) == 1
    assert await count_of(house, *ANSWERS) == 0


async def test_a_tap_that_changes_nothing_sends_nothing_and_still_answers(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    izin = next(data for data in data_on(screen) if data.endswith(":I"))
    await comes_to(house, 1, OutboxMessage.recipient == str(dewi.id), OutboxMessage.reference == screen.id)
    await dewi.press_data(izin, on=screen)
    await dewi.wait_for(lambda m: any(text == "● Izin" for row in m.buttons for text in row))
    await comes_to(house, 2, OutboxMessage.recipient == str(dewi.id), OutboxMessage.reference == screen.id)
    before = await edits_owed(house, dewi)
    handled = await count_of(house, TelegramUpdate.done_at.is_not(None))
    for again in (1, 2):
        await dewi.press_data(izin, on=screen)
        await comes_to(house, handled + again, TelegramUpdate.done_at.is_not(None))
    assert await edits_owed(house, dewi) == before == 1
    await dewi.press("Sakit", on=screen)
    await dewi.wait_for(lambda m: any(text == "● Sakit" for row in m.buttons for text in row))


async def test_an_announcement_sent_twice_is_said_to_be_sent(house: House) -> None:
    admin = house.person(ADMIN)
    await admin.send("/admin")
    await admin.press("Pengumuman")
    await admin.press("Petugas")
    await admin.press("Semua")
    question = await admin.wait_for("Balas pesan ini")
    await admin.reply(question, "Besok libur.")
    preview = await admin.wait_for("Besok libur.")
    send = data_on(preview)[0]
    await admin.press_data(send, on=preview)
    await admin.press_data(send, on=preview)
    await admin.wait_for_toast("Sudah terkirim")
    assert await count_of(house, Announcement.confirmed_at.is_not(None)) == 1


@pytest.mark.parametrize("typed", ["1/1/2150", "desember 9999", "1/1/1999", "1/1/0001 - 31/12/9999"])
async def test_a_recap_of_a_year_beyond_reach_is_kindly_refused(house: House, typed: str) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send(f"/rekap {typed}")
    await ratna.wait_for("Tanggal itu tidak kami mengerti")
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0
