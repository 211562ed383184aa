"""Guardians' words reach those who may act on them: a reply becomes an SMS, one tap settles a notice, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.models import Channel, Guardian, GuardianNotice, OutboxMessage, Role, RoleGrant
from simulator.telegram import Message
from tests.flows.day import later
from tests.flows.house import House
from tests.flows.looking import answers, count_of, data_on
from tests.school import ADMIN, BUDIS_MOTHER, COUNSELOR, DUTY, HOMEROOM, OTHER_HOMEROOM, PRESIDENT, SECRETARY, STRANGER

WORDS = "Mohon Budi diingatkan membawa buku"
DECIDED = GuardianNotice.accepted.is_not(None)
ANSWERS = (OutboxMessage.channel == Channel.SMS, OutboxMessage.dedupe_key.startswith("answer:"))


async def forwarded(house: House, to: int = HOMEROOM) -> Message:
    """A guardian's words that only a person can answer, as they stand in somebody's chat."""
    await house.receive_sms(BUDIS_MOTHER, WORDS)
    return await house.person(to).wait_for(WORDS)


async def noticed(house: House) -> Message:
    """A guardian's notice, as it stands in the homeroom teacher's chat."""
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    return await house.person(HOMEROOM).wait_for("Kabar orang tua")


async def test_a_reply_becomes_an_sms_and_the_others_see_who_answered(house: House) -> None:
    ratna, piket = house.person(HOMEROOM), house.person(DUTY)
    told = await forwarded(house)
    await piket.wait_for(WORDS)
    await ratna.reply(told, "Baik Bu, nanti saya sampaikan")
    await ratna.wait_for("dikirim lewat SMS")
    seen = await piket.wait_for("Bu Ratna menjawab lewat SMS")
    assert "nanti saya sampaikan" in seen.text
    async with house.transaction() as session:
        [sms] = await session.scalars(select(OutboxMessage).where(*ANSWERS))
    assert (sms.recipient, sms.body) == (BUDIS_MOTHER, "Bu Ratna: Baik Bu, nanti saya sampaikan")
    assert sms.student_id == house.school.budi.id


async def test_pupils_neither_get_a_guardians_free_words_nor_the_answers_to_them(house: House) -> None:
    told = await forwarded(house)
    await house.person(DUTY).wait_for(WORDS)
    await house.person(HOMEROOM).reply(told, "Baik")
    await house.person(DUTY).wait_for("Bu Ratna menjawab")
    for number in (SECRETARY, PRESIDENT, OTHER_HOMEROOM):
        assert answers(house.person(number)) == []


async def test_a_reply_to_something_else_is_kindly_refused(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await forwarded(house)
    await ratna.reply(ratna.chat[1], "Baik")
    await ratna.wait_for("Balasan ini tidak diteruskan")
    await ratna.reply(ratna.chat[0], "Baik")
    await ratna.wait_for("Balasan ini tidak diteruskan")
    assert await count_of(house, *ANSWERS) == 0


async def test_a_class_leader_who_was_told_of_a_notice_cannot_answer_the_guardian(house: House) -> None:
    agus = house.person(PRESIDENT)
    await noticed(house)
    told = await agus.wait_for("Kabar orang tua")
    await agus.reply(told, "Bu, Budi membolos")
    await agus.wait_for("Balasan ini tidak diteruskan")
    assert await count_of(house, *ANSWERS) == 0


async def test_who_has_handed_over_the_class_can_no_longer_answer(house: House) -> None:
    ratna, told = house.person(HOMEROOM), await forwarded(house)
    async with house.transaction() as session:
        await session.execute(
            update(RoleGrant)
            .where(RoleGrant.role == Role.HOMEROOM_TEACHER, RoleGrant.school_class_id == house.school.x_rpl_1.id)
            .values(school_class_id=house.school.x_rpl_2.id)
        )
    await ratna.reply(told, "Baik")
    await ratna.wait_for("Balasan ini tidak diteruskan")
    assert await count_of(house, *ANSWERS) == 0


@pytest.mark.parametrize(("button", "verb"), [("Setujui", "disetujui"), ("Tolak", "ditolak")])
async def test_one_tap_settles_a_notice_and_a_second_says_that_it_is_settled(
    house: House, button: str, verb: str
) -> None:
    ratna = house.person(HOMEROOM)
    notice_shown = await noticed(house)
    buttons = data_on(notice_shown)[:2]
    await ratna.press(button)
    assert not (await ratna.wait_for_toast(verb.capitalize())).alert
    assert (await ratna.wait_for(f"{verb.capitalize()}.")).buttons == []
    for number in (DUTY, SECRETARY, PRESIDENT):
        await house.person(number).wait_for(f"{verb} oleh Bu Ratna")
    for again in buttons:
        await ratna.press_data(again, on=notice_shown)
        assert f"Sudah {verb} oleh Bu Ratna" in (await ratna.wait_for_toast()).text
    async with house.transaction() as session:
        [notice] = await session.scalars(select(GuardianNotice))
    assert notice.accepted is (button == "Setujui")


async def test_a_settled_notice_can_still_be_answered(house: House) -> None:
    ratna, told = house.person(HOMEROOM), await noticed(house)
    await ratna.press("Setujui")
    await ratna.wait_for("Disetujui.")
    await ratna.reply(told, "Semoga lekas sembuh")
    await ratna.wait_for("dikirim lewat SMS")
    assert await count_of(house, *ANSWERS) == 1


async def test_todays_list_counts_a_notice_until_it_is_rejected(house: House) -> None:
    ratna, piket = house.person(HOMEROOM), house.person(DUTY)
    await noticed(house)
    await ratna.send("/siswa budi")
    await ratna.wait_for("Sakit (kabar orang tua)")
    await ratna.press("Tolak")
    await piket.wait_for("ditolak oleh Bu Ratna")
    await ratna.send("/siswa budi")
    await ratna.wait_for("Belum dilaporkan")


@pytest.mark.parametrize(
    ("telegram_id", "words"),
    [
        (OTHER_HOMEROOM, "Tidak ditemukan"),
        (DUTY, "tidak berwenang"),
        (COUNSELOR, "tidak berwenang"),
        (SECRETARY, "tidak berwenang"),
    ],
)
async def test_nobody_but_the_homeroom_teacher_and_administrators_decides(
    house: House, telegram_id: int, words: str
) -> None:
    notice = await noticed(house)
    stolen, *_ = data_on(notice)
    await house.person(telegram_id).press_data(stolen)
    assert words in (await house.person(telegram_id).wait_for_toast()).text
    assert await count_of(house, DECIDED) == 0
    await house.person(ADMIN).press_data(stolen)
    await house.person(ADMIN).wait_for_toast("Disetujui")
    assert await count_of(house, DECIDED) == 1


async def test_the_buttons_are_the_homeroom_teachers_and_the_number_is_not_the_pupils(house: House) -> None:
    await noticed(house)
    for number in (DUTY, SECRETARY, PRESIDENT):
        told = await house.person(number).wait_for("Kabar orang tua")
        assert told.buttons == []
        assert ("Dari +62" in told.text) is (number == DUTY)


async def test_a_question_is_asked_with_two_taps_and_the_answer_hangs_below_the_notice(house: House) -> None:
    ratna, piket = house.person(HOMEROOM), house.person(DUTY)
    shown = await noticed(house)
    await ratna.press("Tanya")
    await ratna.press("Sampai kapan?")
    assert (await ratna.wait_for_toast("dikirim")).text
    asked = await ratna.wait_for("Ditanyakan lewat SMS: Sampai hari apa")
    assert asked.buttons == [["Setujui", "Tolak", "Tanya"]]
    await piket.wait_for("Bu Ratna menjawab lewat SMS")
    async with house.transaction() as session:
        [sms] = await session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("question:")))
    assert (sms.recipient, sms.body.startswith("Bu Ratna: Sampai hari apa")) == (BUDIS_MOTHER, True)
    await house.receive_sms(BUDIS_MOTHER, "belum tahu bu, masih lemas sekali badannya")
    answer = await ratna.wait_for("lemas sekali")
    assert answer.reply_to is not None
    assert answer.reply_to.id == shown.id


async def test_back_from_the_questions_shows_the_decision_again(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await noticed(house)
    await ratna.press("Tanya")
    await ratna.wait_for("Apa yang ditanyakan?")
    await ratna.press("Kembali")
    await ratna.wait_for(lambda m: m.buttons == [["Setujui", "Tolak", "Tanya"]])


@pytest.mark.parametrize("question", ["menu", "until"])
async def test_who_may_not_decide_may_not_ask_either(house: House, question: str) -> None:
    await noticed(house)
    for telegram_id, words in (
        (OTHER_HOMEROOM, "Tidak ditemukan"),
        (COUNSELOR, "tidak berwenang"),
        (STRANGER, "undang"),
    ):
        person = house.person(telegram_id)
        await person.press_data(f"ask:1:{question}")
        assert words in (await person.wait_for_toast()).text
    secretary = house.person(SECRETARY)
    told = await secretary.wait_for("Kabar orang tua")
    await secretary.press_data(f"ask:1:{question}", on=told)
    assert "tidak berwenang" in (await secretary.wait_for_toast()).text
    assert await count_of(house, OutboxMessage.dedupe_key.startswith("question:")) == 0


async def test_what_nobody_has_answered_is_listed_with_its_age_until_somebody_does(house: House) -> None:
    ratna, piket = house.person(HOMEROOM), house.person(DUTY)
    await forwarded(house)
    await later(house, timedelta(hours=3))
    await ratna.send("/pesan")
    listed = await ratna.wait_for("Belum dijawab: 1 pesan")
    assert "1. Budi Santoso · X RPL 1 · 3 jam lalu" in listed.text
    await ratna.press("1")
    opened = await ratna.wait_for(WORDS)
    await ratna.reply(opened, "Baik Bu")
    await ratna.wait_for("dikirim lewat SMS")
    for person in (ratna, piket):
        await person.send("✉️ Pesan" if person is ratna else "/pesan")
        await person.wait_for("Semua pesan sudah dijawab")


async def test_a_message_can_be_closed_without_an_answer_by_those_whose_it_is(house: House) -> None:
    ratna, harto = house.person(HOMEROOM), house.person(OTHER_HOMEROOM)
    await forwarded(house)
    await harto.send("/pesan")
    await harto.wait_for("Semua pesan sudah dijawab")
    for number, words in ((OTHER_HOMEROOM, "Tidak ditemukan"), (SECRETARY, "tidak berwenang"), (STRANGER, "undang")):
        for data in ("msg:1", "done:1"):
            await house.person(number).press_data(data)
            assert words in (await house.person(number).wait_for_toast()).text
    await ratna.send("/pesan")
    await ratna.press("1")
    await ratna.press("Selesai, tanpa jawaban")
    await ratna.wait_for_toast("Ditandai selesai")
    await ratna.send("/pesan")
    await ratna.wait_for("Semua pesan sudah dijawab")


async def test_a_notice_for_several_days_is_shown_as_such(house: House) -> None:
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam 3 hari")
    told = await house.person(HOMEROOM).wait_for("Kabar orang tua")
    assert "Sakit, Senin 23 Nov sampai Rabu 25 Nov (3 hari)" in told.text


async def test_a_number_that_waits_is_approved_with_one_tap(house: House) -> None:
    ratna, mother = house.person(HOMEROOM), "+6281555556666"
    await house.rule("guardian_numbers_need_approval", "yes")
    await house.receive_sms(mother, f"DAFTAR {house.school.keycodes[house.school.siti.id]}")
    asked = await ratna.wait_for("menunggu persetujuan")
    assert "555556" not in asked.text
    for number, words in ((OTHER_HOMEROOM, "Tidak ditemukan"), (DUTY, "tidak berwenang"), (STRANGER, "undang")):
        await house.person(number).press_data(data_on(asked)[0])
        assert words in (await house.person(number).wait_for_toast()).text
    await ratna.send("/persetujuan")
    await ratna.wait_for("Siti Aminah · X RPL 1, Senin 23 Nov")
    await ratna.press_data(data_on(asked)[0], on=asked)
    await ratna.wait_for("disetujui dan diberi tahu")
    await house.person(ADMIN).wait_for("disetujui oleh Bu Ratna")
    assert await count_of(house, Guardian.phone == mother) == 1
