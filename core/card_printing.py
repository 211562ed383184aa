"""What cards are printed with: the school's name and logo, portraits, and the bot that a phone's camera leads to."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from core.cards import CardRow
from core.documents.cards import Style
from core.photos import photos_for_cards, school_logo
from core.school_rules import school_rules


async def style_for(session: AsyncSession, cards: Sequence[CardRow], *, bot: str | None) -> Style:
    """`bot` is its user name, None where it is not known: then the cards have no link for phones."""
    photos = await photos_for_cards(session, [card.payload for card in cards])
    return Style((await school_rules(session)).school_name, await school_logo(session), photos, bot)
