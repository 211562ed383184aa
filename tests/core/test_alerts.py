"""Alfa becomes an SMS to each guardian after the hold window, at most once a day, and is taken back or corrected."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import courier, guardian_notices, interruptions
from core.alerts import take_back_stragglers
from core.check_ins import check_in_all
from core.contradiction_finding import find_contradictions
from core.contradiction_settling import contradiction_for, settle
from core.corrections import DayChange, correct_day
from core.inbound_sms import handle, store
from core.incoming_scans import Incoming, Moment
from core.school_rules import set_rule
from db.models import (
    AbsenceReason,
    Channel,
    Contradiction,
    ContradictionOutcome,
    Direction,
    GuardianNotice,
    OutboxMessage,
    Student,
)
from tests.core.school_day import report, scan
from tests.school import BUDIS_FATHER, BUDIS_MOTHER, HOMEROOM, NOW, School, actor

ALFA, SICK = AbsenceReason.UNEXCUSED, AbsenceReason.SICK
HOLD = timedelta(minutes=10)


async def alerts(session: AsyncSession) -> list[OutboxMessage]:
    found = await session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.dedupe_key.startswith("alert"), OutboxMessage.withdrawn_at.is_(None))
        .order_by(OutboxMessage.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def send_due(session: AsyncSession, now: datetime) -> list[str]:
    """What a modem would send at this time."""
    claimed = await courier.claim(session, Channel.SMS, now=now, courier="satu", limit=50)
    for message in claimed:
        await courier.mark_sent(session, message.id, now=now, sms_references=[1])
    return [message.recipient for message in claimed]


async def test_alfa_owes_an_sms_to_every_guardian_number_after_the_hold_window(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    assert await send_due(session, NOW + HOLD - timedelta(seconds=1)) == []
    assert sorted(await send_due(session, NOW + HOLD)) == [BUDIS_MOTHER, BUDIS_FATHER]


async def test_no_hold_means_at_once(session: AsyncSession, school: School) -> None:
    await set_rule(session, "alert_hold_minutes", "0", now=NOW)
    await report(session, school, NOW, budi=ALFA)
    assert len(await send_due(session, NOW)) == 2


@pytest.mark.parametrize("reason", [r for r in AbsenceReason if r is not ALFA])
async def test_a_known_reason_alarms_nobody(session: AsyncSession, school: School, reason: AbsenceReason) -> None:
    await report(session, school, NOW, budi=reason)
    assert await alerts(session) == []


async def test_a_pupil_without_a_registered_number_owes_nothing(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, siti=ALFA)
    assert await alerts(session) == []


async def test_corrected_in_time_it_is_withdrawn_unsent(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await report(session, school, NOW + timedelta(minutes=5), budi=SICK)
    assert await send_due(session, NOW + timedelta(hours=1)) == []


async def test_withdrawn_and_reported_alfa_again_it_goes_out_once_after_a_new_window(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    await report(session, school, NOW + timedelta(minutes=5))
    again = NOW + timedelta(minutes=9)
    await report(session, school, again, budi=ALFA)
    assert await send_due(session, NOW + HOLD) == []
    assert len(await send_due(session, again + HOLD)) == 2


async def test_corrected_too_late_a_correction_follows(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await send_due(session, NOW + HOLD)
    await report(session, school, NOW + timedelta(minutes=30))
    follow_up = (await alerts(session))[2:]
    assert [m.recipient for m in follow_up] == [BUDIS_MOTHER, BUDIS_FATHER]
    assert all(m.dedupe_key.startswith("alert-correction:") for m in follow_up)
    assert all(m.not_before == NOW + timedelta(minutes=30) for m in follow_up)


async def test_an_alert_that_a_modem_holds_counts_as_gone(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await courier.claim(session, Channel.SMS, now=NOW + HOLD, courier="satu")
    await report(session, school, NOW + HOLD + timedelta(seconds=5))
    assert len(await alerts(session)) == 4


async def test_at_most_one_alert_for_a_pupil_and_a_day(session: AsyncSession, school: School) -> None:
    for minute in (0, 20, 40, 60):
        await report(session, school, NOW + timedelta(minutes=minute), budi=ALFA)
        await send_due(session, NOW + timedelta(minutes=minute + 15))
        await report(session, school, NOW + timedelta(minutes=minute + 18))
    sent = [m for m in await alerts(session) if m.dedupe_key.startswith("alert:")]
    assert len(sent) == 2  # one for each guardian


async def test_a_guardian_who_has_sent_word_is_not_alarmed_as_if_nobody_knew(
    session: AsyncSession, school: School
) -> None:
    await _sms(session, BUDIS_MOTHER, "Budi sakit demam", NOW)
    await report(session, school, NOW + timedelta(minutes=1), budi=ALFA)
    assert await alerts(session) == []


async def test_word_that_comes_within_the_window_withdraws_the_alert(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await _sms(session, BUDIS_FATHER, "IZIN Budi ada acara keluarga", NOW + timedelta(minutes=3))
    assert await send_due_alerts(session, NOW + HOLD) == []


async def test_a_notice_that_the_homeroom_teacher_rejects_explains_nothing(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    await _sms(session, BUDIS_MOTHER, "Budi sakit", NOW + timedelta(minutes=1))
    notice = (await session.scalars(select(GuardianNotice))).one()
    homeroom = await actor(session, HOMEROOM)
    await guardian_notices.decide(session, homeroom, notice.id, accept=False, now=NOW + timedelta(minutes=2))
    assert len(await send_due_alerts(session, NOW + timedelta(minutes=12))) == 2


async def test_yesterdays_alert_is_given_up_and_the_duty_teacher_told_to_phone(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    tomorrow = NOW + timedelta(days=1)
    assert await send_due(session, tomorrow) == []
    assert await interruptions.give_up_expired(session, now=tomorrow) == 2
    told = await session.scalars(select(OutboxMessage.body).where(OutboxMessage.dedupe_key.startswith("undelivered:")))
    assert all("Budi Santoso" in body and BUDIS_MOTHER not in body for body in told)


async def send_due_alerts(session: AsyncSession, now: datetime) -> list[str]:
    claimed = await courier.claim(session, Channel.SMS, now=now, courier="satu", limit=50)
    return [m.recipient for m in claimed if m.dedupe_key.startswith("alert:")]


async def came(session: AsyncSession, student: Student, at: datetime, *, received: datetime) -> None:
    """In by a station that delivers at `received`."""
    moment = Moment(f"{student.id}{at}{received}", at, received)
    await check_in_all(session, [Incoming(moment, student_id=student.id, asked=Direction.IN)])


async def the_contradiction(session: AsyncSession, now: datetime) -> Contradiction:
    await find_contradictions(session, now=now)
    return (await session.scalars(select(Contradiction).where(Contradiction.withdrawn_at.is_(None)))).one()


async def test_whoever_came_in_before_the_report_is_not_called_missing(session: AsyncSession, school: School) -> None:
    await came(session, school.budi, NOW, received=NOW)
    await report(session, school, NOW + timedelta(minutes=3), budi=ALFA)
    assert await alerts(session) == []
    assert (await the_contradiction(session, NOW + HOLD)).said is ALFA


async def test_whoever_comes_in_within_the_window_is_not_called_missing(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await came(session, school.budi, NOW + timedelta(minutes=3), received=NOW + timedelta(minutes=9, seconds=59))
    assert await send_due(session, NOW + HOLD) == []
    await take_back_stragglers(session, now=NOW + HOLD)
    assert await alerts(session) == []


async def test_anothers_arrival_does_not_hold_an_alert(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await scan(session, school.siti, NOW + timedelta(minutes=1))
    assert len(await send_due(session, NOW + HOLD)) == 2


async def test_who_forgot_to_be_scanned_in_and_is_seen_leaving_is_not_called_missing(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    await scan(session, school.budi, NOW + timedelta(minutes=2), Direction.OUT)
    assert await send_due(session, NOW + HOLD) == []
    assert (await the_contradiction(session, NOW + HOLD)).left_at == NOW + timedelta(minutes=2)


async def test_the_leaving_of_a_pupil_whom_staff_knew_to_have_come_holds_nothing_back(
    session: AsyncSession, school: School
) -> None:
    await came(session, school.budi, NOW, received=NOW)
    teacher, later = await actor(session, HOMEROOM), NOW + timedelta(minutes=5)
    await correct_day(session, teacher, DayChange(school.budi.id, ALFA, NOW.date()), why="kabur", now=later)
    await scan(session, school.budi, later + timedelta(minutes=1), Direction.OUT)
    assert len(await send_due(session, later + HOLD)) == 2


@pytest.mark.parametrize(("outcome", "alarms"), [(ContradictionOutcome.CUT, 2), (ContradictionOutcome.HERE, 0)])
async def test_what_the_teacher_finds_out_decides_whether_the_guardians_hear(
    session: AsyncSession, school: School, outcome: ContradictionOutcome, alarms: int
) -> None:
    await came(session, school.budi, NOW, received=NOW)
    await report(session, school, NOW + timedelta(minutes=3), budi=ALFA)
    settled = NOW + timedelta(minutes=30)
    row = await the_contradiction(session, settled)
    teacher = await actor(session, HOMEROOM)
    await settle(session, teacher, await contradiction_for(session, teacher, row.id), outcome, now=settled)
    assert len(await send_due(session, settled + HOLD)) == alarms


async def test_staff_who_knew_of_the_arrival_and_say_alfa_are_believed(session: AsyncSession, school: School) -> None:
    await came(session, school.budi, NOW, received=NOW)
    teacher, later = await actor(session, HOMEROOM), NOW + timedelta(minutes=5)
    await correct_day(session, teacher, DayChange(school.budi.id, ALFA, NOW.date()), why="kabur", now=later)
    assert len(await send_due(session, later + HOLD)) == 2


async def _sms(session: AsyncSession, phone: str, text: str, now: datetime) -> None:
    stored = await store(session, modem="satu", sender=phone, body=text, sent_at=now, now=now)
    assert stored is not None
    await handle(session, stored, now=now)


async def test_alert_correction_and_thanks_are_in_the_schools_own_words(session: AsyncSession, school: School) -> None:
    for key, text in {
        "sms_text_alert": "{nama} ({kelas}) alfa {tanggal}.",
        "sms_text_correction": "Ralat {nama}: {keadaan}.",
        "sms_text_notice": "{nama} {keadaan}, dicatat. {doa}",
    }.items():
        await set_rule(session, key, text, now=NOW)
    await report(session, school, NOW, budi=ALFA)
    await send_due(session, NOW + HOLD)
    await report(session, school, NOW + HOLD, budi=AbsenceReason.ON_DUTY)
    bodies = [message.body for message in await alerts(session)]
    assert bodies == ["Budi (X RPL 1) alfa Senin 23 Nov."] * 2 + ["Ralat Budi: dispensasi (tugas sekolah)."] * 2
    sms = await store(session, modem="satu", sender="+6281377778888", body="SAKIT besok", sent_at=NOW, now=NOW)
    assert sms is not None
    await handle(session, sms, now=NOW)
    thanks = await session.scalar(select(OutboxMessage.body).where(OutboxMessage.dedupe_key.startswith("reply:")))
    assert thanks == "Rina sakit, dicatat. Semoga lekas sembuh."
