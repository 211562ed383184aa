"""An emergency takes back what waits; when it ends, what is still true is owed again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, courier
from core.alerts import take_back_stragglers
from core.calendar_changes import add
from core.closures import close_now, closure_today, reopen
from core.errors import AlreadyClosed, BadCalendarEntry, NoSchoolToday, NotAllowed, NotFound
from db.models import (
    AbsenceReason,
    AuditEntry,
    CalendarEntry,
    CalendarKind,
    Channel,
    OutboxMessage,
    Role,
    TelegramAccount,
)
from tests.core.reporting import report_class
from tests.school import (
    ADMIN,
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
    School,
    actor,
)

PUPIL = 8001

ALFA = AbsenceReason.UNEXCUSED
IN_HOLD, AFTER_HOLD = NOW + timedelta(minutes=5), NOW + timedelta(minutes=30)


@pytest.fixture
async def reported(session: AsyncSession, school: School) -> School:
    """Budi is reported alfa: two guardians' numbers are to hear of it."""
    await report_class(
        session, await actor(session, SECRETARY), school.x_rpl_1.id, {school.budi.id: ALFA}, seen=NOW, now=NOW
    )
    return school


async def waiting(session: AsyncSession) -> int:
    due = await session.scalars(
        select(OutboxMessage.id).where(OutboxMessage.channel == Channel.SMS, OutboxMessage.withdrawn_at.is_(None))
    )
    return len(due.all())


async def test_an_emergency_withdraws_the_alerts_that_wait(session: AsyncSession, reported: School) -> None:
    assert await waiting(session) == 2
    await close_now(session, await actor(session, ADMIN), " Banjir ", now=IN_HOLD)
    assert await courier.claim(session, Channel.SMS, now=AFTER_HOLD, courier="satu") == []
    closure = await closure_today(session, now=IN_HOLD)
    assert closure is not None
    assert (closure.name, closure.closed_from) == ("Banjir", IN_HOLD.time())


async def test_a_report_that_was_being_written_meanwhile_is_taken_back_too(
    session: AsyncSession, reported: School
) -> None:
    moment = IN_HOLD.time()
    session.add(
        CalendarEntry(
            kind=CalendarKind.EMERGENCY_CLOSURE,
            name="Banjir",
            first_day=IN_HOLD.date(),
            last_day=IN_HOLD.date(),
            closed_from=moment,
            added_at=IN_HOLD,
            confirmed_at=IN_HOLD,
        )
    )
    await session.flush()
    await take_back_stragglers(session, now=IN_HOLD)
    assert await waiting(session) == 0


async def test_what_has_left_before_is_neither_repeated_nor_corrected(session: AsyncSession, reported: School) -> None:
    for message in await courier.claim(session, Channel.SMS, now=AFTER_HOLD, courier="satu"):
        await courier.mark_sent(session, message.id, now=AFTER_HOLD, sms_references=[1])
    await close_now(session, None, "Banjir", now=AFTER_HOLD)
    await reopen(session, None, now=AFTER_HOLD)
    keys = (await session.scalars(select(OutboxMessage.dedupe_key).where(OutboxMessage.channel == Channel.SMS))).all()
    assert len(keys) == 2
    assert all(key.startswith("alert:") for key in keys)


async def test_after_it_nobody_reports_and_when_it_ends_the_alerts_wait_anew(
    session: AsyncSession, reported: School
) -> None:
    admin, dewi = await actor(session, ADMIN), await actor(session, SECRETARY)
    await close_now(session, admin, "Banjir", now=IN_HOLD)
    with pytest.raises(NoSchoolToday):
        await report_class(session, dewi, reported.x_rpl_1.id, {}, seen=IN_HOLD, now=IN_HOLD)
    await reopen(session, admin, now=AFTER_HOLD)
    assert await courier.claim(session, Channel.SMS, now=AFTER_HOLD, courier="satu") == []
    assert len(await courier.claim(session, Channel.SMS, now=AFTER_HOLD + timedelta(minutes=10), courier="satu")) == 2
    await report_class(session, dewi, reported.x_rpl_1.id, {}, seen=AFTER_HOLD, now=AFTER_HOLD)


async def test_a_holiday_that_is_entered_late_withdraws_them_too(session: AsyncSession, reported: School) -> None:
    await add(session, None, "23/11/2026 Libur mendadak", now=IN_HOLD)
    assert await waiting(session) == 0


async def test_all_staff_and_class_leaders_hear_of_it_once_and_nobody_else(
    session: AsyncSession, reported: School
) -> None:
    budi = await accounts.person_of_student(session, reported.budi, now=NOW)
    session.add(TelegramAccount(person_id=budi.id, telegram_id=PUPIL, linked_at=NOW))
    await accounts.grant(session, budi.id, Role.STUDENT, now=NOW)
    await accounts.grant(session, (await actor(session, PRESIDENT)).person_id, Role.OFFICER, now=NOW)
    await close_now(session, await actor(session, ADMIN), "Banjir <besar>", now=IN_HOLD)
    told = await session.execute(
        select(OutboxMessage.recipient, OutboxMessage.body).where(OutboxMessage.dedupe_key.startswith("closure:"))
    )
    found = [(int(recipient), body) for recipient, body in told]
    staff = {HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, OFFICER, PRESIDENT}
    assert sorted(who for who, _ in found) == sorted({*staff, SECRETARY})  # neither who has done it nor a pupil as such
    assert all("Banjir &lt;besar&gt;" in body for _, body in found)
    assert {who for who, body in found if "Kabar alfa" in body} == staff


async def test_those_who_were_told_of_the_closure_are_told_of_its_end(session: AsyncSession, reported: School) -> None:
    admin = await actor(session, ADMIN)
    await close_now(session, admin, "Banjir", now=IN_HOLD)
    await reopen(session, admin, now=AFTER_HOLD)
    told = select(OutboxMessage.recipient).where(OutboxMessage.body.contains("dibuka kembali"))
    assert {int(who) for who in await session.scalars(told)} >= {HOMEROOM, SECRETARY, PRESIDENT, OFFICER}


async def test_it_is_done_once_by_an_administrator_with_a_reason(session: AsyncSession, school: School) -> None:
    leader, admin = await actor(session, LEADER), await actor(session, ADMIN)
    with pytest.raises(NotAllowed):
        await close_now(session, leader, "Banjir", now=NOW)
    with pytest.raises(BadCalendarEntry):
        await close_now(session, admin, "  ", now=NOW)
    with pytest.raises(NotFound):
        await reopen(session, admin, now=NOW)
    await close_now(session, admin, "Banjir", now=NOW)
    with pytest.raises(AlreadyClosed):
        await close_now(session, admin, "Gempa", now=IN_HOLD)
    with pytest.raises(NotAllowed):
        await reopen(session, leader, now=NOW)
    await reopen(session, admin, now=NOW)
    await close_now(session, admin, "Gempa", now=IN_HOLD)
    assert (await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))).all() == [
        "close_school",
        "reopen_school",
        "close_school",
    ]
