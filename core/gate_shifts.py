"""Who keeps a gate, as its station says.

Whoever holds an enrolled station is at the gate; which keeper it is, the station says. That is believed as far as
`docs/decisions/0016-the-stations-desk.md` goes: it opens no list, and the one who was named hears of it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.actions import MAY, Action
from core.actors import Actor, actor_numbered, grant_holds
from core.errors import NotFound
from core.outbox import Debt, owe
from core.policy import may_anywhere
from core.recipients import chat_of
from core.wording import stations as wording
from db.models import Channel, Person, RoleGrant, Station


async def gate_keepers(session: AsyncSession, on: date) -> Sequence[Person]:
    """Who may keep a gate that day, by name."""
    keeping = select(RoleGrant.person_id).where(RoleGrant.role.in_(MAY[Action.CHECK_IN]), grant_holds(on))
    return (await session.scalars(select(Person).where(Person.id.in_(keeping)).order_by(Person.name, Person.id))).all()


async def keeper_for(session: AsyncSession, person_id: int, *, on: date) -> Actor:
    """The keeper that a station names. Raises NotFound for anybody else."""
    keeper = await actor_numbered(session, person_id, on=on)
    if keeper is None or not may_anywhere(keeper, Action.CHECK_IN):
        raise NotFound
    return keeper


async def begin_shift(session: AsyncSession, station: Station, keeper: Actor, *, now: datetime) -> None:
    """Somebody at the station says to be this keeper; the keeper is told once a day and station, and may object."""
    audit.record(session, "keep_gate", now=now, person_id=keeper.person_id, station=station.name)
    chat = await chat_of(session, keeper.person_id)
    if chat is None:
        return
    told = Debt(
        recipient=str(chat),
        body=wording.named_as_keeper(station.name, now),
        dedupe_key=f"shift:{station.id}:{keeper.person_id}:{keeper.on}",
    )
    await owe(session, Channel.TELEGRAM, told, now=now)
