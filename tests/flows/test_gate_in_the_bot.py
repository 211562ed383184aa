"""Officers work the gate with a phone: a card's link or photo, entering by hand, cards to print. Nobody else can."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import grant
from core.card_pictures import card_codes_in
from core.cards import issue_missing
from core.check_ins import LONGEST_WHY
from core.documents.card_picture import card_picture
from core.photos import Portrait, keep_photos
from db.embedded import EmbeddedPostgres
from db.models import Card, Direction, Person, Role, RoleGrant, Scan, Student, TelegramAccount
from scheduler.service import Scheduler
from simulator.telegram import Message
from simulator.telegram import Person as Phone
from tests.core.documents.pdf import pages
from tests.db_cluster import create_database
from tests.flows.day import later
from tests.flows.house import House, running_bot
from tests.flows.looking import count_of, data_on
from tests.school import ADMIN, HOMEROOM, OFFICER, OTHER_HOMEROOM, PRESIDENT, SECRETARY, STRANGER, actor

NAMES = ("Budi", "Siti", "Andi", "Rina", "Joko", "RPL", "TKRO", "Lestari")
TEACHER = 301


@pytest.fixture(scope="module")
async def house(server: EmbeddedPostgres, template: str, worker_id: str) -> AsyncIterator[House]:
    """One for all: every test has a pupil of its own."""
    async with running_bot(await create_database(server, f"gate_bot_{worker_id}", template)) as house:
        async with house.transaction() as session:
            await add_teacher(session, house)
            await issue_missing(session, now=house.clock())
        house.people[TEACHER] = house.telegram.user("Lestari", id=TEACHER)
        await house.person(TEACHER).send("/start")
        yield house


async def add_teacher(session: AsyncSession, house: House) -> None:
    """Bu Lestari, who teaches and has linked her account."""
    now = house.clock()
    session.add(teacher := Person(name="Bu Lestari", nip="1968", created_at=now))
    await session.flush()
    session.add(RoleGrant(person_id=teacher.id, role=Role.TEACHER, valid_from=now.date(), granted_at=now))
    session.add(TelegramAccount(person_id=teacher.id, telegram_id=TEACHER, linked_at=now))
    await session.flush()


async def code_of(house: House, student: Student) -> str:
    async with house.transaction() as session:
        code = await session.scalar(
            select(Card.code).where(Card.student_id == student.id, Card.revoked_at.is_(None), Card.valid_on.is_(None))
        )
    assert code is not None
    return code


async def scans_of(house: House, student: Student) -> list[Scan]:
    async with house.transaction() as session:
        found = await session.scalars(select(Scan).where(Scan.student_id == student.id).order_by(Scan.id))
        return list(found)


async def open_card(person: Phone, code: str) -> None:
    await person.open_link(f"https://t.me/{person.world.bot.username}?start={code}")


async def refused(person: Phone, data: str) -> None:
    """Pressing a button with somebody else's data brings an alert and names nobody."""
    await person.press_data(data)
    toast = await person.wait_for_toast()
    assert toast.alert
    assert "berwenang" in toast.text or "tidak berlaku" in toast.text or "diundang" in toast.text
    assert not any(name in toast.text for name in NAMES)


def picture_of(*codes: str) -> bytes:
    """A photo of these cards side by side on a grey table."""
    table = Image.new("RGB", (800 * max(len(codes), 1), 800), (150, 150, 150))
    for place, code in enumerate(codes):
        table.paste(Image.open(BytesIO(card_picture(code))), (800 * place + 40, 40))
    packed = BytesIO()
    table.save(packed, "JPEG")
    return packed.getvalue()


def file_in(message: Message) -> bytes:
    assert message.file is not None
    return message.file.content


async def test_an_opened_link_is_one_tap_from_the_record_and_two_taps_are_one_scan(house: House) -> None:
    officer, budi = house.person(OFFICER), house.school.budi
    async with house.transaction() as session:
        await keep_photos(session, [Portrait(budi.nis, picture_of())], now=house.clock())
    await open_card(officer, await code_of(house, budi))
    screen = await officer.wait_for("Bila dicatat sekarang")
    assert "Budi Santoso" in screen.text
    assert "X RPL 1" in screen.text
    photo = await officer.wait_for(lambda message: message.file is not None)
    assert photo.text == "Budi Santoso · X RPL 1"
    assert await scans_of(house, budi) == []
    press = data_on(screen)[0]
    await officer.press("Masuk", on=screen)
    await officer.wait_for("✅")
    await officer.press_data(press, on=screen)
    await officer.view.until(lambda: officer.spinning == 0, 10, "the second press is not answered")
    [scan] = await scans_of(house, budi)
    assert (scan.direction, scan.counts, scan.station_id, scan.why) == (Direction.IN, True, None, None)
    assert scan.card_id is not None
    assert scan.entered_by is not None


async def test_nobody_but_an_officer_gets_anything_out_of_a_cards_link_or_its_button(house: House) -> None:
    officer, siti = house.person(OFFICER), house.school.siti
    code = await code_of(house, siti)
    await officer.send(code.lower())
    stolen = data_on(await officer.wait_for("Siti Aminah"))
    for telegram_id in (SECRETARY, HOMEROOM, STRANGER):
        person = house.person(telegram_id)
        for shown in (f"/start {code}", code):
            await person.send(shown)
            answer = await person.wait_for(lambda _: True)
            assert not any(name in answer.text for name in NAMES)
        for data in stolen:
            await refused(person, data)
    assert await scans_of(house, siti) == []


async def test_a_photo_with_one_card_is_that_card_and_with_two_it_is_asked_which(house: House) -> None:
    officer, school = house.person(OFFICER), house.school
    rina, joko = await code_of(house, school.rina), await code_of(house, school.joko)
    await officer.send_photo(picture_of(rina))
    assert "Rina" in (await officer.wait_for("Bila dicatat sekarang")).text
    await officer.upload(picture_of(rina, joko), "dua.jpg")
    question = await officer.wait_for("2 kartu")
    await officer.press("Joko", on=question)
    screen = await officer.wait_for("Bila dicatat sekarang")
    await officer.press("Pulang", on=screen)
    await officer.wait_for("✅")
    [scan] = await scans_of(house, school.joko)
    assert scan.direction is Direction.OUT
    assert await scans_of(house, school.rina) == []


async def test_a_photo_without_a_card_and_a_file_that_is_no_picture_get_a_kind_answer(house: House) -> None:
    officer = house.person(OFFICER)
    await officer.send_photo(picture_of())
    await officer.wait_for("Tidak ada kartu yang terbaca")
    await officer.upload(b"\x89PNG\r\n\x1a\n" + b"rubbish" * 100, "kartu.png")
    await officer.wait_for("bukan foto")


@pytest.mark.parametrize("of_a_class", [PRESIDENT, OTHER_HOMEROOM])
async def test_a_photo_from_somebody_of_a_class_who_keeps_the_gate_is_a_card_or_else_a_letter(
    house: House, of_a_class: int
) -> None:
    keeper = house.person(of_a_class)
    async with house.transaction() as session:
        who = await actor(session, of_a_class)
        await grant(session, who.person_id, Role.OFFICER, now=house.clock())
    await keeper.send_photo(picture_of(await code_of(house, house.school.joko)))
    assert "Joko" in (await keeper.wait_for("Bila dicatat sekarang")).text
    await keeper.send_photo(picture_of())
    assert "kartu" not in (await keeper.wait_for("tidak hadir")).text


async def test_a_card_that_was_replaced_is_refused_at_once_and_its_new_one_comes_as_pdf(house: House) -> None:
    admin, officer, andi = house.person(ADMIN), house.person(OFFICER), house.school.andi
    old = await code_of(house, andi)
    await officer.send("/kartu Andi")
    offered = await officer.wait_for("Andi Wijaya")
    assert not any("Kartu hilang" in label for row in offered.buttons for label in row)
    await admin.send("/kartu Andi")
    await admin.press("Kartu hilang")
    sure = await admin.wait_for("Ganti sekarang?")
    [press] = data_on(sure)
    await refused(officer, press)
    await admin.press("Ya, ganti", on=sure)
    await admin.wait_for("Kartu lama tidak berlaku lagi")
    sheet = await admin.wait_for(lambda message: message.file is not None)
    assert "Andi Wijaya" in pages(file_in(sheet))[0]
    new = await code_of(house, andi)
    assert new != old
    await admin.press_data(press, on=sure)
    await admin.wait_for("sudah diganti")
    assert await code_of(house, andi) == new
    await open_card(officer, old)
    assert "DITOLAK" in (await officer.wait_for("⛔")).text
    [scan] = await scans_of(house, andi)
    assert (scan.outcome, scan.counts) == ("revoked_card", False)


async def test_somebody_without_a_card_is_entered_with_a_reason(house: House) -> None:
    officer, rina = house.person(OFFICER), house.school.rina
    await officer.press("Catat manual")
    question = await officer.wait_for("Siapa orangnya?")
    await officer.reply(question, "rina")
    screen = await officer.wait_for("Tanpa kartu?")
    await officer.press("Masuk", on=screen)
    await officer.press("Kartu tertinggal", on=screen)
    await officer.wait_for("Dicatat manual: Kartu tertinggal")
    await officer.send("/masuk Rina")
    screen = await officer.wait_for("Tanpa kartu?")
    await officer.press("Pulang", on=screen)
    await officer.press("Tulis alasan", on=screen)
    question = await officer.wait_for("Balas pesan ini")
    await officer.reply(question, "Dijemput <ibu>, demam" + "!" * 4000)
    await officer.wait_for("Dicatat manual: Dijemput <ibu>, demam!")
    came, left = await scans_of(house, rina)
    assert left.why is not None
    assert (came.why, came.direction, came.card_id) == ("Kartu tertinggal", Direction.IN, None)
    assert (left.why[:22], len(left.why), left.direction) == ("Dijemput <ibu>, demam!", LONGEST_WHY, Direction.OUT)


async def test_an_entry_that_counts_nothing_is_not_shown_as_done(house: House) -> None:
    officer, rina = house.person(OFFICER), house.school.rina
    for reason in ("Kartu tertinggal", "Kartu rusak"):
        await officer.send("/masuk Rina")
        screen = await officer.wait_for("Tanpa kartu?")
        await officer.press("Masuk", on=screen)
        await officer.press(reason, on=screen)
        answer = await officer.wait_for(": " + reason)
    assert "✅" not in answer.text
    assert "SUDAH MASUK" in answer.text
    assert "Tidak mengubah hitungan" in answer.text
    [*_, last] = await scans_of(house, rina)
    assert not last.counts


async def test_a_misspelt_name_opens_its_screen_and_a_like_one_is_a_question(house: House) -> None:
    officer = house.person(OFFICER)
    await officer.send("/masuk andy wijaja")
    await officer.wait_for("Tanpa kartu?")
    await officer.send("/masuk andi rahmawati")
    offered = await officer.wait_for("Maksudnya yang mana?")
    assert offered.buttons == [["Andi Wijaya · X RPL 1"]]
    for telegram_id in (SECRETARY, STRANGER):
        for data in data_on(offered):
            await refused(house.person(telegram_id), data)


async def test_an_arrival_from_paper_gets_the_time_that_stood_there(house: House) -> None:
    officer, joko = house.person(OFFICER), house.school.joko
    await officer.send("/masuk joko")
    screen = await officer.wait_for("Tanpa kartu?")
    await officer.press("Masuk", on=screen)
    await officer.press("Jam lain", on=screen)
    question = await officer.wait_for("pukul berapa?")
    await officer.reply(question, "23.59")
    await officer.wait_for("belum tiba")
    await officer.reply(question, "6.45")
    reasons = await officer.wait_for("pukul 06.45, tanpa kartu")
    await officer.press("Pemindai bermasalah", on=reasons)
    await officer.wait_for("Tepat waktu, pukul 06.45")
    *_, came = await scans_of(house, joko)
    assert came.why == "Pemindai bermasalah"
    assert came.scanned_at.astimezone(house.clock().tzinfo).strftime("%H:%M") == "06:45"


async def test_a_temporary_card_is_a_picture_that_is_good_today(house: House) -> None:
    officer, siti = house.person(OFFICER), house.school.siti
    await officer.send("/masuk siti")
    offered = await officer.wait_for("Siti Aminah")
    stolen = data_on(offered)
    await officer.press("QR sementara", on=offered)
    shown = await officer.wait_for(lambda message: message.file is not None)
    [code] = card_codes_in(file_in(shown))
    async with house.transaction() as session:
        valid_on = await session.scalar(select(Card.valid_on).where(Card.code == code))
    assert valid_on == house.clock().date()
    assert await code_of(house, siti) != code
    for telegram_id in (SECRETARY, HOMEROOM, STRANGER):
        for data in stolen:
            await refused(house.person(telegram_id), data)
    assert await count_of(house, Card.student_id == siti.id, Card.valid_on.is_not(None)) == 1


async def test_a_class_is_printed_for_the_administrator_and_for_nobody_else(house: House) -> None:
    admin = house.person(ADMIN)
    await admin.send("/kartu")
    choice = await admin.wait_for("Kartu siapa")
    await admin.press("X RPL 1", on=choice)
    [page] = pages(file_in(await admin.wait_for(lambda message: message.file is not None)))
    for name in ("Budi Santoso", "Siti Aminah", "Andi Wijaya"):
        assert name in page
    assert "Rina" not in page
    await admin.press("Guru", on=choice)
    teachers = await admin.wait_for(lambda message: message.file is not None)
    assert "Bu Lestari" in pages(file_in(teachers))[0]
    await admin.send("/kartu x-rpl 1")
    assert (await admin.wait_for("Kartu siapa")).buttons == [["X RPL 1"], ["Guru/Staf"]]
    for telegram_id in (OFFICER, SECRETARY, HOMEROOM, STRANGER):
        for data in data_on(choice):
            await refused(house.person(telegram_id), data)
    officer = house.person(OFFICER)
    await officer.send("/kartu X RPL 1")
    await officer.wait_for("Tidak ada yang bernama begitu")
    for command in ("/kartu", "/kartu Budi", "/masuk Budi"):
        for telegram_id in (SECRETARY, HOMEROOM, STRANGER):
            person = house.person(telegram_id)
            await person.send(command)
            assert "Budi" not in (await person.wait_for(lambda _: True)).text


async def test_a_teacher_is_found_without_a_card_and_gets_the_confirmation_in_telegram(house: House) -> None:
    officer, teacher = house.person(OFFICER), house.person(TEACHER)
    await officer.send("/masuk lestari")
    screen = await officer.wait_for("Guru/Staf")
    await officer.press("Masuk", on=screen)
    await officer.press("Kartu rusak", on=screen)
    await officer.wait_for("Dicatat manual: Kartu rusak")
    teacher.mark_read()
    await later(house, timedelta(minutes=1))
    await Scheduler(house.transaction, house.clock).tick()
    await teacher.wait_for("Anda tercatat masuk pukul 07.")


async def test_yesterdays_screens_write_nothing_today(house: House) -> None:
    officer, joko = house.person(OFFICER), house.school.joko
    before = len(await scans_of(house, joko))
    await open_card(officer, await code_of(house, joko))
    card = await officer.wait_for("Bila dicatat sekarang")
    await officer.send("/masuk joko")
    person = await officer.wait_for("Tanpa kartu?")
    await later(house, timedelta(days=1))
    await officer.press("Masuk", on=card)
    await officer.wait_for("dari hari lain")
    await officer.press("QR sementara", on=person)
    await officer.wait_for("dari hari lain")
    await later(house, timedelta(days=-1))
    assert len(await scans_of(house, joko)) == before
