"""Deputies for some days: named again they stay longer, invited again the first link dies, one becomes secretary."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.class_leaders import name_leader
from core.deputies import Deputy, name_deputy
from core.errors import AlreadyHeld, InvitationRefused
from core.invitations import redeem
from core.policy import CLASS_LEADERS
from db.models import Role
from tests.school import ADMIN, HOMEROOM, NOW, TODAY, School, actor

ANDI = 7000


async def named(session: AsyncSession, school: School, days: int) -> Deputy:
    return await name_deputy(session, await actor(session, HOMEROOM), school.andi.id, days=days, now=NOW)


async def come(session: AsyncSession, deputy: Deputy) -> None:
    assert deputy.invited is not None
    await redeem(session, telegram_id=ANDI, telegram_name="Andi", code=deputy.invited.code, now=NOW)


async def reports_after(session: AsyncSession, days: int) -> bool:
    return (await actor(session, ANDI, TODAY + timedelta(days=days))).holds(*CLASS_LEADERS)


async def test_a_deputy_named_again_stays_until_the_later_day(session: AsyncSession, school: School) -> None:
    await come(session, await named(session, school, 1))
    again = await named(session, school, 7)
    assert (again.chat_id, again.until) == (ANDI, TODAY + timedelta(days=6))
    assert [await reports_after(session, days) for days in (6, 7)] == [True, False]


async def test_fewer_days_take_nothing_back_and_the_answer_says_so(session: AsyncSession, school: School) -> None:
    await come(session, await named(session, school, 7))
    assert (await named(session, school, 1)).until == TODAY + timedelta(days=6)
    assert await reports_after(session, 6)


async def test_a_second_invitation_of_a_deputy_ends_the_first(session: AsyncSession, school: School) -> None:
    first, second = await named(session, school, 14), await named(session, school, 1)
    with pytest.raises(InvitationRefused):
        await come(session, first)
    await come(session, second)
    assert not await reports_after(session, 1)


async def test_a_deputy_can_become_secretary(session: AsyncSession, school: School) -> None:
    await come(session, await named(session, school, 3))
    admin = await actor(session, ADMIN)
    await name_leader(session, admin, school.x_rpl_1.id, Role.CLASS_SECRETARY, school.andi.id, now=NOW)
    assert await reports_after(session, 30)
    with pytest.raises(AlreadyHeld):
        await named(session, school, 3)
