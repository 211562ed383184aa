"""Which cards a station may tell apart while it has no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import grant_holds
from core.policy import member_on
from db.models import Card, ClassMembership, RoleGrant


@dataclass(frozen=True, slots=True)
class KnownCards:
    """Codes: of cards that are good until further notice, of those good on this day alone, and of revoked ones."""

    on: date
    lasting: Sequence[str]
    temporary: Sequence[str]
    revoked: Sequence[str]


async def known_cards(session: AsyncSession, on: date) -> KnownCards:
    """A card of somebody who has left is none of these: the station does not know it."""
    rows = await session.execute(
        select(Card.code, Card.valid_on, Card.revoked_at)
        .where(or_(Card.valid_on.is_(None), Card.valid_on == on), or_(Card.revoked_at.is_not(None), _belongs(on)))
        .order_by(Card.id)
    )
    cards = rows.all()
    return KnownCards(
        on,
        [code for code, valid_on, revoked_at in cards if valid_on is None and revoked_at is None],
        [code for code, valid_on, revoked_at in cards if valid_on is not None and revoked_at is None],
        [code for code, _, revoked_at in cards if revoked_at is not None],
    )


def _belongs(on: date) -> ColumnElement[bool]:
    sits = exists().where(ClassMembership.student_id == Card.student_id, member_on(on))
    works = exists().where(RoleGrant.person_id == Card.person_id, grant_holds(on))
    return or_(sits, works)
