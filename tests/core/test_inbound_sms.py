"""What an SMS from a parent, a stranger or a machine brings about: an answer, a record, news for those concerned."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.inbound_sms import handle, open_ids, set_aside, store
from core.keycodes import new_keycode
from core.school_rules import set_rule
from core.sms_talk import ANSWERS_PER_HOUR
from db.models import Channel, Guardian, GuardianNotice, InboundSms, OutboxMessage, Student
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    DUTY,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    School,
)

A_STRANGER = "+6281999990000"
SITIS_MOTHER = "+6281555556666"


async def receive(session: AsyncSession, sender: str, text: str, now: datetime = NOW) -> InboundSms:
    sms_id = await store(session, modem="satu", sender=sender, body=text, sent_at=now, now=now)
    assert sms_id is not None
    await handle(session, sms_id, now=now)
    return (await session.scalars(select(InboundSms).where(InboundSms.id == sms_id))).one()


async def answers(session: AsyncSession, to: str) -> list[str]:
    found = await session.scalars(
        select(OutboxMessage.body)
        .where(OutboxMessage.channel == Channel.SMS, OutboxMessage.recipient == to)
        .order_by(OutboxMessage.id)
    )
    return list(found)


async def told(session: AsyncSession, containing: str) -> set[int]:
    found = await session.scalars(
        select(OutboxMessage.recipient).where(
            OutboxMessage.channel == Channel.TELEGRAM, OutboxMessage.body.contains(containing)
        )
    )
    return {int(chat) for chat in found}


@pytest.mark.parametrize("written", ["DAFTAR {}", "{}", "daftar {}", "Daftar: {} Siti"])
async def test_the_keycode_registers_the_number_and_the_answer_names_child_and_class(
    session: AsyncSession, school: School, written: str
) -> None:
    code = school.keycodes[school.siti.id]
    sms = await receive(session, SITIS_MOTHER, written.format(f"{code[:5]} {code[5:]}"))
    assert sms.understood_as == "registered"
    [answer] = await answers(session, SITIS_MOTHER)
    assert "Siti" in answer
    assert "X RPL 1" in answer
    assert "BERHENTI" in answer


async def test_registering_twice_is_registering_once(session: AsyncSession, school: School) -> None:
    for _ in range(2):
        await receive(session, SITIS_MOTHER, school.keycodes[school.siti.id], NOW + timedelta(seconds=_))
    registered = await session.scalars(select(Guardian).where(Guardian.phone == SITIS_MOTHER))
    assert len(registered.all()) == 1


async def test_wrong_keycodes_are_limited_and_then_even_the_right_one_waits_for_tomorrow(
    session: AsyncSession, school: School
) -> None:
    await set_rule(session, "keycode_guesses_per_day", "2", now=NOW)
    for second, wrong in enumerate([new_keycode(), new_keycode(), new_keycode()]):
        await receive(session, SITIS_MOTHER, wrong, NOW + timedelta(seconds=second))
    code = school.keycodes[school.siti.id]
    refused = await receive(session, SITIS_MOTHER, code, NOW + timedelta(minutes=1))
    assert refused.understood_as == "too_many_guesses"
    tomorrow = await receive(session, SITIS_MOTHER, code, NOW + timedelta(days=1, minutes=2))
    assert tomorrow.understood_as == "registered"


async def test_the_same_words_answer_a_typing_error_and_letters_nobody_was_given(
    session: AsyncSession, school: School
) -> None:
    code = school.keycodes[school.siti.id]
    await receive(session, A_STRANGER, f"DAFTAR {code[:-1]}{'X' if code[-1] != 'X' else 'Y'}")
    await receive(session, SITIS_MOTHER, f"DAFTAR {new_keycode()}")
    assert await answers(session, A_STRANGER) == await answers(session, SITIS_MOTHER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SAKIT budi demam", "S"),
        ("izin: budi ada acara keluarga", "I"),
        ("Absensi sakit Budi", "S"),
        ("Assalamualaikum bu, Budi hari ini tidak masuk karena demam", "S"),
    ],
)
async def test_a_notice_is_recorded_acknowledged_and_told_to_the_four_whom_it_concerns(
    session: AsyncSession, school: School, text: str, reason: str
) -> None:
    await receive(session, BUDIS_MOTHER, text)
    notice = (await session.scalars(select(GuardianNotice))).one()
    assert (notice.student_id, notice.reason.value, notice.first_day) == (school.budi.id, reason, NOW.date())
    assert await told(session, "Kabar orang tua") == {HOMEROOM, PRESIDENT, SECRETARY, DUTY}
    [answer] = await answers(session, BUDIS_MOTHER)
    assert "Budi" in answer


async def test_class_leaders_read_the_notice_without_the_number(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "SAKIT demam")
    bodies = await session.scalars(select(OutboxMessage.body).where(OutboxMessage.recipient == str(SECRETARY)))
    assert not any("+62" in body for body in bodies)
    everything = await session.scalars(select(OutboxMessage.body).where(OutboxMessage.channel == Channel.TELEGRAM))
    assert not any(BUDIS_MOTHER in body for body in everything)


async def test_words_that_only_a_person_understands_go_to_staff_as_they_are(
    session: AsyncSession, school: School
) -> None:
    await receive(session, BUDIS_MOTHER, "Bu, boleh saya bicara soal Budi? <b>Penting</b>")
    assert await told(session, "&lt;b&gt;Penting&lt;/b&gt;") == {HOMEROOM, DUTY}
    assert len(await answers(session, BUDIS_MOTHER)) == 1


async def test_two_children_on_one_number_the_service_asks_which_and_takes_the_answer(
    session: AsyncSession, school: School
) -> None:
    await _second_child(session, school.joko)
    asked = await receive(session, BUDIS_MOTHER, "SAKIT demam tinggi")
    assert asked.understood_as == "which_child"
    assert await told(session, "demam tinggi") >= {HOMEROOM, OTHER_HOMEROOM}
    await receive(session, BUDIS_MOTHER, "Joko", NOW + timedelta(minutes=2))
    notice = (await session.scalars(select(GuardianNotice))).one()
    assert notice.student_id == school.joko.id
    assert notice.inbound_sms_id == asked.id


async def test_two_children_and_the_message_names_one(session: AsyncSession, school: School) -> None:
    await _second_child(session, school.joko)
    await receive(session, BUDIS_MOTHER, "Joko sakit perut bu, tdk masuk")
    notice = (await session.scalars(select(GuardianNotice))).one()
    assert notice.student_id == school.joko.id


async def test_cek_tells_todays_status_of_the_own_child(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "cek")
    [answer] = await answers(session, BUDIS_MOTHER)
    assert "Budi" in answer


async def test_berhenti_ends_everything_for_this_number(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "BERHENTI")
    left = (await session.scalars(select(Guardian).where(Guardian.phone == BUDIS_MOTHER))).one()
    assert left.left_at == NOW
    after = await receive(session, BUDIS_MOTHER, "SAKIT Budi demam", NOW + timedelta(minutes=1))
    assert after.understood_as == "stranger"


async def test_info_from_anyone_reaches_leaders_with_the_number_and_is_acknowledged(
    session: AsyncSession, school: School
) -> None:
    await receive(session, A_STRANGER, "INFO pohon tumbang di depan gerbang")
    assert await told(session, A_STRANGER) == {LEADER, ADMIN}
    assert len(await answers(session, A_STRANGER)) == 1


@pytest.mark.parametrize("text", ["halo", "CEK", "SAKIT Budi", "BERHENTI", "BANTUAN", "Budi Santoso kelas berapa?"])
async def test_a_stranger_gets_one_short_help_that_tells_nothing(
    session: AsyncSession, school: School, text: str
) -> None:
    await receive(session, A_STRANGER, text)
    [answer] = await answers(session, A_STRANGER)
    assert "Budi" not in answer
    assert (await session.scalars(select(GuardianNotice))).all() == []


async def test_a_strangers_help_is_limited_a_day(session: AsyncSession, school: School) -> None:
    for minute in range(6):
        await receive(session, A_STRANGER, f"halo {minute}", NOW + timedelta(minutes=minute))
    assert len(await answers(session, A_STRANGER)) == 2
    assert len((await session.scalars(select(InboundSms))).all()) == 6


@pytest.mark.parametrize("sender", ["TELKOMSEL", "888", "3636", "+622112345678", ""])
async def test_short_codes_and_names_are_stored_and_never_answered(
    session: AsyncSession, school: School, sender: str
) -> None:
    sms = await receive(session, sender, "INFO Anda menang undian! Balas YA")
    assert sms.understood_as == "not_answerable"
    assert (await session.scalars(select(OutboxMessage))).all() == []


async def test_two_machines_talking_to_each_other_are_cut_short(session: AsyncSession, school: School) -> None:
    for second in range(ANSWERS_PER_HOUR + 10):
        await receive(session, BUDIS_MOTHER, f"CEK {'x' * second}", NOW + timedelta(seconds=second))
        await receive(session, BUDIS_MOTHER, f"terima kasih {second}", NOW + timedelta(seconds=second))
    assert len(await answers(session, BUDIS_MOTHER)) == ANSWERS_PER_HOUR


async def test_the_same_sms_read_twice_is_stored_once_and_handled_once(session: AsyncSession, school: School) -> None:
    sms = await receive(session, BUDIS_MOTHER, "SAKIT demam")
    again = await store(session, modem="satu", sender=BUDIS_MOTHER, body="SAKIT demam", sent_at=NOW, now=NOW)
    assert again is None
    await handle(session, sms.id, now=NOW)
    assert len((await session.scalars(select(GuardianNotice))).all()) == 1
    assert await open_ids(session) == []


@pytest.mark.parametrize("text", ["", " ", "\x00\x01", "a" * 40_000, "SAKIT " + "\U0001f912" * 500, "💥" * 70])
async def test_whatever_comes_is_stored_and_survived(session: AsyncSession, school: School, text: str) -> None:
    sms = await receive(session, BUDIS_MOTHER, text)
    assert sms.handled_at == NOW


async def _second_child(session: AsyncSession, student: Student) -> None:
    guardian = (await session.scalars(select(Guardian).where(Guardian.phone == BUDIS_MOTHER))).one()
    session.add(Guardian(student_id=student.id, phone=BUDIS_MOTHER, keycode_id=guardian.keycode_id, registered_at=NOW))
    await session.flush()


async def test_an_sms_that_our_program_trips_over_is_set_aside_and_read_by_staff(
    session: AsyncSession, school: School
) -> None:
    sms_id = await store(session, modem="satu", sender=BUDIS_MOTHER, body="aneh sekali", sent_at=NOW, now=NOW)
    assert sms_id is not None
    await set_aside(session, sms_id, "KeyError('x')", now=NOW)
    assert await told(session, "aneh sekali") == {DUTY, ADMIN}
    assert await open_ids(session) == []
    kept = (await session.scalars(select(InboundSms))).one()
    assert (kept.understood_as, kept.error) == ("failed", "KeyError('x')")
