"""Late arrivals and registered guardians: for each role its own pupils and classes, and nobody else's."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.late_arrivals import LatePupil, late_between, late_today
from core.periods import Period
from core.policy import limit_to
from core.registrations import Registered, registered_by_class
from tests.core.attendance_events import at, late_scan
from tests.core.test_policy import SEES
from tests.school import (
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

RPL_1, RPL_2, TKRO = Registered("X RPL 1", 1, 3), Registered("X RPL 2", 1, 1), Registered("X TKRO 1", 0, 1)


@pytest.mark.parametrize("telegram_id", SEES)
async def test_each_role_sees_its_own_late_pupils(session: AsyncSession, school: School, telegram_id: int) -> None:
    for minutes, student in enumerate((school.joko, school.rina, school.budi), start=20):
        await late_scan(session, student, TODAY, minutes)
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    found = await late_today(session, who, now=NOW)
    assert {late.name for late in found} == SEES[telegram_id] & {"Joko", "Rina", "Budi Santoso"}
    assert found == sorted(found, key=lambda late: late.school_class)
    for late in found:
        assert late.came_at == at(TODAY, 7, late.minutes)


@pytest.mark.parametrize(
    ("telegram_id", "classes"),
    [
        (SECRETARY, [RPL_1]),
        (HOMEROOM, [RPL_1]),
        (OTHER_HOMEROOM, [TKRO]),
        (HEAD_RPL, [RPL_1, RPL_2]),
        (LEADER, [RPL_1, RPL_2, TKRO]),
        (OFFICER, []),
    ],
)
async def test_a_pupil_with_two_numbers_counts_once_and_each_role_sees_its_own_classes(
    session: AsyncSession, school: School, telegram_id: int, classes: list[Registered]
) -> None:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    assert await registered_by_class(session, who) == classes


async def test_late_pupils_of_more_days_are_for_those_who_may_look_back(session: AsyncSession, school: School) -> None:
    monday, friday = TODAY - timedelta(days=7), TODAY - timedelta(days=3)
    for student, days in ((school.siti, [friday]), (school.budi, [monday, friday]), (school.joko, [friday])):
        for on in days:
            await late_scan(session, student, on)
    fortnight = Period(TODAY - timedelta(days=14), TODAY)
    for telegram_id in SEES.keys() - {SECRETARY, PRESIDENT, DUTY, OFFICER}:
        who = await actor(session, telegram_id)
        await limit_to(session, who)
        found = await late_between(session, who, fortnight)
        assert {late.name for late in found} == SEES[telegram_id] & {"Siti Aminah", "Budi Santoso", "Joko"}
    ratna = await actor(session, HOMEROOM)
    assert await late_between(session, ratna, fortnight) == [
        LatePupil("Budi Santoso", "X RPL 1", [monday, friday]),
        LatePupil("Siti Aminah", "X RPL 1", [friday]),
    ]
    for telegram_id in (SECRETARY, PRESIDENT, DUTY, OFFICER):
        with pytest.raises(NotFound):
            await late_between(session, await actor(session, telegram_id), fortnight)
