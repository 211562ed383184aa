"""What is flagged at the gates, and to whom it is named."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.wording.gate_view import gate_view
from core.arrival import Outcome
from core.errors import NotAllowed
from core.gate_day import Tally
from core.gate_flags import REFUSED_TIMES, SHOWN_TIMES, Flag, FlagKind, flags_of
from core.gate_watch import GateView, NamedFlag, watch_gate
from core.stations import add_station
from db.models import Direction, Person, Scan, Station
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OFFICER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    TODAY,
    School,
    actor,
)

YESTERDAY = NOW - timedelta(days=3)  # a Friday
_nonces = count()


@pytest.fixture
async def gates(session: AsyncSession, school: School) -> Sequence[Station]:
    for name in ("Belakang", "Depan <1>"):
        await add_station(session, name, now=NOW)
    return (await session.scalars(select(Station).order_by(Station.name))).all()


async def seen(
    session: AsyncSession,
    gate: Station | None,
    at: datetime,
    outcome: Outcome = Outcome.AGAIN,
    direction: Direction | None = Direction.IN,
    **holder: int,
) -> None:
    counts = outcome in (Outcome.ON_TIME, Outcome.OUT)
    session.add(
        Scan(
            nonce=f"{next(_nonces)}",
            station_id=gate and gate.id,
            on_date=at.date(),
            scanned_at=at,
            received_at=at,
            direction=direction,
            outcome=outcome.value,
            counts=counts,
            **holder,
        )
    )
    await session.flush()


async def kinds(session: AsyncSession) -> list[FlagKind]:
    return [flag.kind for flag in await flags_of(session, TODAY)]


async def test_one_card_at_two_gates_within_a_minute_is_flagged_and_later_is_not(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    back, front = gates
    await seen(session, back, NOW, student_id=school.budi.id)
    await seen(session, front, NOW + timedelta(seconds=61), student_id=school.budi.id)
    await seen(session, back, NOW, student_id=school.siti.id)
    await seen(session, back, NOW + timedelta(seconds=5), student_id=school.siti.id)
    assert await kinds(session) == []
    await seen(session, back, NOW + timedelta(seconds=100), student_id=school.budi.id)
    [flag] = await flags_of(session, TODAY)
    assert (flag.kind, flag.student_id) == (FlagKind.TWO_GATES, school.budi.id)
    assert flag.at == NOW + timedelta(seconds=100)


async def test_two_tablets_side_by_side_are_one_gate(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    await add_station(session, "Depan <2>", gate="Depan <1>", now=NOW)
    tablet = (await session.scalars(select(Station).where(Station.name == "Depan <2>"))).one()
    for station in (gates[1], tablet):
        await seen(session, station, NOW, student_id=school.budi.id)
    assert await kinds(session) == []
    said = gate_view(await watch_gate(session, await actor(session, ADMIN), now=NOW), TODAY)
    assert "Depan &lt;2&gt; (di Depan &lt;1&gt;): terakhir" in said


async def test_one_card_shown_again_and_again_is_flagged_and_many_cards_at_one_gate_are_not(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    for second in range(SHOWN_TIMES - 1):
        for pupil in (school.budi, school.siti, school.andi):
            await seen(session, gates[0], NOW + timedelta(seconds=second), student_id=pupil.id)
    assert await kinds(session) == []
    await seen(session, gates[0], NOW + timedelta(minutes=4), student_id=school.budi.id)
    assert await kinds(session) == [FlagKind.SHOWN_AGAIN_AND_AGAIN]


async def test_a_station_that_refuses_again_and_again_is_flagged(
    session: AsyncSession, gates: Sequence[Station]
) -> None:
    for number in range(REFUSED_TIMES - 1):
        at = NOW + timedelta(seconds=number)
        await seen(session, gates[1], at, Outcome.UNKNOWN_CARD, direction=None)
        await seen(session, gates[0], at + timedelta(minutes=20 * number), Outcome.UNKNOWN_CARD, direction=None)
    assert await kinds(session) == []
    await seen(session, gates[1], NOW + timedelta(minutes=5), Outcome.BAD_CLOCK, direction=None)
    [flag] = await flags_of(session, TODAY)
    assert (flag.kind, flag.station) == (FlagKind.REFUSED_AGAIN_AND_AGAIN, "Depan <1>")


async def test_who_came_and_was_not_seen_leaving_is_flagged_on_the_next_day_where_people_scan_out(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    for pupil in (school.budi, school.siti):
        await seen(session, gates[0], YESTERDAY, Outcome.ON_TIME, student_id=pupil.id)
    assert await kinds(session) == []  # nobody scans out here
    home = YESTERDAY.replace(hour=15)
    await seen(session, gates[0], home, Outcome.OUT, Direction.OUT, student_id=school.siti.id)
    flags = await flags_of(session, TODAY)
    assert [(flag.kind, flag.student_id) for flag in flags] == [(FlagKind.NOT_LEFT, school.budi.id)]


async def test_a_saturday_of_training_is_not_the_last_school_day(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    friday, saturday = YESTERDAY, YESTERDAY + timedelta(days=1)
    for pupil in (school.budi, school.siti):
        await seen(session, gates[0], friday, Outcome.ON_TIME, student_id=pupil.id)
    await seen(session, gates[0], friday.replace(hour=15), Outcome.OUT, Direction.OUT, student_id=school.siti.id)
    for hour, outcome, direction in ((8, Outcome.ON_TIME, Direction.IN), (12, Outcome.OUT, Direction.OUT)):
        await seen(session, gates[0], saturday.replace(hour=hour), outcome, direction, student_id=school.andi.id)
    assert [(flag.kind, flag.student_id) for flag in await flags_of(session, TODAY)] == [
        (FlagKind.NOT_LEFT, school.budi.id)
    ]


async def test_whom_a_wrong_clock_kept_out_is_named_until_somebody_enters_them_and_unsure_stations_are_told(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    for pupil in (school.budi, school.siti):
        await seen(session, gates[0], NOW, Outcome.BAD_CLOCK, direction=None, student_id=pupil.id)
    await seen(session, gates[0], NOW, Outcome.ON_TIME, student_id=school.siti.id)
    await seen(session, gates[1], NOW, Outcome.ON_TIME, student_id=school.andi.id)
    await session.execute(update(Scan).where(Scan.station_id == gates[1].id).values(unmeasured=True))
    found = [(flag.kind, flag.student_id, flag.station) for flag in await flags_of(session, TODAY)]
    assert found == [
        (FlagKind.TIME_REFUSED, school.budi.id, None),
        (FlagKind.TIME_UNSURE, None, "Depan <1>"),
    ]


async def test_imported_rows_and_rows_by_hand_are_nobodys_haste(
    session: AsyncSession, school: School, gates: Sequence[Station]
) -> None:
    for second in range(10):
        await seen(session, None, NOW + timedelta(seconds=second), student_id=school.budi.id)
    assert await kinds(session) == []


@pytest.mark.parametrize(
    ("telegram_id", "names_people"), [(ADMIN, True), (LEADER, True), (DUTY, True), (OFFICER, False)]
)
async def test_flags_name_whom_the_watcher_may_look_up_and_counts_are_everybodys(
    session: AsyncSession, school: School, gates: Sequence[Station], telegram_id: int, names_people: bool
) -> None:
    ratna = (await session.scalars(select(Person).where(Person.name == "Bu Ratna"))).one()
    for gate in gates:
        await seen(session, gate, NOW, student_id=school.budi.id)
        await seen(session, gate, NOW, person_id=ratna.id)
    await seen(session, gates[0], NOW, Outcome.ON_TIME, student_id=school.siti.id)
    view = await watch_gate(session, await actor(session, telegram_id), now=NOW)
    assert (view.tally.arrived, len(view.flags)) == (1, 2)
    assert [(one.name, one.last_at, one.scans) for one in view.stations] == [
        ("Belakang", NOW, 3),
        ("Depan <1>", NOW, 2),
    ]
    said = gate_view(view, TODAY)
    assert ("Budi Santoso, X RPL 1: pukul 07.05" in said) is names_people
    assert ("Bu Ratna" in said) is names_people
    assert "Depan &lt;1&gt;: terakhir pukul 07.05, 2 pindaian" in said


@pytest.mark.parametrize("telegram_id", [SECRETARY, PRESIDENT, HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR])
async def test_nobody_else_watches_the_gates(session: AsyncSession, school: School, telegram_id: int) -> None:
    with pytest.raises(NotAllowed):
        await watch_gate(session, await actor(session, telegram_id), now=NOW)


def test_a_long_list_is_cut_and_a_quiet_day_says_so() -> None:

    many = [NamedFlag(Flag(FlagKind.NOT_LEFT, YESTERDAY, student_id=n), f"Murid {n}", "X") for n in range(40)]
    said = gate_view(GateView(Tally(3, 1, 0), [], many), TODAY)
    assert "Datang 3 orang, 1 terlambat" in said
    assert "(40)" in said
    assert said.endswith("… dan 25 lagi")
    assert "Tidak ada yang janggal." in gate_view(GateView(Tally(0, 0, 0), [], []), TODAY)
