"""Whom a command means by a name."""

from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording
from absensi.errors import CommandRefused
from core import accounts
from db.models import Person


async def person_named(session: AsyncSession, name: str) -> Person:
    """The one person of this name or NIP. Raises CommandRefused for nobody and for several."""
    found = await accounts.people_named(session, name)
    if len(found) > 1:
        raise CommandRefused(wording.person_ambiguous(name, len(found)))
    if not found:
        raise CommandRefused(wording.person_unknown(name))
    return found[0]
