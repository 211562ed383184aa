"""A recap of one pupil: the dates by reason, for those who may see those days of that pupil, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.periods import Period, day_alone
from core.policy import limit_to
from core.pupil_recaps import PupilRecap, pupil_recap
from core.recap_scopes import Place, scope_for
from core.recap_views import Asked, chart_facts_of, file_of
from db.models import AbsenceReason, Student
from tests.core.attendance_events import late_scan, report
from tests.core.test_policy import SEES
from tests.school import ADMIN, COUNSELOR, HEAD_RPL, HOMEROOM, LEADER, TODAY, School, actor

THURSDAY, FRIDAY = TODAY - timedelta(days=4), TODAY - timedelta(days=3)
LAST_WEEK = Period(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
MAY_LOOK_BACK = {HOMEROOM, HEAD_RPL, COUNSELOR, LEADER, ADMIN}


async def asked_of(session: AsyncSession, telegram_id: int, student: Student, period: Period) -> Asked:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    return Asked(who, await scope_for(session, who, period, Place.PUPIL, student.id), period)


async def budis_week(session: AsyncSession, school: School, telegram_id: int) -> PupilRecap:
    return await pupil_recap(session, await asked_of(session, telegram_id, school.budi, LAST_WEEK))


async def test_days_are_named_by_their_reason(session: AsyncSession, school: School) -> None:
    await report(session, school.x_rpl_1, THURSDAY, {school.siti.id: AbsenceReason.SICK})
    await report(session, school.x_rpl_1, FRIDAY, {school.budi.id: AbsenceReason.SICK})
    await late_scan(session, school.budi, THURSDAY)
    found = await budis_week(session, school, HOMEROOM)
    assert found.days == {"S": [FRIDAY], "T": [THURSDAY]}
    assert (found.classes, found.tally.days, found.tally.present, found.tally.unknown) == (["X RPL 1"], 5, 1, 3)
    facts, book = await chart_facts_of(session, found.asked), await file_of(session, found.asked)
    assert (facts.place, facts.tally.sick) == ("Budi Santoso", 1)
    assert book is not None
    assert [line.name for sheet in book.sheets for line in sheet.lines] == ["Budi Santoso"]


@pytest.mark.parametrize("telegram_id", SEES)
async def test_the_past_of_a_pupil_is_for_those_who_may_look_back(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    if "Budi Santoso" in SEES[telegram_id] and telegram_id in MAY_LOOK_BACK:
        assert (await budis_week(session, school, telegram_id)).tally.days == 5
    else:
        with pytest.raises(NotFound):
            await budis_week(session, school, telegram_id)
    if "Joko" not in SEES[telegram_id]:
        with pytest.raises(NotFound):
            await asked_of(session, telegram_id, school.joko, day_alone(TODAY))


async def test_of_days_to_come_nothing_is_known(session: AsyncSession, school: School) -> None:
    tomorrow = day_alone(TODAY + timedelta(days=1))
    found = await pupil_recap(session, await asked_of(session, HOMEROOM, school.budi, tomorrow))
    assert (found.tally.days, found.days) == (0, {})
