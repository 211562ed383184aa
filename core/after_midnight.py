"""Who leaves after midnight leaves the day before: a teacher at 00:20 is not the first to arrive."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta, tzinfo

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.incoming_scans import Incoming
from db.models import Card, Direction, Scan

NIGHT_ENDS = time(4)
_DAY = timedelta(days=1)

_Whose = tuple[int | None, int | None]
"""A pupil's id or that of a member of staff."""


async def with_the_night(session: AsyncSession, incoming: Sequence[Incoming]) -> Sequence[Incoming]:
    """The same scans; those of the night belong to the day before, if their holder came on it and was not seen leaving
    until midnight. By day it costs nothing.
    """
    nightly = [one for one in incoming if _may_belong_to_the_night(one)]
    if not nightly:
        return incoming
    zone = nightly[0].moment.received_at.tzinfo
    holders = await _holders(session, nightly)
    stays = await _stays(session, holders.values(), {one.moment.on - _DAY for one in nightly}, zone)
    return [
        _the_day_before(one) if (holders.get(one.moment.nonce), one.moment.on - _DAY) in stays else one
        for one in incoming
    ]


def _may_belong_to_the_night(one: Incoming) -> bool:
    return one.moment.recorded_at.time() < NIGHT_ENDS and one.asked is not Direction.IN


def _the_day_before(one: Incoming) -> Incoming:
    return replace(one, moment=replace(one.moment, night_after=one.moment.on - _DAY))


async def _holders(session: AsyncSession, nightly: Sequence[Incoming]) -> Mapping[str, _Whose]:
    """By nonce; nothing for a card that is nobody's."""
    codes = [one.code for one in nightly if one.code is not None]
    rows = await session.execute(select(Card.code, Card.student_id, Card.person_id).where(Card.code.in_(codes)))
    cards = {code: (student_id, person_id) for code, student_id, person_id in rows}
    by_hand = {one.moment.nonce: (one.student_id, one.person_id) for one in nightly if one.code is None}
    return by_hand | {one.moment.nonce: cards[one.code] for one in nightly if one.code in cards}


async def _stays(
    session: AsyncSession, holders: Collection[_Whose], days: Collection[date], zone: tzinfo | None
) -> Collection[tuple[_Whose, date]]:
    """Who of them was still in school at the end of a day, as far as the gate knows."""
    came, left = aliased(Scan), aliased(Scan)
    same = or_(left.student_id == came.student_id, left.person_id == came.person_id)
    rows = await session.execute(
        select(came.student_id, came.person_id, came.on_date, left.scanned_at)
        .outerjoin(left, and_(same, left.on_date == came.on_date, left.direction == Direction.OUT, left.counts))
        .where(
            came.on_date.in_(days),
            came.direction == Direction.IN,
            came.counts,
            or_(
                came.student_id.in_({student for student, _ in holders if student is not None}),
                came.person_id.in_({person for _, person in holders if person is not None}),
            ),
        )
    )
    return {
        ((student_id, person_id), on)
        for student_id, person_id, on, left_at in rows
        if left_at is None or left_at.astimezone(zone).date() > on
    }
