"""One card at one gate, as tests hold it up."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.check_ins import CheckIn, check_in_all, scan_of
from db.models import Direction, Station


async def check_in(
    session: AsyncSession,
    station: Station,
    *,
    code: str,
    nonce: str,
    scanned_at: datetime,
    now: datetime,
    direction: Direction | None = None,
) -> CheckIn:
    one = scan_of(station, code=code, nonce=nonce, scanned_at=scanned_at, now=now, direction=direction)
    return (await check_in_all(session, [one]))[nonce]
