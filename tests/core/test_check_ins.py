"""Scans on a real database: recorded once, in any order, from several stations at once."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome
from core.card_codes import new_card_code
from core.check_ins import CheckIn, NotACard, check_in_all, enter_by_hand, scan_by_phone, scan_of
from core.errors import NotAllowed, NotFound, TimeImpossible, WhyMissing
from core.school_rules import set_rule
from core.stations import StationNameTaken, add_station, remove_station, station_by_secret, stations
from db.engine import Transaction
from db.models import (
    AbsenceReason,
    AuditEntry,
    Card,
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Direction,
    Person,
    Scan,
    Station,
    SupersededVerdict,
)
from tests.core.at_once import one_waits
from tests.core.checking_in import check_in
from tests.school import COUNSELOR, NOW, OFFICER, TODAY, School, actor, found_school

NOON = NOW.replace(hour=12)


@pytest.fixture
async def gate(session: AsyncSession) -> Station:
    return await station_by_secret(session, await add_station(session, "Gerbang depan", now=NOW))


@pytest.fixture
async def budis_card(session: AsyncSession, school: School) -> Card:
    return await card(session, student_id=school.budi.id)


async def card(session: AsyncSession, **of: int) -> Card:
    made = Card(code=new_card_code(), issued_at=NOW - timedelta(days=30), **of)
    session.add(made)
    await session.flush()
    return made


async def scanned(
    session: AsyncSession, gate: Station, code: str, at: datetime = NOW, *, nonce: str = "", now: datetime | None = None
) -> CheckIn:
    return await check_in(session, gate, code=code, nonce=nonce or f"{code}{at}", scanned_at=at, now=now or at)


async def recorded(session: AsyncSession) -> Sequence[Scan]:
    return (await session.scalars(select(Scan).order_by(Scan.id).execution_options(populate_existing=True))).all()


async def test_an_arrival_says_who_where_and_that_it_counts(
    session: AsyncSession, school: School, gate: Station, budis_card: Card
) -> None:
    done = await scanned(session, gate, budis_card.code)
    assert done.holder is not None
    assert (done.holder.name, done.holder.place, done.verdict.outcome) == ("Budi Santoso", "X RPL 1", Outcome.ON_TIME)
    [scan] = await recorded(session)
    assert (scan.student_id, scan.card_id, scan.station_id) == (school.budi.id, budis_card.id, gate.id)
    assert (scan.scanned_at, scan.on_date, scan.direction, scan.counts) == (NOW, TODAY, Direction.IN, True)


async def test_the_same_nonce_again_gets_the_same_answer_and_records_nothing(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    first = await scanned(session, gate, budis_card.code, nonce="once")
    assert await scanned(session, gate, budis_card.code, nonce="once", now=NOON) == first
    second = await scanned(session, gate, budis_card.code, NOW + timedelta(minutes=1), nonce="twice")
    assert await scanned(session, gate, budis_card.code, NOW + timedelta(minutes=1), nonce="twice") == second
    assert second.verdict.outcome is Outcome.AGAIN
    assert second.counted_at == NOW
    assert len(await recorded(session)) == 2


async def test_an_earlier_scan_that_is_delivered_later_takes_the_place_of_the_one_that_counted(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    late = await scanned(session, gate, budis_card.code, NOW.replace(minute=25))
    assert late.verdict.minutes_late == 25
    early = await scanned(session, gate, budis_card.code, NOW.replace(hour=6), now=NOON)
    assert early.verdict.outcome is Outcome.ON_TIME
    assert [(scan.outcome, scan.counts, scan.minutes_late) for scan in await recorded(session)] == [
        ("again", False, None),
        ("on_time", True, None),
    ]


async def test_an_arrival_that_is_delivered_late_makes_a_leaving_of_what_was_taken_for_coming_late(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    """One station was without network in the morning; another saw the pupil go at noon."""
    noon = await scanned(session, gate, budis_card.code, NOON)
    assert noon.verdict.minutes_late == 305
    await scanned(session, gate, budis_card.code, NOON.replace(hour=13))
    await scanned(session, gate, budis_card.code, NOW.replace(hour=6, minute=50), now=NOON.replace(hour=14))
    assert [(scan.outcome, scan.direction, scan.counts, scan.minutes_late) for scan in await recorded(session)] == [
        ("again", Direction.OUT, False, None),
        ("early_out", Direction.OUT, True, None),
        ("on_time", Direction.IN, True, None),
    ]
    kept = await session.scalars(select(SupersededVerdict).order_by(SupersededVerdict.scan_id))
    assert [(one.outcome, one.direction, one.counts, one.minutes_late) for one in kept] == [
        ("late", Direction.IN, True, 305),
    ]


async def test_who_leaves_after_midnight_leaves_the_day_before_and_comes_again_in_the_morning(
    session: AsyncSession, school: School, gate: Station
) -> None:
    ratna = (await session.scalars(select(Person).where(Person.name == "Bu Ratna"))).one()
    code, midnight = (await card(session, person_id=ratna.id)).code, NOW.replace(hour=0, minute=0) + timedelta(days=1)
    for at in (NOW, midnight + timedelta(minutes=20), midnight + timedelta(minutes=21), NOW + timedelta(days=1)):
        await scanned(session, gate, code, at)
    tomorrow = TODAY + timedelta(days=1)
    assert [(scan.on_date, scan.outcome, scan.direction) for scan in await recorded(session)] == [
        (TODAY, "on_time", Direction.IN),
        (TODAY, "out", Direction.OUT),
        (TODAY, "again", Direction.OUT),
        (tomorrow, "on_time", Direction.IN),
    ]


async def test_whoever_left_by_day_or_never_came_arrives_early_at_night(
    session: AsyncSession, school: School, gate: Station, budis_card: Card
) -> None:
    night = NOW.replace(hour=3) + timedelta(days=1)
    for at in (NOW, NOW.replace(hour=15), night):
        await scanned(session, gate, budis_card.code, at)
    never_came = await scanned(session, gate, (await card(session, student_id=school.siti.id)).code, night)
    assert never_came.verdict.direction is Direction.IN
    assert [(scan.on_date, scan.direction) for scan in await recorded(session)][2:] == [
        (night.date(), Direction.IN),
        (night.date(), Direction.IN),
    ]


async def test_what_an_officer_asked_for_stays_what_it_was(
    session: AsyncSession, school: School, gate: Station, budis_card: Card
) -> None:
    officer = await actor(session, OFFICER)
    await enter_by_hand(
        session, officer, student_id=school.budi.id, why="lupa", nonce="h", now=NOON, direction=Direction.IN
    )
    await scanned(session, gate, budis_card.code, NOW, now=NOON.replace(hour=14))
    assert [(scan.outcome, scan.direction) for scan in await recorded(session)] == [
        ("again", Direction.IN),
        ("on_time", Direction.IN),
    ]


async def test_a_station_delivers_a_whole_day_at_once_between_the_scans_of_another(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    await scanned(session, gate, budis_card.code, NOON)
    evening = NOON.replace(hour=16)
    times = [NOW.replace(hour=6), NOON.replace(hour=15), NOW.replace(hour=6, minute=1)]
    day = [
        scan_of(gate, code=budis_card.code, nonce=f"{at}", scanned_at=at, now=evening, direction=None) for at in times
    ]
    await check_in_all(session, day)
    found = sorted(await recorded(session), key=lambda scan: scan.scanned_at)
    assert [(scan.outcome, scan.direction, scan.counts) for scan in found] == [
        ("on_time", Direction.IN, True),
        ("again", Direction.IN, False),
        ("again", Direction.OUT, False),
        ("out", Direction.OUT, True),
    ]


async def test_a_leaving_by_mistake_gives_up_its_place_to_the_true_one(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    await scanned(session, gate, budis_card.code, NOW.replace(hour=6, minute=30))
    mistake = NOW.replace(hour=6, minute=40)
    await check_in(
        session,
        gate,
        code=budis_card.code,
        nonce="mistake",
        scanned_at=mistake,
        now=mistake,
        direction=Direction.OUT,
    )
    half_past_three = NOW.replace(hour=15, minute=30)
    left = await scanned(session, gate, budis_card.code, half_past_three)
    assert (left.verdict.outcome, left.verdict.counts) == (Outcome.OUT, True)
    again = await scanned(session, gate, budis_card.code, half_past_three + timedelta(minutes=1))
    assert (again.verdict.outcome, again.counted_at) == (Outcome.AGAIN, half_past_three)
    assert [(scan.outcome, scan.direction, scan.counts) for scan in await recorded(session)] == [
        ("on_time", Direction.IN, True),
        ("again", Direction.OUT, False),
        ("out", Direction.OUT, True),
        ("again", Direction.OUT, False),
    ]
    [kept] = await session.scalars(select(SupersededVerdict))
    assert (kept.outcome, kept.direction, kept.counts) == ("early_out", Direction.OUT, True)


async def test_a_card_that_a_station_without_network_read_all_day_is_taken_over_at_once(
    session: AsyncSession, gate: Station, budis_card: Card
) -> None:
    """Whoever plays with the card at noon leaves early a hundred times."""
    evening = NOON.replace(hour=16)
    day = [
        scan_of(gate, code=budis_card.code, nonce=f"{at}", scanned_at=at, now=evening, direction=None)
        for at in (NOW, *(NOON + timedelta(minutes=n) for n in range(99)))
    ]
    await check_in_all(session, day)
    counting = [scan for scan in await recorded(session) if scan.counts]
    assert sorted(scan.scanned_at for scan in counting) == [NOW, day[-1].moment.scanned_at]


_BUSY = (range(405, 440), range(650, 680), range(870, 905))  # minutes around the bell, eleven, and going home
_ASKED = (None, None, None, Direction.IN, Direction.OUT)


@pytest.mark.parametrize("seed", range(30))
async def test_a_day_ends_the_same_in_whatever_order_and_portions_its_scans_are_delivered(
    session: AsyncSession, school: School, gate: Station, seed: int
) -> None:
    chance, evening = random.Random(seed), NOON.replace(hour=23)
    minutes = [n for span in chance.sample(_BUSY, chance.randint(1, 3)) for n in span]
    chosen = chance.sample(minutes, chance.randint(2, 6))
    scans = [(NOON.replace(hour=0) + timedelta(minutes=n), chance.choice(_ASKED)) for n in chosen]
    ends = []
    for pupil in (school.budi, school.siti, school.andi, school.rina):
        code = (await card(session, student_id=pupil.id)).code
        day = [
            scan_of(gate, code=code, nonce=f"{pupil.id}{at}", scanned_at=at, now=evening, direction=asked)
            for at, asked in scans
        ]
        while day:
            await check_in_all(session, day[: (portion := chance.randint(1, 4))])
            day = day[portion:]
        rows = sorted(await recorded(session), key=lambda scan: scan.scanned_at)
        ends.append([(scan.outcome, scan.direction, scan.counts) for scan in rows if scan.student_id == pupil.id])
        chance.shuffle(scans)
    assert ends == ends[:1] * len(ends)


async def test_in_and_out_count_once_each(session: AsyncSession, gate: Station, budis_card: Card) -> None:
    moments = [NOW, NOW.replace(hour=15), NOW.replace(hour=15, minute=20)]
    outcomes = [(await scanned(session, gate, budis_card.code, at)).verdict.outcome for at in moments]
    assert outcomes == [Outcome.ON_TIME, Outcome.OUT, Outcome.AGAIN]


async def test_staff_check_in_by_the_same_rule(session: AsyncSession, school: School, gate: Station) -> None:
    ratna = (await session.scalars(select(Person).where(Person.name == "Bu Ratna"))).one()
    done = await scanned(session, gate, (await card(session, person_id=ratna.id)).code)
    assert done.holder is not None
    assert (done.holder.name, done.holder.place, done.verdict.outcome) == ("Bu Ratna", None, Outcome.ON_TIME)


async def test_refused_cards_are_recorded_and_count_for_nobody(
    session: AsyncSession, school: School, gate: Station
) -> None:
    lost, temporary = await card(session, student_id=school.budi.id), await card(session, student_id=school.siti.id)
    lost.revoked_at, temporary.valid_on = NOW - timedelta(days=1), TODAY - timedelta(days=1)
    leaver = await card(session, student_id=school.rina.id)
    seat = (await session.scalars(select(ClassMembership).where(ClassMembership.student_id == school.rina.id))).one()
    seat.valid_until = TODAY - timedelta(days=1)
    codes = [new_card_code(), lost.code, temporary.code, leaver.code]
    outcomes = [(await scanned(session, gate, code)).verdict.outcome for code in codes]
    assert outcomes == [Outcome.UNKNOWN_CARD, Outcome.REVOKED_CARD, Outcome.EXPIRED_CARD, Outcome.LEFT_SCHOOL]
    assert not any(scan.counts for scan in await recorded(session))


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    "text", ["", "00001", "A1", "a1" + "B" * 13, "A1" + "B" * 14, "A" * 1_000_000, "A1\0" + "B" * 12]
)
async def test_what_is_no_card_is_refused_unrecorded(session: AsyncSession, text: str) -> None:
    officer = await actor(session, OFFICER)
    with pytest.raises(NotACard):
        await scan_by_phone(session, officer, code=text, nonce="garbage", now=NOW)
    assert not await recorded(session)


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-8)])
async def test_a_clock_that_is_off_is_refused_and_its_time_not_kept(
    session: AsyncSession, gate: Station, budis_card: Card, off: timedelta
) -> None:
    done = await scanned(session, gate, budis_card.code, NOW + off, now=NOW)
    assert done.verdict.outcome is Outcome.BAD_CLOCK
    [scan] = await recorded(session)
    assert (scan.scanned_at, scan.on_date, scan.counts) == (NOW, TODAY, False)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (AbsenceReason.UNEXCUSED, Outcome.EXCUSED_BUT_HERE),
        (AbsenceReason.EXCUSED, Outcome.EXCUSED_BUT_HERE),
        (AbsenceReason.SICK, Outcome.EXCUSED_BUT_HERE),
        (AbsenceReason.ON_DUTY, Outcome.LATE),
    ],
)
async def test_a_pupil_who_was_reported_absent_is_let_in_and_the_outcome_says_so(
    session: AsyncSession, school: School, gate: Station, budis_card: Card, reason: AbsenceReason, outcome: Outcome
) -> None:
    secretary = (await session.scalars(select(Person).where(Person.name == "Dewi"))).one()
    report = ClassReport(school_class_id=school.x_rpl_1.id, on_date=TODAY, reported_by=secretary.id, reported_at=NOW)
    session.add(report)
    await session.flush()
    session.add(ClassReportEntry(class_report_id=report.id, student_id=school.budi.id, reason=reason))
    await session.flush()
    verdict = (await scanned(session, gate, budis_card.code, NOW.replace(hour=8))).verdict
    assert (verdict.outcome, verdict.minutes_late, verdict.counts) == (outcome, 65, True)
    sitis = await card(session, student_id=school.siti.id)
    assert (await scanned(session, gate, sitis.code)).verdict.outcome is Outcome.ON_TIME


async def test_a_changed_rule_holds_for_the_next_scan(
    session: AsyncSession, school: School, gate: Station, budis_card: Card
) -> None:
    await set_rule(session, "bell_monday", "", now=NOW)
    assert (await scanned(session, gate, budis_card.code)).verdict.outcome is Outcome.NO_SCHOOL_TODAY
    await set_rule(session, "bell_monday", "06:30", now=NOW)
    sitis = await card(session, student_id=school.siti.id)
    assert (await scanned(session, gate, sitis.code)).verdict.minutes_late == 35


async def test_an_officer_enters_by_hand_with_a_reason(session: AsyncSession, school: School, gate: Station) -> None:
    officer = await actor(session, OFFICER)
    done = await enter_by_hand(
        session, officer, student_id=school.budi.id, why=" kartu\nrusak ", nonce="hand", now=NOW, station=gate
    )
    assert done.verdict.outcome is Outcome.ON_TIME
    [scan] = await recorded(session)
    assert (scan.entered_by, scan.why, scan.card_id, scan.counts) == (officer.person_id, "kartu rusak", None, True)


async def test_by_hand_needs_a_reason_a_person_and_the_right(session: AsyncSession, school: School) -> None:
    officer = await actor(session, OFFICER)
    with pytest.raises(WhyMissing):
        await enter_by_hand(session, officer, student_id=school.budi.id, why=" ", nonce="1", now=NOW)
    counselor = await actor(session, COUNSELOR)
    with pytest.raises(NotAllowed):
        await enter_by_hand(session, counselor, student_id=school.budi.id, why="lupa", nonce="2", now=NOW)
    with pytest.raises(NotFound):
        await enter_by_hand(session, officer, student_id=10**6, why="lupa", nonce="3", now=NOW)


async def test_what_stood_on_paper_is_entered_with_its_own_time_and_audited(
    session: AsyncSession, school: School, gate: Station
) -> None:
    officer, seven = await actor(session, OFFICER), NOW.replace(minute=0)
    entered = NOW.replace(minute=40)
    done = await enter_by_hand(
        session, officer, student_id=school.budi.id, why="listrik mati", nonce="p", now=entered, at=seven, station=gate
    )
    assert (done.verdict.outcome, done.scanned_at) == (Outcome.ON_TIME, seven)
    [scan] = await recorded(session)
    assert (scan.scanned_at, scan.received_at, scan.why) == (seven, entered, "listrik mati")
    act = (await session.scalars(select(AuditEntry).where(AuditEntry.act == "enter_by_hand_earlier"))).one()
    assert (act.person_id, act.detail["at"], act.detail["student_id"]) == (officer.person_id, "07.00", school.budi.id)


@pytest.mark.parametrize("off", [timedelta(minutes=1), timedelta(days=-1)])
async def test_by_hand_no_time_is_taken_that_has_not_come_or_is_of_another_day(
    session: AsyncSession, school: School, off: timedelta
) -> None:
    officer = await actor(session, OFFICER)
    with pytest.raises(TimeImpossible):
        await enter_by_hand(session, officer, student_id=school.budi.id, why="a", nonce="1", now=NOW, at=NOW + off)
    assert not await recorded(session)


async def test_a_stations_secret_opens_until_it_is_removed(session: AsyncSession) -> None:
    secret = await add_station(session, "Gerbang depan", now=NOW)
    with pytest.raises(StationNameTaken):
        await add_station(session, "Gerbang depan", now=NOW)
    assert [station.name for station in await stations(session)] == ["Gerbang depan"]
    assert (await session.scalars(select(Station.secret_hash))).one() != secret
    await remove_station(session, "Gerbang depan", now=NOW)
    for wrong in (secret, "x" * 32):
        with pytest.raises(NotFound):
            await station_by_secret(session, wrong)
    with pytest.raises(NotFound):
        await remove_station(session, "Gerbang depan", now=NOW)
    assert await add_station(session, "Gerbang depan", now=NOW) != secret


async def _gate_with_card(apart: Transaction) -> tuple[Station, str]:
    async with apart() as session:
        school = await found_school(session)
        gate = await station_by_secret(session, await add_station(session, "Gerbang", now=NOW))
        return gate, (await card(session, student_id=school.budi.id)).code


async def _counting(apart: Transaction) -> tuple[int, int]:
    async with apart() as session:
        all_of_them = await session.scalar(select(func.count(Scan.id)))
        return all_of_them or 0, await session.scalar(select(func.count(Scan.id)).where(Scan.counts)) or 0


async def test_of_two_stations_at_once_one_scan_counts_and_the_other_is_the_second(apart: Transaction) -> None:
    gate, code = await _gate_with_card(apart)
    async with apart() as first, apart() as second:
        won = await scanned(first, gate, code, nonce="left")
        losing = asyncio.ensure_future(scanned(second, gate, code, nonce="right"))
        await one_waits(apart)  # for the first to commit, having seen nothing of it
        assert not losing.done()
        await first.commit()
        assert won.verdict.outcome is Outcome.ON_TIME
        assert (await losing).verdict.outcome is Outcome.AGAIN
    assert await _counting(apart) == (2, 1)


async def test_a_leaving_that_comes_in_while_the_day_is_decided_again_is_seen_by_it(apart: Transaction) -> None:
    gate, code = await _gate_with_card(apart)
    async with apart() as session:
        await scanned(session, gate, code, NOON)
    async with apart() as leaving, apart() as delivering:
        left = await scanned(leaving, gate, code, NOON.replace(hour=13))
        assert left.verdict.outcome is Outcome.EARLY_OUT
        came = asyncio.ensure_future(scanned(delivering, gate, code, NOW, now=NOON.replace(hour=14)))
        await one_waits(apart)  # noon would be the leaving now: it waits for the other one's fate
        assert not came.done()
        await leaving.commit()
        assert (await came).verdict.outcome is Outcome.ON_TIME
    async with apart() as session:
        found = sorted(await recorded(session), key=lambda scan: scan.scanned_at)
    assert [(scan.outcome, scan.counts) for scan in found] == [
        ("on_time", True),
        ("again", False),
        ("early_out", True),
    ]


async def test_many_stations_at_once_in_any_order_leave_one_counting_scan_the_earliest(apart: Transaction) -> None:
    gate, code = await _gate_with_card(apart)

    async def deliver(minute: int) -> None:
        async with apart() as session:
            await scanned(session, gate, code, NOW.replace(minute=minute), nonce=f"n{minute % 15}", now=NOON)

    await asyncio.gather(*(deliver(minute) for minute in range(29, -1, -1)))
    assert await _counting(apart) == (15, 1)
    async with apart() as session:
        earliest = await session.scalar(select(func.min(Scan.scanned_at)))
        assert await session.scalar(select(Scan.scanned_at).where(Scan.counts)) == earliest
