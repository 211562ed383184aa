"""Roles that end at night: the menu follows at once, the word about it comes in the morning, and once."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menus
from core import accounts
from core.actors import actors_by_telegram
from db.engine import Transaction
from db.models import OutboxMessage, Role
from tests.school import HOMEROOM, NOW, School, actor

MIDNIGHT = NOW.replace(hour=0, minute=0) + timedelta(days=1)


async def owed(session: AsyncSession) -> Sequence[OutboxMessage]:
    mine = (OutboxMessage.recipient == str(HOMEROOM), OutboxMessage.withdrawn_at.is_(None))
    asked = select(OutboxMessage).where(*mine).order_by(OutboxMessage.id).execution_options(populate_existing=True)
    return (await session.scalars(asked)).all()


async def test_nobody_is_woken_by_a_role_that_ends_at_midnight(
    transaction: Transaction, session: AsyncSession, school: School
) -> None:
    ratna = await actor(session, HOMEROOM)
    await menus.show(session, await actors_by_telegram(session, on=NOW.date()), now=NOW)
    await accounts.grant(session, ratna.person_id, Role.DUTY_TEACHER, now=NOW, until=NOW.date())
    for moment in (NOW, MIDNIGHT):
        await menus.look(transaction, lambda moment=moment: moment)
    *_, told_by_day, _, menu_at_night, told_at_night = await owed(session)
    assert told_by_day.not_before == NOW
    assert (menu_at_night.body, menu_at_night.not_before) == ("", MIDNIGHT)
    assert told_at_night.not_before == MIDNIGHT.replace(hour=6)
    await accounts.withdraw_role(session, ratna.person_id, Role.HOMEROOM_TEACHER, now=MIDNIGHT)
    await menus.look(transaction, lambda: MIDNIGHT + timedelta(hours=1))
    told = [message.body for message in await owed(session) if message.not_before == MIDNIGHT.replace(hour=6)]
    assert len(told) == 1
    assert "tanpa tugas saat ini" in told[0]
