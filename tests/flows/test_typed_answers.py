"""What people type as an answer: once it counts, *batal* ends it, and a reply that answers nothing is not lost."""

from collections.abc import AsyncIterator

import pytest

from db.embedded import EmbeddedPostgres
from db.models import Channel, ClassReport, Correction, GuardianNotice, OutboxMessage, Scan
from simulator.telegram import Message, Person
from tests.db_cluster import create_database
from tests.flows.guardian import joined, show_slip
from tests.flows.house import House, running_bot
from tests.flows.looking import count_of
from tests.school import ADMIN, BUDIS_MOTHER, DUTY, HOMEROOM, PRESIDENT, SECRETARY, STRANGER

CANCELLED, NOTHING_ASKED = "Dibatalkan. Tidak ada yang berubah.", "Tidak ada yang perlu dibatalkan"
TOO_LATE = "Sudah dijawab sebelumnya"


@pytest.fixture(scope="module")
async def house(server: EmbeddedPostgres, template: str, worker_id: str) -> AsyncIterator[House]:
    """One for all: each test minds its own people and pupils."""
    async with running_bot(await create_database(server, f"typed_{worker_id}", template)) as house:
        yield house


async def asked_why(person: Person, pupil: str, right: str) -> Message:
    """The question for the reason of a correction."""
    await person.send(f"/siswa {pupil}")
    page = await person.wait_for(pupil)
    await person.press("Perbaiki", on=page)
    await person.wait_for("seharusnya")
    await person.press(right, on=page)
    return await person.wait_for("Apa alasan")


async def corrections(house: House) -> int:
    return await count_of(house, Correction.id > 0)


@pytest.mark.parametrize("words", ["batal", "Tidak jadi.", "gak  jadi", "/batal", "BATAL"])
async def test_batal_in_any_form_ends_the_question_and_changes_nothing(house: House, words: str) -> None:
    ratna, before = house.person(HOMEROOM), await corrections(house)
    question = await asked_why(ratna, "Budi", "Dispensasi")
    for said, heard in ((words, CANCELLED), (words, TOO_LATE), ("surat tugas", TOO_LATE)):
        await ratna.reply(question, said)
        await ratna.wait_for(heard)
    assert await corrections(house) == before


async def test_an_answered_question_takes_no_second_answer(house: House) -> None:
    ratna, before = house.person(HOMEROOM), await corrections(house)
    question = await asked_why(ratna, "Siti", "Sakit")
    await ratna.reply(question, "surat dokter")
    await ratna.wait_for("Tersimpan: Sakit")
    later = await asked_why(ratna, "Siti", "Izin")
    await ratna.reply(later, "acara keluarga")
    await ratna.wait_for("Tersimpan: Izin")
    await ratna.reply(question, "tolong")
    await ratna.wait_for(TOO_LATE)
    assert await corrections(house) == before + 2


async def test_a_correction_to_what_the_day_is_already_is_refused_and_told_to_nobody(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.reply(await asked_why(ratna, "Andi", "Sakit"), "demam")
    await ratna.wait_for("Tersimpan: Sakit")
    told = OutboxMessage.recipient.in_([str(SECRETARY), str(PRESIDENT)]), OutboxMessage.body.contains("Andi Wijaya")
    before = await count_of(house, *told)
    await ratna.reply(await asked_why(ratna, "Andi", "Sakit"), "demam")
    await ratna.wait_for("Hari itu sudah tercatat Sakit. Tidak ada yang berubah.")
    assert await count_of(house, *told) == before


async def test_batal_at_the_gate_checks_nobody_in(house: House) -> None:
    piket = house.person(DUTY)
    await piket.send("/masuk siti")
    await piket.press("Masuk")
    await piket.press("Tulis alasan")
    question = await piket.wait_for("Balas")
    await piket.reply(question, "batal")
    await piket.wait_for(CANCELLED)
    await piket.reply(question, "kartu tertinggal")
    await piket.wait_for(TOO_LATE)
    assert await count_of(house, Scan.id > 0) == 0


async def test_an_answer_that_cannot_be_used_may_be_given_again(house: House) -> None:
    admin = house.person(ADMIN)
    await admin.send("/admin")
    await admin.press("Aturan")
    await admin.press("Bel masuk")
    await admin.press("Senin")
    question = await admin.wait_for("Balas")
    await admin.reply(question, "nanti saja")
    await admin.wait_for("Itu tidak bisa dipakai")
    await admin.reply(question, "7.15")
    await admin.wait_for("menjadi: 07:15")
    await admin.reply(question, "07.30")
    await admin.wait_for(TOO_LATE)


async def test_a_guardian_who_says_batal_to_the_last_question_has_told_the_school_nothing(house: House) -> None:
    mother, before = await joined(house), await count_of(house, GuardianNotice.id > 0)
    await mother.send("/kabar")
    await mother.press("Sakit")
    await mother.press("Hari ini")
    question = await mother.wait_for("Kirim")
    await mother.reply(question, "batal")
    await mother.wait_for(CANCELLED)
    assert await count_of(house, GuardianNotice.id > 0) == before


@pytest.mark.parametrize("words", ["/batal", "batal"])
async def test_batal_without_a_question_is_answered_kindly(house: House, words: str) -> None:
    piket, stranger = house.person(DUTY), house.person(STRANGER)
    await piket.send(words)
    await piket.wait_for(NOTHING_ASKED)
    await stranger.send(words)
    await stranger.wait_for("Bot ini untuk warga sekolah")


@pytest.mark.parametrize("words", ["A: Budi; S: Andi", "nihil"])
async def test_a_report_typed_as_a_reply_fills_the_screen_in(house: House, words: str) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    await dewi.reply(screen, words)
    drawn = await dewi.wait_for("Laporan X RPL 1")
    assert ("Alfa: Budi Santoso" in drawn.text) is (words != "nihil")
    assert await count_of(house, ClassReport.id > 0) == 0


async def test_who_may_not_answer_a_notice_hears_that_the_reply_went_nowhere(house: House) -> None:
    agus = house.person(PRESIDENT)
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    told = await agus.wait_for("Kabar orang tua")
    await agus.reply(told, "ok siap")
    await agus.wait_for("Balasan ini tidak diteruskan kepada siapa pun")
    answers = OutboxMessage.channel == Channel.SMS, OutboxMessage.dedupe_key.startswith("answer:")
    assert await count_of(house, *answers) == 0


@pytest.mark.parametrize(
    ("telegram_id", "words", "heard"),
    [
        (SECRETARY, "Lapor", "Laporan X RPL 1"),
        (SECRETARY, "/Lapor", "Laporan X RPL 1"),
        (SECRETARY, "semua hadir", "Laporan X RPL 1"),
        (SECRETARY, "A budi, sakit siti", "Sakit: Siti Aminah\nAlfa: Budi Santoso"),
        (HOMEROOM, "/SISWA budi", "Budi Santoso"),
        (HOMEROOM, "hari ini", "Hari ini, Senin"),
        (HOMEROOM, "REKAP", "Rekap periode apa?"),
        (HOMEROOM, "bantuan", "Yang bisa Anda lakukan"),
        (HOMEROOM, "/rekap x-rpl 1", "November 2026"),
        (SECRETARY, "/rekap X RPL 1", "Rekap X RPL 1\nSenin, 23 November 2026"),
        (SECRETARY, "/rekap bulan ini", "Tidak ada rekap"),
        (HOMEROOM, "/rekap X TKRO 1", "Tanggal itu tidak kami mengerti"),
        (STRANGER, "Lapor", "Bot ini untuk warga sekolah"),
        (STRANGER, "alfa budi", "Bot ini untuk warga sekolah"),
        (DUTY, "administrasi", "tidak kami mengerti"),
    ],
)
async def test_what_people_type_instead_of_pressing_is_understood_where_it_is_theirs(
    house: House, telegram_id: int, words: str, heard: str
) -> None:
    person = house.person(telegram_id)
    await person.send(words)
    await person.wait_for(heard)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("hari ini", "Senin, 23 November 2026"),
        ("kemarin", "Minggu, 22 November 2026"),
        ("minggu ini", "23–29 November 2026"),
        ("Minggu lalu", "16–22 November 2026"),
        ("bulan ini", "November 2026"),
        ("semester", "1 Juli – 31 Desember 2026"),
    ],
)
async def test_the_periods_of_the_buttons_may_be_typed(house: House, words: str, period: str) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send(f"/rekap {words}")
    await ratna.wait_for(f"Rekap X RPL 1\n{period}\n")


async def test_a_class_leader_who_is_a_guardian_too_is_not_taken_for_reporting_by_such_a_line(house: House) -> None:
    agus = house.person(PRESIDENT)
    await agus.send("sakit budi")
    await agus.wait_for("Sakit: Budi Santoso")
    await show_slip(house, agus, house.school.siti)
    await agus.wait_for("terdaftar untuk")
    await agus.send("sakit siti")
    await agus.wait_for("tidak kami mengerti")


async def test_a_message_changed_afterwards_is_not_acted_upon_and_that_is_said_once(house: House) -> None:
    for number, heard in ((DUTY, "tidak kami mengerti"), (STRANGER, "Bot ini untuk warga sekolah")):
        person = house.person(number)
        typed = await person.send("halo")
        await person.wait_for(heard)
        for words in ("/hari_ini", "/bantuan"):
            await person.edit(typed, words)
        await person.send("halo juga")
        await person.wait_for(heard)
        said = [message.text for message in person.chat if message.from_bot]
        assert len([text for text in said if "Pesan yang diubah tidak kami baca" in text]) == 1
        assert not any("Hari ini," in text for text in said)
