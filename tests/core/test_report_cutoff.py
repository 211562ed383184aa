"""Until when a class's report may be corrected, and by whom: by the roles that reach this class, and no others."""

from datetime import time

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import CutOffPassed
from core.school_rules import set_rule
from db.models import Role
from tests.core.reporting import report_class
from tests.school import DUTY, HOMEROOM, NOW, PRESIDENT, SECRETARY, School, actor, also


async def correct(session: AsyncSession, school: School, telegram_id: int) -> None:
    """Report twice: the second is a correction, after the cut-off."""
    await set_rule(session, "class_report_cutoff", "06:00", now=NOW)
    for _ in range(2):
        await report_class(session, await actor(session, telegram_id), school.x_rpl_1.id, {}, seen=NOW, now=NOW)


@pytest.mark.parametrize("leader", [SECRETARY, PRESIDENT])
@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.OFFICER, Role.COUNSELOR, Role.HOMEROOM_TEACHER])
async def test_a_class_leader_is_one_whatever_else_the_account_is(
    session: AsyncSession, school: School, leader: int, role: Role
) -> None:
    await also(session, leader, role, school.x_tkro_1 if role is Role.HOMEROOM_TEACHER else None)
    with pytest.raises(CutOffPassed) as refused:
        await correct(session, school, leader)
    assert refused.value.at == time(6)


async def test_staff_of_this_class_correct_after_the_cut_off_also_where_they_lead_another(
    session: AsyncSession, school: School
) -> None:
    await also(session, HOMEROOM, Role.CLASS_SECRETARY, school.x_tkro_1)
    await correct(session, school, HOMEROOM)


async def test_a_class_leader_who_is_on_duty_corrects_as_the_duty_teacher(
    session: AsyncSession, school: School
) -> None:
    await also(session, SECRETARY, Role.DUTY_TEACHER)
    await correct(session, school, SECRETARY)
    await correct(session, school, DUTY)
