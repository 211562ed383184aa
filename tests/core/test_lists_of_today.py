"""Late arrivals and registered guardians: for each role its own pupils and classes, and nobody else's."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.late_arrivals import late_today
from core.policy import limit_to
from core.registrations import Registered, registered_by_class
from tests.core.attendance_events import at, late_scan
from tests.core.test_policy import SEES
from tests.school import HEAD_RPL, HOMEROOM, LEADER, NOW, OFFICER, OTHER_HOMEROOM, SECRETARY, TODAY, School, actor

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
