"""Contradictions as the database knows them, who was told of them, and staff who settle them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.contradiction_settling import contradiction_for, settle
from db.models import Contradiction, ContradictionOutcome, OutboxMessage
from tests.school import NOW, actor

LATER = NOW + timedelta(minutes=1)
"""A minute after what contradicts: it is found."""


async def contradictions(session: AsyncSession) -> list[Contradiction]:
    found = await session.scalars(
        select(Contradiction).order_by(Contradiction.id).execution_options(populate_existing=True)
    )
    return list(found)


async def told(session: AsyncSession, beginning: str = "contradiction") -> list[tuple[int, str]]:
    """(Telegram id, text) of what is owed about contradictions."""
    rows = await session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith(beginning)).order_by(OutboxMessage.id)
    )
    return [(int(row.recipient), row.body) for row in rows]


async def settled(
    session: AsyncSession, who: int, row: Contradiction, outcome: ContradictionOutcome, now: datetime = LATER
) -> None:
    person = await actor(session, who, now.date())
    await settle(session, person, await contradiction_for(session, person, row.id), outcome, now=now)
