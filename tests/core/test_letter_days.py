"""What a letter can be about: the homeroom teacher's last days, a class leader's own report of the day before."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotAllowed, NotFound
from core.letter_days import absences_for
from core.letters import attach
from core.policy import limit_to
from db.models import AbsenceReason
from tests.core import attendance_events as events
from tests.core.reporting import report_class
from tests.school import (
    COUNSELOR,
    DUTY,
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

FRIDAY, THURSDAY, LAST_WEEK = (TODAY - timedelta(days=days) for days in (3, 4, 10))
SICK = AbsenceReason.SICK


async def reported_by_dewi(session: AsyncSession, school: School, on: date) -> None:
    """The secretary reports Budi and Siti sick."""
    then, entries = events.at(on, 7), {school.budi.id: SICK, school.siti.id: SICK}
    await report_class(session, await actor(session, SECRETARY, on), school.x_rpl_1.id, entries, seen=then, now=then)


async def seen(session: AsyncSession, telegram_id: int) -> list[tuple[str, date]]:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    return [(absence.student.name.split()[0], absence.on) for absence in await absences_for(session, who)]


async def test_a_homeroom_teacher_has_a_week_and_the_reporter_the_school_day_before(
    session: AsyncSession, school: School
) -> None:
    for on in (LAST_WEEK, THURSDAY, FRIDAY):
        await reported_by_dewi(session, school, on)
    await events.correction(session, school.siti, FRIDAY, None)
    await events.late_scan(session, school.andi, FRIDAY)
    await events.notice(session, school.andi, SICK, TODAY, TODAY)
    assert await seen(session, HOMEROOM) == [
        ("Andi", TODAY),
        ("Budi", FRIDAY),
        ("Budi", THURSDAY),
        ("Siti", THURSDAY),
    ]
    assert await seen(session, SECRETARY) == [("Andi", TODAY), ("Budi", FRIDAY), ("Siti", FRIDAY)]
    for telegram_id in (PRESIDENT, DUTY):
        assert await seen(session, telegram_id) == [("Andi", TODAY)]
    for telegram_id in (OTHER_HOMEROOM, COUNSELOR, LEADER, OFFICER):
        assert await seen(session, telegram_id) == []


async def test_what_another_has_corrected_since_is_no_report_of_ones_own(session: AsyncSession, school: School) -> None:
    await reported_by_dewi(session, school, FRIDAY)
    agus, later = await actor(session, PRESIDENT, FRIDAY), events.at(FRIDAY, 8)
    await report_class(session, agus, school.x_rpl_1.id, {school.andi.id: SICK}, seen=later, now=later)
    assert await seen(session, SECRETARY) == []
    assert await seen(session, PRESIDENT) == [("Andi", FRIDAY)]


@pytest.mark.parametrize("telegram_id", [SECRETARY, PRESIDENT, OTHER_HOMEROOM, COUNSELOR, DUTY])
async def test_no_letter_is_taken_for_a_day_that_one_may_not_choose(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    await reported_by_dewi(session, school, THURSDAY)
    with pytest.raises((NotFound, NotAllowed)):
        await attach(session, await actor(session, telegram_id), school.budi.id, THURSDAY, "AgAC", now=NOW)
