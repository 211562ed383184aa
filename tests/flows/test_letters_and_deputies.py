"""A photographed letter is seen by homeroom teacher and counselor only; a pupil reports while the leaders are away."""

import io
from datetime import timedelta

from PIL import Image

from db.models import ClassReport, Letter, OutboxMessage, RoleGrant
from simulator.telegram import Person
from tests.flows.day import later
from tests.flows.house import House
from tests.flows.looking import count_of
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
)

ANDI = 7000


def photo() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    return picture.getvalue()


async def report_budi_sick(dewi: Person) -> None:
    await dewi.send("S: Budi")
    await dewi.press("Kirim (1")
    await dewi.wait_for("terkirim")


async def test_a_letter_goes_from_the_reporter_to_those_who_may_see_it_and_to_nobody_else(house: House) -> None:
    dewi, ratna, konsel = (house.person(number) for number in (SECRETARY, HOMEROOM, COUNSELOR))
    await dewi.send_photo(photo())
    await dewi.wait_for("Belum ada yang dilaporkan tidak hadir")
    await report_budi_sick(dewi)
    await dewi.send_photo(photo())
    question = await dewi.wait_for("untuk siapa")
    assert question.buttons == [["Budi Santoso"]]
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Surat Budi Santoso tersimpan")
    for person in (ratna, konsel):
        shown = await person.wait_for("Surat Budi Santoso · X RPL 1")
        assert shown.file is not None
        await person.send("/surat")
        await person.press("1")
        again = await person.wait_for(lambda m: m.file is not None)
        assert "dikirim Dewi" in again.text
    for number, words in {
        SECRETARY: "Tidak ditemukan",
        PRESIDENT: "Tidak ditemukan",
        OTHER_HOMEROOM: "Tidak ditemukan",
        DUTY: "Tidak ditemukan",
        LEADER: "Tidak ditemukan",
        ADMIN: "Tidak ditemukan",
        STRANGER: "undang",
    }.items():
        person = house.person(number)
        await person.press_data("lihat:1")
        assert words in (await person.wait_for_toast()).text
        assert not any(message.file for message in person.chat if message.from_bot)


async def test_who_may_see_no_letters_hears_so_instead_of_that_there_are_none(house: House) -> None:
    for number, words in {
        HOMEROOM: "Belum ada surat",
        COUNSELOR: "Belum ada surat",
        SECRETARY: "tidak berwenang",
        HEAD_RPL: "tidak berwenang",
        DUTY: "tidak berwenang",
        STRANGER: "undang",
    }.items():
        person = house.person(number)
        await person.send("/surat")
        await person.wait_for(words)


async def test_a_letter_sent_as_a_file_is_asked_for_as_a_photo(house: House) -> None:
    for name, mime in (("surat.pdf", "application/pdf"), ("surat.jpg", "image/jpeg")):
        for number, words in {
            SECRETARY: "Kirim sebagai foto",
            HOMEROOM: "Kirim sebagai foto",
            LEADER: "tidak kami mengerti",
            STRANGER: "undang",
        }.items():
            person = house.person(number)
            await person.upload(photo(), name, mime)
            await person.wait_for(words)
    assert await count_of(house, Letter.id > 0) == 0


async def test_a_letter_belongs_to_an_absence_that_one_may_report(house: House) -> None:
    dewi, harto = house.person(SECRETARY), house.person(OTHER_HOMEROOM)
    await report_budi_sick(dewi)
    await dewi.send_photo(photo())
    question = await dewi.wait_for("untuk siapa")
    today = house.clock().date().toordinal()
    for student, day in ((house.school.siti.id, 0), (house.school.joko.id, 0), (99, 0), (house.school.budi.id, 1)):
        await dewi.press_data(f"surat:{student}:{today - day}", on=question)
        assert "Tidak ditemukan" in (await dewi.wait_for_toast()).text
    for data in (f"surat:{house.school.budi.id}:{today}", f"suratk:{house.school.budi.id}:{today}"):
        await harto.press_data(data)
        assert "Tidak ditemukan" in (await harto.wait_for_toast()).text
    await house.person(STRANGER).send_photo(photo())
    await house.person(STRANGER).wait_for("sudah diundang")
    assert await count_of(house, Letter.id > 0) == 0


async def test_a_letter_that_comes_the_next_day_is_taken_also_from_the_page_of_the_day(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await report_budi_sick(dewi)
    await later(house, timedelta(days=1))
    await dewi.send_photo(photo())
    assert (await dewi.wait_for("untuk siapa")).buttons == [["23/11 Budi Santoso"]]
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Surat Budi Santoso tersimpan")
    await ratna.wait_for("Senin, 23 November 2026 · dikirim Dewi")
    await ratna.send("/siswa budi")
    for button in ("Mengapa?", "23 S", "Lampirkan foto surat"):
        await ratna.press(button)
    await ratna.send_photo(photo(), reply_to=await ratna.wait_for("sebagai balasan pesan ini"))
    await ratna.wait_for("Surat Budi Santoso tersimpan")
    assert await count_of(house, Letter.on_date == house.clock().date() - timedelta(days=1)) == 2


async def test_a_pupil_reports_by_the_homeroom_teachers_link_for_as_long_as_was_said(house: House) -> None:
    ratna, andi = house.person(HOMEROOM), house.telegram.user("Andi", id=ANDI)
    await ratna.send("/wakil")
    await ratna.press("Andi Wijaya")
    await ratna.press("3 hari")
    await ratna.wait_for("bisa melapor sampai Rabu, 25 November 2026")
    invitation = await ratna.wait_for(lambda message: message.file is not None)
    link = next(word for word in invitation.text.split() if "t.me/" in word)
    assert await count_of(house, OutboxMessage.body.contains(link.partition("start=")[2])) == 0
    await andi.open_link(link)
    await andi.wait_for("sekretaris kelas X RPL 1")
    await andi.send("nihil")
    await andi.press("NIHIL")
    await ratna.wait_for("oleh Andi Wijaya")
    assert await count_of(house, ClassReport.id > 0) == 1
    await later(house, timedelta(days=3))
    await andi.send("/lapor")
    await andi.wait_for("Tidak ada kelas yang bisa Anda laporkan")


async def test_nobody_else_names_a_deputy(house: House) -> None:
    grants = await count_of(house, RoleGrant.id > 0)
    budi = house.school.budi.id
    for number, words in {
        OTHER_HOMEROOM: "Tidak ditemukan",
        SECRETARY: "tidak berwenang",
        COUNSELOR: "tidak berwenang",
        STRANGER: "undang",
    }.items():
        for data in (f"wakil:{budi}:0", f"wakil:{budi}:14", f"wakilk:{house.school.x_rpl_1.id}"):
            await house.person(number).press_data(data)
            assert words in (await house.person(number).wait_for_toast()).text
    assert await count_of(house, RoleGrant.id > 0) == grants
