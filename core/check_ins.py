"""Checking in and out at the gate. Every scan is appended, refused ones too; of those that count there is one a
person, day and direction, whatever arrives when and how often.

Scans that come together are settled together: a look at the rules, a look at what is known, and an insert, however
many they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit
from core.actors import Actor
from core.after_midnight import with_the_night
from core.arrival import Outcome, Verdict, decide, set_right
from core.card_codes import is_card_code
from core.decided_scans import Decided
from core.errors import NotFound, Refusal, TimeImpossible, WhyMissing
from core.gate_desk import holder_at_gate
from core.gate_facts import Holder, Known, facts_about
from core.incoming_scans import Incoming, Moment
from core.policy import member_on, stand_at_gate
from core.scan_rows import one_for_each_place, record
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


def scan_of(
    station: Station,
    *,
    code: str,
    nonce: str,
    scanned_at: datetime,
    now: datetime,
    direction: Direction | None,
    unmeasured: bool = False,
) -> Incoming:
    """What a station says of a card, for `check_in_all`.

    Args:
        scanned_at: as the station says; a time that cannot be true is refused and recorded at `now`.
        direction: what the officer chose; None leaves it to the time of day.
        unmeasured: as in `Moment`.
    """
    moment = Moment(nonce, set_right(scanned_at.astimezone(now.tzinfo), now), now, unmeasured=unmeasured)
    return Incoming(moment, code=code, asked=direction, station_id=station.id)


async def check_in_all(session: AsyncSession, incoming: Iterable[Incoming]) -> dict[str, CheckIn]:
    """Record scans; return the answers by nonce. Those with one nonce are one scan, the first of them; one that was
    recorded before changes nothing and gets the answer that is recorded under it.

    Each look settles at least one scan of every person; one that is not settled has met a row that the next look finds.
    """
    done: dict[str, CheckIn] = {}
    waiting: dict[str, Incoming] = {}
    for one in incoming:
        waiting.setdefault(one.moment.nonce, one)
    for _ in range(_RACES):
        if not waiting:
            return done
        done |= await _settle(session, list(waiting.values()))
        waiting = {nonce: one for nonce, one in waiting.items() if nonce not in done}
    raise RuntimeError("a scan met a row again and again that it could not find")


async def look_at_card(session: AsyncSession, actor: Actor, code: str, *, now: datetime) -> tuple[int | None, CheckIn]:
    """The card's id and what recording it now would mean; nothing is recorded. Raises NotAllowed."""
    await stand_at_gate(session, actor)
    return await _look(session, Incoming(Moment("", now, now), code=code))


async def look_at_person(
    session: AsyncSession, actor: Actor, *, student_id: int | None, person_id: int | None, now: datetime
) -> CheckIn:
    """The same of somebody without a card at hand. Raises NotAllowed, and NotFound for who left or never was."""
    await stand_at_gate(session, actor)
    await holder_at_gate(session, student_id=student_id, person_id=person_id, on=now.date())
    _, found = await _look(session, Incoming(Moment("", now, now), student_id=student_id, person_id=person_id))
    return found


async def scan_by_phone(
    session: AsyncSession, actor: Actor, *, code: str, nonce: str, now: datetime, direction: Direction | None = None
) -> CheckIn:
    """Record a card that was shown to an officer's phone, as `check_in_all` does. Raises NotAllowed and NotACard."""
    await stand_at_gate(session, actor)
    if not is_card_code(code):
        raise NotACard
    one = Incoming(Moment(nonce, now, now), code=code, asked=direction, entered_by=actor.person_id)
    return (await check_in_all(session, [one]))[nonce]


async def enter_by_hand(
    session: AsyncSession,
    actor: Actor,
    *,
    student_id: int | None = None,
    person_id: int | None = None,
    why: str,
    nonce: str,
    now: datetime,
    at: datetime | None = None,
    direction: Direction | None = None,
    station: Station | None = None,
) -> CheckIn:
    """Check in a pupil or a member of staff who cannot scan.

    Args:
        at: when it was, earlier today, if it is entered from paper; None is now. Entries of another time are audited.

    Raises NotAllowed, NotFound, WhyMissing and TimeImpossible.
    """
    await stand_at_gate(session, actor)
    words = " ".join(why.split())[:LONGEST_WHY]
    if not words:
        raise WhyMissing
    one = Incoming(
        Moment(nonce, _earlier_today(at, now) if at else now, now),
        student_id=student_id,
        person_id=person_id,
        asked=direction,
        station_id=station.id if station else None,
        entered_by=actor.person_id,
        why=words,
    )
    done = (await check_in_all(session, [one]))[nonce]
    if done.holder is None:
        raise NotFound
    if at is not None:
        whose = {"student_id": student_id, "for_person": person_id}
        audit.record(session, "enter_by_hand_earlier", now=now, person_id=actor.person_id, at=f"{at:%H.%M}", **whose)
    return done


def _earlier_today(at: datetime, now: datetime) -> datetime:
    if at > now or at.date() != now.date():
        raise TimeImpossible
    return at


async def _look(session: AsyncSession, one: Incoming) -> tuple[int | None, CheckIn]:
    [known] = await facts_about(session, await with_the_night(session, [one]))
    verdict = decide(known.facts)
    return known.card_id, CheckIn(verdict, known.holder, one.moment.received_at, _counted_at(known, verdict))


async def _settle(session: AsyncSession, waiting: Sequence[Incoming]) -> dict[str, CheckIn]:
    """Answers by nonce; none for a scan that another one has overtaken between looking and recording."""
    dated = await with_the_night(session, waiting)
    looked = list(zip(dated, await facts_about(session, dated), strict=True))
    fresh = [Decided(one, known, decide(known.facts)) for one, known in looked if known.replayed is None]
    recorded = await record(session, one_for_each_place(fresh))
    done = {one.nonce: _answer(one) for one in fresh if one.nonce in recorded}
    return done | await _recorded(session, {known.replayed: one for one, known in looked if known.replayed is not None})


def _answer(one: Decided) -> CheckIn:
    return CheckIn(one.verdict, one.known.holder, one.incoming.moment.recorded_at, _counted_at(one.known, one.verdict))


async def _recorded(session: AsyncSession, replayed: Mapping[int, Incoming]) -> dict[str, CheckIn]:
    """The answers that were given before, from the rows."""
    if not replayed:
        return {}
    first = aliased(Scan)
    rows = await session.execute(
        select(Scan, func.coalesce(Student.name, Person.name), SchoolClass.name, first.scanned_at)
        .outerjoin(Student, Student.id == Scan.student_id)
        .outerjoin(Person, Person.id == Scan.person_id)
        .outerjoin(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(Scan.on_date)))
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
        .where(Scan.id.in_(replayed))
    )
    return {
        scan.nonce: _answer_again(replayed[scan.id], scan, name, place, counted_at)
        for scan, name, place, counted_at in rows
    }


def _answer_again(
    one: Incoming, scan: Scan, name: str | None, place: str | None, counted_at: datetime | None
) -> CheckIn:
    verdict = Verdict(Outcome(scan.outcome), scan.direction, scan.minutes_late, scan.counts)
    holder = Holder(scan.student_id, scan.person_id, name, place) if name else None
    zone = one.moment.received_at.tzinfo
    return CheckIn(verdict, holder, scan.scanned_at.astimezone(zone), counted_at and counted_at.astimezone(zone))


def _counted_at(known: Known, verdict: Verdict) -> datetime | None:
    if verdict.outcome is not Outcome.AGAIN or verdict.direction is None:
        return None
    return known.facts.counted_at(verdict.direction)
