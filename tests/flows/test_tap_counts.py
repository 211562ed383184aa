"""The table of docs/panduan says how many taps the commonest tasks take. Here they are done, and counted."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.models import AbsenceReason
from simulator.telegram import Message, Person
from tests.flows.day import report, scan, tick
from tests.flows.house import House, running_bot
from tests.school import BUDIS_FATHER, BUDIS_MOTHER, DUTY, HOMEROOM, PRESIDENT, SECRETARY

TABLE = Path(__file__).parents[2] / "docs" / "panduan" / "README.md"


@dataclass(slots=True)
class Hands:
    """A person whose taps are counted, and the texts that are typed and sent."""

    person: Person
    taps: int = 0
    texts: int = 0

    async def tap(self, label: str) -> None:
        self.taps += 1
        await self.person.press(label)

    async def type(self, text: str, answering: Message | None = None) -> None:
        """`answering`: a question for which Telegram opens the reply by itself."""
        self.texts += 1
        await (self.person.reply(answering, text) if answering else self.person.send(text))


async def nobody_is_absent(house: House) -> Hands:
    dewi = Hands(house.person(SECRETARY))
    await dewi.tap("📝 Lapor")
    await dewi.tap("NIHIL")
    await dewi.person.wait_for("NIHIL: semua hadir")
    return dewi


async def two_are_absent(house: House) -> Hands:
    agus = Hands(house.person(PRESIDENT))
    await agus.tap("📝 Lapor")
    for label in ("Alfa", "Budi Santoso", "Siti Aminah", "Kirim (2"):
        await agus.tap(label)
    await agus.person.wait_for("Alfa: Budi Santoso, Siti Aminah")
    await agus.person.wait_for("terkirim")
    return agus


async def how_today_is(house: House) -> Hands:
    ratna = Hands(house.person(HOMEROOM))
    await ratna.tap("📋 Hari ini")
    await ratna.person.wait_for("Hari ini, Senin")
    return ratna


async def who_has_not_reported(house: House) -> Hands:
    duty = Hands(house.person(DUTY))
    await duty.tap("⏳ Belum lapor")
    await duty.person.wait_for("X TKRO 1")
    return duty


async def a_notice_is_accepted(house: House) -> Hands:
    ratna = Hands(house.person(HOMEROOM))
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    await ratna.person.wait_for("Kabar orang tua")
    await ratna.tap("Setujui")
    await ratna.person.wait_for("Disetujui.")
    return ratna


async def a_guardian_is_asked(house: House) -> Hands:
    ratna = Hands(house.person(HOMEROOM))
    await house.receive_sms(BUDIS_FATHER, "IZIN acara keluarga besok")
    await ratna.person.wait_for("acara keluarga")
    await ratna.tap("Tanya")
    await ratna.tap("Sampai kapan?")
    await ratna.person.wait_for("Ditanyakan lewat SMS")
    return ratna


async def a_day_is_set_right(house: House) -> Hands:
    ratna = Hands(house.person(HOMEROOM))
    await ratna.type("/siswa siti")
    await ratna.tap("Perbaiki")
    await ratna.tap("Sakit")
    await ratna.type("Surat dokter", await ratna.person.wait_for("Apa alasan"))
    await ratna.person.wait_for("Tersimpan")
    return ratna


async def contradicting_data_are_settled(house: House) -> Hands:
    await scan(house, house.school.andi)
    await report(house, andi=AbsenceReason.UNEXCUSED)
    await tick(house)
    ratna = Hands(house.person(HOMEROOM))
    await ratna.person.wait_for("Perlu diperiksa")
    await ratna.tap("Laporan keliru, hadir")
    await ratna.person.wait_for("✓")
    return ratna


async def the_months_recap_as_a_file(house: House) -> Hands:
    ratna = Hands(house.person(HOMEROOM))
    await ratna.tap("📊 Rekap")
    await ratna.tap("Bulan ini")
    await ratna.tap("Excel")
    await ratna.person.wait_for(lambda message: message.file is not None, 30)
    return ratna


async def somebody_without_a_card(house: House) -> Hands:
    duty = Hands(house.person(DUTY))
    await duty.tap("✋ Catat manual")
    await duty.type("joko", await duty.person.wait_for("Siapa orangnya?"))
    await duty.person.wait_for("Bila dicatat sekarang")
    await duty.tap("Masuk")
    await duty.tap("Kartu tertinggal")
    await duty.person.wait_for("Dicatat manual")
    return duty


PLAYS: Mapping[str, Callable[[House], Awaitable[Hands]]] = {
    "Melaporkan NIHIL": nobody_is_absent,
    "Melaporkan dua siswa yang tidak hadir": two_are_absent,
    "Melihat keadaan hari ini": how_today_is,
    "Melihat kelas yang belum melapor": who_has_not_reported,
    "Menyetujui kabar orang tua": a_notice_is_accepted,
    "Bertanya balik kepada orang tua": a_guardian_is_asked,
    "Memperbaiki keadaan seorang siswa": a_day_is_set_right,
    "Memutuskan data yang berbeda": contradicting_data_are_settled,
    "Mengunduh rekap bulan ini": the_months_recap_as_a_file,
    "Mencatat siswa tanpa kartu": somebody_without_a_card,
}


async def test_the_guide_counts_taps_as_they_are(database_url: str) -> None:
    rows = re.findall(r"^\| \d+ \| (.+?) \| .+? \| (\d+) \| (\d+) \|$", TABLE.read_text(), re.MULTILINE)
    async with running_bot(database_url) as house:
        counted = []
        for task, play in PLAYS.items():
            hands = await play(house)
            counted.append((task, str(hands.taps), str(hands.texts)))
    assert counted == rows


async def test_two_reasons_without_the_preselected_one_take_a_tap_more_and_the_guide_says_so(house: House) -> None:
    agus = Hands(house.person(PRESIDENT))
    await agus.tap("📝 Lapor")
    for label in ("Izin", "Budi Santoso", "Alfa", "Siti Aminah", "Kirim (2"):
        await agus.tap(label)
    await agus.person.wait_for("terkirim")
    dewi = Hands(house.person(SECRETARY))
    await dewi.type("I: Budi; A: Siti")
    await dewi.tap("Kirim (2")
    await dewi.person.wait_for("terkirim")
    said = re.search(r"izin dan alfa.*?: (\d+) ketukan.*?(\d+) ketikan dan (\d+) ketukan", TABLE.read_text(), re.DOTALL)
    assert said is not None
    assert said.groups() == (str(agus.taps), str(dewi.texts), str(dewi.taps))
