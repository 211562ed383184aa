"""The administration by Telegram, as an administrator does it with thumbs; and nobody else."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import delete, select

import bot.file_delivery
from core.school_rules import school_rules
from db.embedded import EmbeddedPostgres
from db.models import (
    Announcement,
    AuditEntry,
    Channel,
    ConfirmationChoice,
    Guardian,
    Invitation,
    Keycode,
    OutboxMessage,
    PendingImport,
    Person,
    RoleGrant,
    SchoolRule,
    Student,
    TelegramAccount,
    TelegramUpdate,
)
from simulator.telegram import Message, server_error, too_many_requests
from simulator.telegram import Person as InTelegram
from tests.core.documents.pdf import pages
from tests.core.roster.workbooks import pupils
from tests.db_cluster import create_database
from tests.flows.house import House, running_bot
from tests.flows.looking import comes_to, count_of, data_on, eventually
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    DUTY,
    HOMEROOM,
    LEADER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
    guardian_in_telegram,
)

NEW = 7000
X_RPL_2 = [("00004", "Rina", "X RPL 2")]


@pytest.fixture(scope="module")
async def house(server: EmbeddedPostgres, template: str, worker_id: str) -> AsyncIterator[House]:
    """One for all: each test minds its own people."""
    async with running_bot(await create_database(server, f"administration_{worker_id}", template)) as house:
        yield house


@pytest.fixture
def admin(house: House) -> InTelegram:
    return house.person(ADMIN)


async def tap(house: House, admin: InTelegram, label: str) -> None:
    """Press a button of a message that is news since the last tap: the chat is full of other tests' buttons."""
    offered = await admin.wait_for(lambda message: any(label in text for row in message.buttons for text in row))
    await written_down(house, offered)
    await admin.press(label, on=offered)


async def answer(house: House, admin: InTelegram, question: Message, text: str) -> None:
    await written_down(house, question)
    await admin.reply(question, text)


async def written_down(house: House, message: Message) -> None:
    """Until the bot knows which of its messages that is: on a busy machine a test is quicker than the courier."""
    here = (OutboxMessage.recipient == str(ADMIN), OutboxMessage.reference == message.id)

    async def is_known() -> bool:
        return await count_of(house, *here) > 0

    await eventually(is_known, "the courier has not written down what it sent")


async def section(house: House, admin: InTelegram, label: str) -> None:
    """Two taps from anywhere: /admin and the section."""
    await admin.send("/admin")
    await tap(house, admin, label)


async def file_for(person: InTelegram) -> Message:
    return await person.wait_for(lambda message: message.file is not None)


async def found(house: House, admin: InTelegram, label: str, name: str) -> None:
    """Search by name and open the one who is found."""
    await section(house, admin, label)
    question = await admin.wait_for("Balas dengan sebagian namanya")
    await answer(house, admin, question, name)
    await tap(house, admin, name)


async def written_for_guardians(house: House, admin: InTelegram, school_class: str, words: str) -> None:
    """An announcement for a class's guardians, of which the preview comes next."""
    await section(house, admin, "Pengumuman")
    for label in ("Orang tua", "Satu kelas", school_class):
        await tap(house, admin, label)
    await answer(house, admin, await admin.wait_for(f"orang tua siswa {school_class}"), words)


async def test_a_spreadsheet_is_shown_first_and_saved_on_a_yes(house: House, admin: InTelegram) -> None:
    await admin.upload(pupils(*X_RPL_2, ("00077", "Tono Baru", "X RPL 2"), ("", "Tanpa", "X RPL 2")), "siswa.xlsx")
    preview = await admin.wait_for("Pratinjau siswa.xlsx")
    assert "1  siswa masuk" in preview.text
    assert "baris 4: NIS kosong (Tanpa)" in preview.text
    details = await file_for(admin)
    assert details.file is not None
    assert "Tono Baru (00077), X RPL 2" in details.file.content.decode()
    assert await count_of(house, Student.nis == "00077") == 0
    save = data_on(preview)[0]
    await written_down(house, preview)
    await house.stop_bot()
    await house.start_bot()
    await tap(house, admin, "Simpan")
    await admin.wait_for("Tersimpan.")
    assert await count_of(house, Student.nis == "00077") == 1
    assert await count_of(house, PendingImport.id > 0) == 0
    await admin.press_data(save, on=preview)
    assert "Tidak ditemukan" in (await admin.wait_for_toast()).text


async def test_a_preview_that_the_school_has_outgrown_is_shown_anew(house: House, admin: InTelegram) -> None:
    await admin.upload(pupils(("00005", "Joko Susilo", "X TKRO 1")), "joko.xlsx")
    await admin.wait_for("Pratinjau joko.xlsx")
    async with house.transaction() as session:
        joko = (
            await session.scalars(select(Student).where(Student.nis == "00005"))
        ).one()  # a stand-in for a colleague
        joko.name = "Joko S."
    await tap(house, admin, "Simpan")
    await admin.wait_for("Data sekolah berubah")
    await tap(house, admin, "Batal")
    await admin.wait_for("Dibatalkan")
    assert await count_of(house, Student.name == "Joko S.") == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04 nothing of the kind", "siswa.xlsx", "bukan lembar kerja Excel"),
        (b"MZ\x90", "foto.exe", "bukan lembar kerja Excel"),
        (b"NIS;Nama;Kelas;Tanggal;Jam\n00001;Budi;X RPL 1;23/11/2026;06.50\n", "log.csv", "log mesin absensi"),
        (b"a" * (20 * 2**20 + 1), "besar.xlsx", "terlalu besar"),
    ],
)
async def test_a_file_that_is_no_list_of_people_gets_a_kind_answer(
    admin: InTelegram, content: bytes, name: str, words: str
) -> None:
    await admin.upload(content, name)
    await admin.wait_for(words)


async def test_other_peoples_files_are_not_looked_at(house: House) -> None:
    dewi, asing = house.person(SECRETARY), house.person(STRANGER)
    for person in (dewi, asing):
        await person.upload(pupils(*X_RPL_2), "siswa.xlsx")
        assert "Pratinjau" not in (await person.wait_for(lambda _: True)).text
    assert await count_of(house, PendingImport.id > 0) == 0


async def test_an_invitation_is_a_picture_that_leads_in(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Undangan")
    await tap(house, admin, "Guru BK")
    card = await file_for(admin)
    assert card.file is not None
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(card.file.content)))
    assert code.text in card.text
    [[copy]] = (card.markup or {})["inline_keyboard"]
    assert copy["copy_text"]["text"] == code.text
    new = house.telegram.user("Bu Baru", id=NEW)
    await new.open_link(code.text)
    await new.wait_for("guru BK")
    secret = code.text.partition("start=")[2]
    assert await count_of(house, OutboxMessage.body.contains(secret)) == 0, "the code lies nowhere"


async def test_an_unused_invitation_is_listed_and_taken_back(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Undangan")
    await tap(house, admin, "Ketua jurusan")
    await tap(house, admin, "TKRO")
    await file_for(admin)
    await section(house, admin, "Undangan")
    await admin.wait_for("ketua jurusan Otomotif, sampai")
    await tap(house, admin, "Cabut: ketua jurusan Otomotif")
    await comes_to(house, 1, Invitation.withdrawn_at.is_not(None))


async def test_a_substitute_holds_a_class_for_some_days(house: House, admin: InTelegram) -> None:
    await found(house, admin, "Orang & tugas", "Pak Harto")
    await tap(house, admin, "Beri tugas")
    await tap(house, admin, "Wali kelas")
    await tap(house, admin, "X RPL 2")
    await tap(house, admin, "Tanggal lain")
    await answer(house, admin, await admin.wait_for("dari kapan sampai kapan"), "23/11 - 4/12")
    await tap(house, admin, "Ya")
    await admin.wait_for("wali kelas X RPL 2 (sampai 4/12/2026)")
    harto = house.person(OTHER_HOMEROOM)
    await harto.send("/hari_ini")
    await harto.wait_for("X RPL 2")
    await tap(house, admin, "Akhiri: wali kelas X RPL 2")
    await tap(house, admin, "Ya")
    await admin.wait_for("Pak Harto")
    await harto.send("/hari_ini")
    assert "X RPL 2" not in (await harto.wait_for("X TKRO 1")).text


async def test_a_lost_phone_is_cut_off_but_never_the_last_administrators(house: House, admin: InTelegram) -> None:
    await found(house, admin, "Orang & tugas", "Bu Kepala")
    await tap(house, admin, "Putuskan HP")
    await tap(house, admin, "Ya")
    await admin.wait_for("belum tersambung")
    await comes_to(house, 0, TelegramAccount.telegram_id == LEADER, TelegramAccount.unlinked_at.is_(None))
    await found(house, admin, "Orang & tugas", "Pak Admin")
    await tap(house, admin, "Putuskan HP")
    await tap(house, admin, "Ya")
    assert "administrator terakhir" in (await admin.wait_for_toast()).text


async def test_the_class_gets_a_new_secretary_and_the_old_one_is_out(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Kelas & ketua")
    await tap(house, admin, "X RPL 1")
    await tap(house, admin, "Ganti sekretaris")
    await tap(house, admin, "Siti Aminah")
    await tap(house, admin, "Ya")
    card = await file_for(admin)
    assert "sekretaris kelas X RPL 1" in card.text
    siti = house.telegram.user("Siti", id=NEW + 1)
    await siti.send("/start " + card.text.partition("start=")[2].split()[0])
    await siti.wait_for("sekretaris kelas X RPL 1")
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.wait_for("Tidak ada kelas")


async def test_a_guardians_number_is_withdrawn_and_a_lost_slip_replaced(house: House, admin: InTelegram) -> None:
    await found(house, admin, "HP orang tua", "Budi Santoso")
    page = await admin.wait_for("terdaftar Senin 23 Nov")
    assert BUDIS_FATHER not in page.text
    await tap(house, admin, "Cabut +62812•••••333")
    await tap(house, admin, "Ya")
    await comes_to(house, 1, Guardian.phone == BUDIS_FATHER, Guardian.left_at.is_not(None))
    await tap(house, admin, "Slip baru")
    await tap(house, admin, "Ya")
    slip = await file_for(admin)
    assert slip.file is not None
    async with house.transaction() as session:
        code = await session.scalar(
            select(Keycode.code).where(Keycode.student_id == house.school.budi.id, Keycode.revoked_at.is_(None))
        )
    assert code is not None
    assert code != house.school.keycodes[house.school.budi.id]
    assert f"{code[:5]} {code[5:]}" in "".join(pages(slip.file.content))


async def test_a_pupils_arrivals_are_confirmed_by_sms_once_the_price_is_known(house: House, admin: InTelegram) -> None:
    rina = house.school.rina.id
    await found(house, admin, "HP orang tua", "Rina")
    await tap(house, admin, "Kabar datang")
    await tap(house, admin, "Telegram dan SMS")
    proposal = await admin.wait_for("Simpan? Langsung berlaku.")
    assert "Rina: Telegram dan SMS" in proposal.text
    assert "1 HP wali" in proposal.text
    assert await count_of(house, ConfirmationChoice.student_id == rina) == 0
    await tap(house, admin, "Ya")
    await comes_to(house, 1, ConfirmationChoice.student_id == rina, ConfirmationChoice.choice == "sms")
    act = AuditEntry.detail["student_id"].as_integer() == rina
    assert await count_of(house, AuditEntry.act == "choose_confirmation", AuditEntry.person_id.is_not(None), act) == 1


async def test_a_classs_slips_come_as_a_pdf(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Slip kode wali")
    await tap(house, admin, "X RPL 1")
    slips = await file_for(admin)
    assert slips.file is not None
    assert slips.file.name == "slip-X-RPL-1.pdf"
    text = "".join(pages(slips.file.content))
    assert "Andi Wijaya" in text
    assert "Joko" not in text


async def test_a_file_waits_as_telegram_asks_and_one_that_fails_is_said(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Slip kode wali")
    offered = await admin.wait_for("Slip kode wali")
    for faults, arrives in (
        ([too_many_requests(1)], True),
        ([too_many_requests(1)] * 2, False),
        ([server_error()], False),
    ):
        for fault in faults:
            house.telegram.fail(fault, method="sendDocument", chat=admin)
        await admin.press("X RPL 1", on=offered)
        told = await admin.wait_for(lambda m: m.file is not None or "gagal dikirim" in m.text)
        assert (told.file is not None) == arrives
        assert "slip-X-RPL-1.pdf" in (told.file.name if told.file else told.text)


async def test_a_file_that_waits_when_the_bot_ends_is_said_to_have_failed(
    house: House, admin: InTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.file_delivery, "LAST_FILES", 0.5)
    await section(house, admin, "Slip kode wali")
    house.telegram.fail(too_many_requests(30), method="sendDocument", chat=admin)
    sent_before = len(house.telegram.calls("sendDocument"))
    await admin.press("X RPL 1")
    await house.telegram.wait_until(lambda: len(house.telegram.calls("sendDocument")) > sent_before)
    await house.stop_bot()
    await house.start_bot()
    assert "slip-X-RPL-1.pdf" in (await admin.wait_for("gagal dikirim")).text


async def test_a_rule_is_typed_confirmed_and_put_back(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Aturan & teks SMS")
    await tap(house, admin, "📨 SMS")
    await tap(house, admin, "Jatah SMS sehari")
    question = await admin.wait_for("Yang boleh: angka 0 sampai 100000")
    assert "Bila jatah 1000 SMS habis" in question.text
    await answer(house, admin, question, "banyak")
    await admin.wait_for("Itu tidak bisa dipakai")
    await answer(house, admin, question, "750")
    await tap(house, admin, "Ya")
    await admin.wait_for("Jatah SMS sehari: 750")
    async with house.transaction() as session:
        assert (await school_rules(session)).sms_daily_cap == 750
    await section(house, admin, "Aturan & teks SMS")
    await tap(house, admin, "📨 SMS")
    await tap(house, admin, "Jatah SMS sehari")
    await tap(house, admin, "Kembalikan ke asal")
    await comes_to(house, 0, SchoolRule.key == "sms_daily_cap")


@pytest.mark.parametrize(("first", "second"), [("Ya", "Batal"), ("Batal", "Ya")])
async def test_of_yes_and_no_pressed_quickly_the_first_counts_and_the_second_hears_it_came_too_late(
    house: House, admin: InTelegram, first: str, second: str
) -> None:
    await section(house, admin, "Aturan & teks SMS")
    await tap(house, admin, "📨 SMS")
    await tap(house, admin, "Jatah SMS sehari")
    await answer(house, admin, await admin.wait_for("Yang boleh"), "800")
    proposal = await admin.wait_for("800")
    await written_down(house, proposal)
    yes, no = data_on(proposal)
    for label in (first, second):
        await admin.press_data(yes if label == "Ya" else no, on=proposal)
    await admin.wait_for_toast("Sudah dijawab sebelumnya")
    unchanged = "Tidak ada yang berubah"
    if first == "Batal":
        await admin.view.until(lambda: unchanged in proposal.text, 30, "the proposal still stands")
    else:
        assert unchanged not in proposal.text
    async with house.transaction() as session:
        assert ((await school_rules(session)).sms_daily_cap == 800) == (first == "Ya")
        await session.execute(delete(SchoolRule).where(SchoolRule.key == "sms_daily_cap"))


async def test_an_sms_is_put_in_the_schools_own_words(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Aturan & teks SMS")
    await tap(house, admin, "Teks SMS")
    await tap(house, admin, "Kabar alfa")
    question = await admin.wait_for("Contoh dengan nama terpanjang")
    await answer(house, admin, question, "{nama} tidak ada. {siapa}")
    await admin.wait_for("Itu tidak bisa dipakai")
    await answer(house, admin, question, "“{sekolah}”: {nama} ({kelas}) alfa {tanggal}.")
    await admin.wait_for("1 SMS · 💰 Rp15.000 per 100 orang")
    await tap(house, admin, "Ya")
    await comes_to(house, 1, SchoolRule.key == "sms_text_alert", SchoolRule.value.startswith('"{sekolah}"'))
    async with house.transaction() as session:
        await session.delete(await session.get_one(SchoolRule, "sms_text_alert"))


async def test_staff_hear_an_announcement_and_others_do_not(house: House, admin: InTelegram) -> None:
    await section(house, admin, "Pengumuman")
    await tap(house, admin, "Petugas")
    await tap(house, admin, "Satu tugas")
    await tap(house, admin, "Guru piket")
    await answer(house, admin, await admin.wait_for("Pengumuman untuk semua guru piket"), "Rapat <b>pukul 13</b>")
    await admin.wait_for("1 orang di Telegram")
    await tap(house, admin, "Kirim")
    await house.person(DUTY).wait_for("Rapat <b>pukul 13</b>")
    assert await count_of(house, OutboxMessage.announcement_id.is_not(None)) == 1


async def test_guardians_get_it_by_sms_at_a_price_and_it_can_be_stopped(house: House, admin: InTelegram) -> None:
    await written_for_guardians(house, admin, "X RPL 2", "Besok libur.")
    await admin.wait_for("1 HP × 1 SMS · 💰 Rp150\n💬 0 akun Telegram, tanpa biaya")
    await tap(house, admin, "Kirim")
    await comes_to(house, 1, OutboxMessage.channel == Channel.SMS, OutboxMessage.body == "Sekolah: Besok libur.")
    await tap(house, admin, "Hentikan")
    await admin.wait_for("0 dari 1 sudah terkirim")
    await comes_to(house, 1, OutboxMessage.channel == Channel.SMS, OutboxMessage.withdrawn_at.is_not(None))


async def test_guardians_in_telegram_hear_it_too_and_where_nobody_has_a_number_it_costs_nothing(
    house: House, admin: InTelegram
) -> None:
    async with house.transaction() as session:
        await guardian_in_telegram(session, house.school.joko, telegram_id=NEW + 2)
        await guardian_in_telegram(session, house.school.budi, telegram_id=NEW + 3, name="Pak Wira")
    wati = house.telegram.user("Bu Wati", id=NEW + 2)
    wira = house.telegram.user("Pak Wira", id=NEW + 3)
    for guardian in (wati, wira):
        await guardian.send("🎒 Anak saya")
        await guardian.wait_for("Belum dilaporkan")
    await written_for_guardians(house, admin, "X TKRO 1", "Besok <pulang> pagi.")
    await admin.wait_for("0 HP × 1 SMS · 💰 Rp0\n💬 1 akun Telegram, tanpa biaya")
    await tap(house, admin, "Kirim")
    await admin.wait_for("Dikirim kepada 1 akun Telegram.")
    announced = await wati.wait_for(": Besok <pulang> pagi.")
    assert announced.text.startswith("📢 Pengumuman\n\n")
    assert await count_of(house, OutboxMessage.body.contains("pulang"), OutboxMessage.recipient == str(NEW + 3)) == 0


async def test_the_state_of_things_and_who_did_what_are_shown(house: House, admin: InTelegram) -> None:
    await admin.send("/status")
    status = await admin.wait_for("Status layanan")
    assert "Antrean" in status.text
    assert "dari 1.000 SMS" in status.text
    await section(house, admin, "Aturan & teks SMS")
    await tap(house, admin, "🏫 Sekolah")
    await tap(house, admin, "Nama sekolah")
    await answer(house, admin, await admin.wait_for("Sekarang"), "SMK Uji")
    await tap(house, admin, "Ya")
    await admin.wait_for("SMK Uji")
    await admin.send("/riwayat")
    assert "Pak Admin: mengubah aturan (school_name = SMK Uji)" in (await admin.wait_for("Riwayat")).text


async def test_nobody_else_gets_in_by_command_or_by_stolen_buttons(house: House, admin: InTelegram) -> None:
    stolen = one_of_each(await every_button(admin))
    assert len(stolen) > 35
    before = await counts(house)
    others = [house.person(number) for number in (HOMEROOM, PRESIDENT, STRANGER)]
    for person in others:
        for words in ("/admin", "/status", "/riwayat", "⚙️ Administrasi"):
            await person.send(words)
            told = (await person.wait_for(lambda _: True)).text
            assert "tidak berwenang" in told or "sudah diundang" in told
    for data in stolen:
        for person in others:
            await person.press_data(data)
        await house.telegram.wait_until(lambda: not any(person.spinning for person in others), 20)
    for person in others:
        texts = {toast.text for toast in person.toasts if toast.alert}
        assert len(person.toasts) == len(stolen)
        assert texts <= {
            "Anda tidak berwenang untuk ini.",
            "Tidak ditemukan, atau tidak berlaku lagi.",
            next((t for t in texts if "diundang" in t), ""),
        }
    assert await counts(house) == before
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


async def every_button(admin: InTelegram) -> set[str]:
    """Data of the buttons that an administrator can reach by looking, at most three of a kind followed."""
    await admin.send("/admin")
    screen = await admin.wait_for("Administrasi")
    seen: set[str] = set()
    followed: dict[str, int] = {}
    waiting = data_on(screen)
    while waiting:
        data = waiting.pop()
        kind = data.partition(":")[0] if not data.startswith("adm:") else data
        if data in seen:
            continue
        seen.add(data)
        if kind in CHANGING or followed.get(kind, 0) >= 2:
            continue
        followed[kind] = followed.get(kind, 0) + 1
        admin.mark_read()
        await admin.press_data(data, on=screen)
        await admin.wait_for(lambda _: True)
        for message in (message for message in admin.view.news if message.buttons):
            waiting += [
                button["callback_data"]
                for row in (message.markup or {}).get("inline_keyboard", [])
                for button in row
                if "callback_data" in button
            ]
    return seen | {"settle:1", "imp:1:1", "annx:1", "ann:1:1", "numx:1", "slipnew:1", "pup:1", "pupinv:1", "per:1"}


def one_of_each(buttons: set[str]) -> list[str]:
    """Every section of the menu, and of each other kind the first."""
    return list(
        {data if data.startswith("adm:") else data.partition(":")[0]: data for data in sorted(buttons)}.values()
    )


CHANGING = {"invx", "inv", "invto", "rulex", "annx", "ann", "settle", "imp", "slips", "perinv", "pupinv"}


async def counts(house: House) -> list[int]:
    """How many rows there are of what administration changes."""
    keys = [Invitation.id > 0, RoleGrant.id > 0, Guardian.left_at.is_not(None), Keycode.id > 0, Announcement.id > 0]
    keys += [AuditEntry.id > 0, SchoolRule.key != "", Person.id > 0, PendingImport.id > 0]
    keys += [TelegramAccount.unlinked_at.is_not(None), RoleGrant.withdrawn_at.is_not(None)]
    return [await count_of(house, key) for key in keys]
