"""Where the school looks at guardians' numbers first: until its yes a number learns nothing, and loses nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import guardians, registration_requests
from core.errors import AlreadyDecided, NotAllowed, NotFound
from core.registration_requests import decide, waiting_for
from core.school_rules import set_rule
from db.models import AbsenceReason, AuditEntry, Channel, Guardian, GuardianNotice, OutboxMessage, RegistrationRequest
from tests.core.reporting import report_class
from tests.core.test_inbound_sms import answers, receive, told
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OFFICER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    TODAY,
    School,
    actor,
)

SITIS_MOTHER = "+6281555556666"
NAMES = ("Siti", "X RPL 1")


@pytest.fixture
async def asked(session: AsyncSession, school: School) -> RegistrationRequest:
    """Siti's mother has sent the letters of her slip."""
    await set_rule(session, "guardian_numbers_need_approval", "yes", now=NOW)
    await receive(session, SITIS_MOTHER, f"DAFTAR {school.keycodes[school.siti.id]}")
    return (await session.scalars(select(RegistrationRequest))).one()


async def test_without_the_rule_a_keycode_registers_at_once(session: AsyncSession, school: School) -> None:
    await receive(session, SITIS_MOTHER, f"DAFTAR {school.keycodes[school.siti.id]}")
    assert await session.scalar(select(Guardian.phone).where(Guardian.student_id == school.siti.id)) == SITIS_MOTHER


async def test_with_it_the_number_waits_is_told_so_and_learns_nothing(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    [said] = await answers(session, SITIS_MOTHER)
    assert "menunggu persetujuan sekolah" in said
    await receive(session, SITIS_MOTHER, "CEK")
    dewi = await actor(session, SECRETARY)
    await report_class(session, dewi, school.x_rpl_1.id, {school.siti.id: AbsenceReason.UNEXCUSED}, seen=NOW, now=NOW)
    everything = await answers(session, SITIS_MOTHER)
    assert not any(name in text for name in NAMES for text in everything)
    assert await guardians.children_of(session, SITIS_MOTHER, TODAY) == []


async def test_those_who_may_approve_are_told_without_the_whole_number(
    session: AsyncSession, asked: RegistrationRequest
) -> None:
    assert await told(session, "menunggu persetujuan") == {HOMEROOM, ADMIN}
    assert await told(session, SITIS_MOTHER) == set()


async def test_asking_twice_is_asking_once(session: AsyncSession, school: School, asked: RegistrationRequest) -> None:
    for minute in range(4):
        await receive(session, SITIS_MOTHER, school.keycodes[school.siti.id], NOW.replace(hour=8, minute=minute))
    assert len((await session.scalars(select(RegistrationRequest.id))).all()) == 1
    assert len(await answers(session, SITIS_MOTHER)) == 2


async def test_a_wrong_keycode_waits_for_nothing(session: AsyncSession, asked: RegistrationRequest) -> None:
    await receive(session, "+6281555557777", "DAFTAR ABCDE FGHJK")
    assert [request.phone for request in await session.scalars(select(RegistrationRequest))] == [SITIS_MOTHER]


async def test_what_a_waiting_number_writes_reaches_staff_marked_as_such_and_counts_for_nothing(
    session: AsyncSession, asked: RegistrationRequest
) -> None:
    sms = await receive(session, SITIS_MOTHER, "SAKIT Siti demam")
    assert sms.understood_as == "message"
    assert await told(session, "belum disetujui sekolah") == {HOMEROOM, DUTY}
    assert (await session.scalars(select(GuardianNotice))).all() == []


async def test_its_stop_takes_the_request_back(session: AsyncSession, asked: RegistrationRequest) -> None:
    await receive(session, SITIS_MOTHER, "BERHENTI")
    assert "dibatalkan" in (await answers(session, SITIS_MOTHER))[-1]
    ratna = await actor(session, HOMEROOM)
    assert await waiting_for(session, ratna, limit=9) == ([], 0)
    with pytest.raises(NotFound):
        await decide(session, ratna, asked.id, accept=True, now=NOW)


@pytest.mark.parametrize("who", [HOMEROOM, ADMIN])
async def test_a_yes_makes_it_a_guardians_number_and_tells_its_holder(
    session: AsyncSession, school: School, asked: RegistrationRequest, who: int
) -> None:
    somebody = await actor(session, who)
    [one], total = await waiting_for(session, somebody, limit=9)
    assert (one.request.id, one.student.id, total) == (asked.id, school.siti.id, 1)
    await decide(session, somebody, asked.id, accept=True, now=NOW)
    assert [child.student.id for child in await guardians.children_of(session, SITIS_MOTHER, TODAY)] == [school.siti.id]
    assert "terdaftar untuk Siti" in (await answers(session, SITIS_MOTHER))[-1]
    assert await told(session, "disetujui oleh") == {HOMEROOM, ADMIN} - {who}
    with pytest.raises(AlreadyDecided):
        await decide(session, somebody, asked.id, accept=False, now=NOW)


async def test_a_no_is_told_too_and_another_keycode_may_be_tried(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    await decide(session, await actor(session, HOMEROOM), asked.id, accept=False, now=NOW)
    said = (await answers(session, SITIS_MOTHER))[-1]
    assert "tidak disetujui" in said
    assert not any(name in said for name in NAMES)
    assert await guardians.children_of(session, SITIS_MOTHER, TODAY) == []
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.act == "refuse_number"))).one()
    assert SITIS_MOTHER not in str(entry.detail)
    assert await registration_requests.ask(session, SITIS_MOTHER, school.keycodes[school.siti.id], now=NOW) is not None


async def test_a_refused_number_is_forgotten_and_a_waiting_one_is_not(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    later = NOW + timedelta(days=31)
    await registration_requests.forget_settled(session, now=later)
    assert (await session.scalars(select(RegistrationRequest.id))).all() == [asked.id]
    await decide(session, await actor(session, HOMEROOM), asked.id, accept=False, now=NOW)
    await registration_requests.forget_settled(session, now=later)
    assert (await session.scalars(select(RegistrationRequest.id))).all() == []


@pytest.mark.parametrize("who", [OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, PRESIDENT, SECRETARY, OFFICER])
async def test_nobody_else_lists_or_decides(session: AsyncSession, asked: RegistrationRequest, who: int) -> None:
    somebody = await actor(session, who)
    assert await waiting_for(session, somebody, limit=9) == ([], 0)
    with pytest.raises((NotFound, NotAllowed)):
        await decide(session, somebody, asked.id, accept=True, now=NOW)
    assert asked.accepted is None


async def test_a_number_that_speaks_already_is_told_that(session: AsyncSession, school: School) -> None:
    await set_rule(session, "guardian_numbers_need_approval", "yes", now=NOW)
    await receive(session, BUDIS_MOTHER, school.keycodes[school.budi.id])
    assert "sudah terdaftar" in (await answers(session, BUDIS_MOTHER))[-1]
    assert (await session.scalars(select(RegistrationRequest))).all() == []


async def test_nothing_of_it_leaves_in_the_quiet_hours(session: AsyncSession, asked: RegistrationRequest) -> None:
    at_night = NOW.replace(hour=22)
    await decide(session, await actor(session, HOMEROOM), asked.id, accept=True, now=at_night)
    owed = select(OutboxMessage).where(OutboxMessage.dedupe_key == f"number-decided:{asked.id}")
    [message] = await session.scalars(owed)
    assert message.channel is Channel.SMS
    assert message.not_before > at_night
