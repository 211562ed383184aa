"""The devices at the gates: each has a name, a gate, and a secret, which is its address and only kept as a hash."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, String, any_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import NotFound, Refusal
from db.models import Station

_SECRET_BYTES = 24  # 192 bits, 32 characters of A-Z a-z 0-9 _ -
SECRET_LENGTH = 32

_ENROLLED = select(Station).where(
    Station.secret_hash == any_(bindparam("hashes", type_=ARRAY(String()))), Station.removed_at.is_(None)
)


class StationNameTaken(Refusal):
    """Another station has this name; by name it is removed, so there is one of each."""


async def add_station(session: AsyncSession, name: str, *, gate: str | None = None, now: datetime) -> str:
    """Enrol a device; return its secret, which is nowhere kept. `gate` None: it stands alone, at one of its own name.

    Raises StationNameTaken.
    """
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    added = await session.scalar(
        insert(Station)
        .values(name=name.strip(), gate=(gate or name).strip(), secret_hash=_hash(secret), added_at=now)
        .on_conflict_do_nothing()
        .returning(Station.id)
    )
    if added is None:
        raise StationNameTaken
    audit.record(session, "add_station", now=now, station=name.strip(), gate=(gate or name).strip())
    return secret


async def stations(session: AsyncSession) -> Sequence[Station]:
    """The devices that may scan, by name."""
    return (await session.scalars(select(Station).where(Station.removed_at.is_(None)).order_by(Station.name))).all()


async def remove_station(session: AsyncSession, name: str, *, now: datetime) -> None:
    """From now on its secret opens nothing. Raises NotFound."""
    removed = await session.execute(
        update(Station)
        .where(Station.name == name.strip(), Station.removed_at.is_(None))
        .values(removed_at=now)
        .returning(Station.id)
    )
    if removed.one_or_none() is None:
        raise NotFound
    audit.record(session, "remove_station", now=now, station=name.strip())


async def renew_station(session: AsyncSession, name: str, *, now: datetime) -> str:
    """A new secret for the same device, which keeps its scans; the old one opens nothing any more. Raises NotFound."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    renewed = await session.execute(
        update(Station)
        .where(Station.name == name.strip(), Station.removed_at.is_(None))
        .values(secret_hash=_hash(secret))
        .returning(Station.id)
    )
    if renewed.one_or_none() is None:
        raise NotFound
    audit.record(session, "renew_station", now=now, station=name.strip())
    return secret


async def station_by_secret(session: AsyncSession, secret: str) -> Station:
    """The device that holds this secret. Raises NotFound for a wrong and for a removed one."""
    found = (await stations_by_secret(session, [secret])).get(secret)
    if found is None:
        raise NotFound
    return found


async def stations_by_secret(session: AsyncSession, secrets: Iterable[str]) -> dict[str, Station]:
    """The devices by their secrets, without those secrets that open nothing.

    The look-up goes by hash, so how long it takes tells nothing about a secret that is nearly right.
    """
    by_hash = {_hash(secret): secret for secret in secrets}
    enrolled = await session.scalars(_ENROLLED, {"hashes": list(by_hash)})
    return {by_hash[station.secret_hash]: station for station in enrolled}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
