"""Documents that go out with messages of the outbox: kept once, however many people get them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import is_open
from core.school_rules import school_rules
from db.models import OutboxFile, OutboxMessage


async def keep(session: AsyncSession, *, name: str, content: bytes, now: datetime) -> int:
    """Keep a document and return its id, for `Debt.file_id`. `name` is what the recipient sees."""
    file = OutboxFile(name=name, content=content, created_at=now)
    session.add(file)
    await session.flush()
    return file.id


async def kept(session: AsyncSession, file_id: int) -> OutboxFile:
    """The document of a message that is still owed. Raises NoResultFound when it was forgotten."""
    return await session.get_one(OutboxFile, file_id)


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Documents name pupils: they are kept as long as updates are, and as long as somebody has still to get them."""
    days = (await school_rules(session)).keep_updates_days
    owed = select(OutboxMessage.file_id).where(OutboxMessage.file_id.is_not(None), *is_open())
    await session.execute(
        delete(OutboxFile).where(OutboxFile.created_at < now - timedelta(days=days), OutboxFile.id.not_in(owed))
    )
