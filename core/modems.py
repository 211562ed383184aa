"""How the modems are, as their gateways last wrote it down: for people, who may ask another process."""

import enum
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ModemSighting

NOTED_EVERY = timedelta(seconds=30)
SILENT_AFTER = 4 * NOTED_EVERY
"""A gateway that has written nothing for so long is not running."""
_FORGOTTEN_AFTER = timedelta(days=7)


class Trouble(enum.StrEnum):
    """What keeps a modem from working, as far as people can do something about it."""

    NO_DEVICE = "no_device"
    BUSY = "busy"
    NOT_PERMITTED = "not_permitted"
    NO_NETWORK = "no_network"
    NO_SIM = "no_sim"
    SIM_LOCKED = "sim_locked"
    NO_SERVICE_CENTRE = "no_service_centre"
    SILENT = "silent"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class ModemNote:
    """What a gateway says of one of its modems; fields as in `ModemSighting`."""

    name: str
    ready: bool
    signal: int | None
    network: str | None
    problem: str | None
    restarts: int
    trouble: Trouble | None = None


async def note(session: AsyncSession, notes: Sequence[ModemNote], *, now: datetime) -> None:
    """Write down how these modems are; forget those of which nothing was heard for a week."""
    await session.execute(delete(ModemSighting).where(ModemSighting.seen_at < now - _FORGOTTEN_AFTER))
    for one in notes:
        row = asdict(one) | {"seen_at": now}
        statement = insert(ModemSighting).values(row)
        await session.execute(statement.on_conflict_do_update(index_elements=[ModemSighting.name], set_=row))


async def sightings(session: AsyncSession) -> Sequence[ModemSighting]:
    return (await session.scalars(select(ModemSighting).order_by(ModemSighting.name))).all()


def is_silent(seen: ModemSighting, now: datetime) -> bool:
    return now - seen.seen_at > SILENT_AFTER
