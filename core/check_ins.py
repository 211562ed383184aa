"""Checking in and out at the gate. Every scan is appended, refused ones too; of those that count there is one a
person, day and direction, whatever arrives when and how often.

A scan costs a look-up and an insert. Run one in a transaction: two stations that deliver many scans each in another
order would otherwise wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.arrival import Outcome, Verdict, decide, set_right
from core.cards import is_card_code
from core.errors import NotFound, Refusal, WhyMissing
from core.gate_facts import Holder, Known, Moment, facts_about, holder_by_hand, holder_of_card
from core.policy import Actor, member_on, stand_at_gate
from db.models import ClassMembership, Direction, Person, Scan, SchoolClass, Station, Student

LONGEST_WHY = 300  # letters
_RACES = 50  # more than there are stations: each lost one means that another station has won


class NotACard(Refusal):
    """The text cannot be a card of ours. Nothing is recorded: it may be anything."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The answer to a scan. `counted_at`: for a second scan, when the one was that counts."""

    verdict: Verdict
    holder: Holder | None
    scanned_at: datetime
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who held a phone to a card, or (with the reason why) entered somebody without one."""

    person_id: int
    why: str | None = None


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
    """Record a scan. The same nonce again changes nothing and gets the answer that is recorded under it.

    Args:
        scanned_at: as the station says; a time that cannot be true is refused and recorded at `now`.
        direction: what the officer chose; None leaves it to the time of day.

    Raises NotACard.
    """
    if not is_card_code(code):
        raise NotACard
    moment = Moment(nonce, set_right(scanned_at.astimezone(now.tzinfo), now), now)
    return await _settle(session, holder_of_card(code), moment, direction, station_id=station.id)


async def look_at_card(session: AsyncSession, actor: Actor, code: str, *, now: datetime) -> tuple[int | None, CheckIn]:
    """The card's id and what recording it now would mean; nothing is recorded. Raises NotAllowed."""
    await stand_at_gate(session, actor)
    return await _look(session, holder_of_card(code), now)


async def look_at_person(
    session: AsyncSession, actor: Actor, *, student_id: int | None, person_id: int | None, now: datetime
) -> CheckIn:
    """The same of somebody without a card at hand. Raises NotAllowed, and NotFound for who left or never was."""
    await stand_at_gate(session, actor)
    _, found = await _look(session, holder_by_hand(student_id=student_id, person_id=person_id), now)
    if found.holder is None or found.verdict.outcome is Outcome.LEFT_SCHOOL:
        raise NotFound
    return found


async def scan_by_phone(
    session: AsyncSession, actor: Actor, *, code: str, nonce: str, now: datetime, direction: Direction | None = None
) -> CheckIn:
    """Record a card that was shown to an officer's phone; otherwise as `check_in`. Raises NotAllowed and NotACard."""
    await stand_at_gate(session, actor)
    if not is_card_code(code):
        raise NotACard
    moment = Moment(nonce, now, now)
    return await _settle(session, holder_of_card(code), moment, direction, station_id=None, hand=_Hand(actor.person_id))


async def enter_by_hand(
    session: AsyncSession,
    actor: Actor,
    *,
    student_id: int | None = None,
    person_id: int | None = None,
    why: str,
    nonce: str,
    now: datetime,
    direction: Direction | None = None,
    station: Station | None = None,
) -> CheckIn:
    """Check in a pupil or a member of staff who cannot scan. Raises NotAllowed, NotFound and WhyMissing."""
    await stand_at_gate(session, actor)
    words = " ".join(why.split())[:LONGEST_WHY]
    if not words:
        raise WhyMissing
    who = holder_by_hand(student_id=student_id, person_id=person_id)
    done = await _settle(
        session,
        who,
        Moment(nonce, now, now),
        direction,
        station_id=station.id if station else None,
        hand=_Hand(actor.person_id, words),
    )
    if done.holder is None:
        raise NotFound
    return done


async def _look(session: AsyncSession, who: Subquery, now: datetime) -> tuple[int | None, CheckIn]:
    known = await facts_about(session, who, Moment("", now, now), None)
    verdict = decide(known.facts)
    return known.card_id, CheckIn(verdict, known.holder, now, _counted_at(known, verdict))


async def _settle(
    session: AsyncSession,
    who: Subquery,
    moment: Moment,
    asked: Direction | None,
    *,
    station_id: int | None,
    hand: _Hand | None = None,
) -> CheckIn:
    """Decide and record, until nobody came between: an insert that fails has met a row that the next look finds."""
    for _ in range(_RACES):
        known = await facts_about(session, who, moment, asked)
        if known.replayed is not None:
            return await _recorded(session, known.replayed, moment)
        verdict = decide(known.facts)
        if await _record(session, known, moment, verdict, station_id=station_id, hand=hand):
            return CheckIn(verdict, known.holder, moment.recorded_at, _counted_at(known, verdict))
    raise RuntimeError("a scan met a row again and again that it could not find")


async def _record(
    session: AsyncSession,
    known: Known,
    moment: Moment,
    verdict: Verdict,
    *,
    station_id: int | None,
    hand: _Hand | None,
) -> bool:
    """Append the scan; False when another one got there first. A later scan that counted so far steps back."""
    holder = known.holder
    if verdict.counts and verdict.direction and known.facts.counted_at(verdict.direction):
        await _step_back(session, known, moment, verdict.direction)
    recorded = await session.scalar(
        insert(Scan)
        .values(
            nonce=moment.nonce,
            station_id=station_id,
            card_id=known.card_id,
            student_id=holder and holder.student_id,
            person_id=holder and holder.person_id,
            on_date=moment.on,
            scanned_at=moment.recorded_at,
            received_at=moment.received_at,
            direction=verdict.direction,
            outcome=verdict.outcome.value,
            counts=verdict.counts,
            minutes_late=verdict.minutes_late,
            entered_by=hand and hand.person_id,
            why=hand and hand.why,
        )
        .on_conflict_do_nothing()
        .returning(Scan.id)
    )
    return recorded is not None


async def _step_back(session: AsyncSession, known: Known, moment: Moment, direction: Direction) -> None:
    assert known.holder is not None
    await session.execute(
        update(Scan)
        .where(
            or_(Scan.student_id == known.holder.student_id, Scan.person_id == known.holder.person_id),
            Scan.on_date == moment.on,
            Scan.direction == direction,
            Scan.counts,
            Scan.scanned_at > moment.recorded_at,
        )
        .values(counts=False, outcome=Outcome.AGAIN.value, minutes_late=None)
        .execution_options(synchronize_session=False)
    )


async def _recorded(session: AsyncSession, scan_id: int, moment: Moment) -> CheckIn:
    """The answer that was given before, from the row."""
    first = aliased(Scan)
    scan, name, place, counted_at = (
        await session.execute(
            select(Scan, func.coalesce(Student.name, Person.name), SchoolClass.name, first.scanned_at)
            .outerjoin(Student, Student.id == Scan.student_id)
            .outerjoin(Person, Person.id == Scan.person_id)
            .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(moment.on)))
            .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
            .outerjoin(
                first,
                and_(
                    Scan.outcome == Outcome.AGAIN.value,
                    or_(first.student_id == Scan.student_id, first.person_id == Scan.person_id),
                    first.on_date == Scan.on_date,
                    first.direction == Scan.direction,
                    first.counts,
                ),
            )
            .where(Scan.id == scan_id)
        )
    ).one()
    verdict = Verdict(Outcome(scan.outcome), scan.direction, scan.minutes_late, scan.counts)
    holder = Holder(scan.student_id, scan.person_id, name, place) if name else None
    zone = moment.received_at.tzinfo
    return CheckIn(verdict, holder, scan.scanned_at.astimezone(zone), counted_at and counted_at.astimezone(zone))


def _counted_at(known: Known, verdict: Verdict) -> datetime | None:
    if verdict.outcome is not Outcome.AGAIN or verdict.direction is None:
        return None
    return known.facts.counted_at(verdict.direction)
