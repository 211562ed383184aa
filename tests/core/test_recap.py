"""Recaps agree with the one rule of a day, whatever has happened, and count each day where the pupil sat."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import recap
from core.days import days_of
from core.periods import Period
from core.policy import seats_between, students_numbered
from core.recap_roll import roll_for
from core.school_rules import set_rule
from core.tallies import Tally, total
from db.models import (
    AbsenceReason,
    CalendarEntry,
    CalendarKind,
    ClassMembership,
    Student,
)
from tests.core.attendance_events import correction, late_scan, notice, report
from tests.school import NOW, School

MONDAY = date(2026, 11, 16)
WEEK = [MONDAY + timedelta(days=i) for i in range(5)]
PERIOD = Period(MONDAY, MONDAY + timedelta(days=6))
SICK, EXCUSED, ALFA, ON_DUTY, SENT_HOME = AbsenceReason

_pupil, _day = st.integers(0, 3), st.integers(0, 4)
_reason, _right = st.sampled_from(AbsenceReason), st.sampled_from([None, *AbsenceReason])
_said_by_guardian = st.sampled_from([SICK, EXCUSED])
_events = st.one_of(
    st.tuples(st.just("report"), st.integers(0, 1), _day, st.dictionaries(_pupil, _reason, max_size=3)),
    st.tuples(st.just("notice"), _pupil, _said_by_guardian, _day, _day, st.sampled_from([None, True, False])),
    st.tuples(st.just("correct"), _pupil, _day, _right),
    st.tuples(st.just("late"), _pupil, _day),
)


async def happen(session: AsyncSession, school: School, events: list[Any]) -> None:
    pupils, classes = [school.budi, school.siti, school.andi, school.rina], [school.x_rpl_1, school.x_rpl_2]
    came_late = set()
    for kind, *what in events:
        match kind, what:
            case "report", [number, day, absent]:
                named = {pupils[i].id: reason for i, reason in absent.items()}
                await report(session, classes[number], WEEK[day], named)
            case "notice", [pupil, reason, one, other, accepted]:
                first, last = WEEK[min(one, other)], WEEK[max(one, other)]
                await notice(session, pupils[pupil], reason, first, last, accepted=accepted)
            case "correct", [pupil, day, after]:
                await correction(session, pupils[pupil], WEEK[day], after)
            case "late", [pupil, day] if (pupil, day) not in came_late:
                came_late.add((pupil, day))
                await late_scan(session, pupils[pupil], WEEK[day])


async def expected(session: AsyncSession, student: Student, late: set[tuple[int, date]]) -> Tally:
    """The same count by the pure rule, a day at a time."""
    found: Counter[str] = Counter()
    for on in WEEK:
        for day in await days_of(session, students_numbered([student.id]), on):
            status = day.status
            found["days"] += 1
            found["present"] += status.is_known and status.reason is None
            found["late"] += status.reason is None and (student.id, on) in late
            if status.reason is not None:
                found[status.reason.name.lower()] += 1
    return Tally(**found)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(_events, max_size=14), moves=st.booleans())
async def test_a_recap_is_the_sum_of_the_days_by_the_one_rule(
    session: AsyncSession, school: School, events: list[Any], moves: bool
) -> None:
    kept = await session.begin_nested()
    if moves:
        await move(session, school, school.budi, WEEK[2])
    await happen(session, school, events)
    roll = await roll_for(session, seats_between(PERIOD.first, PERIOD.last), PERIOD)
    found = await recap.by_pupil(session, roll)
    late = {(s, on) for kind, *what in events if kind == "late" for s, on in [(_id(school, what[0]), WEEK[what[1]])]}
    for student in (school.budi, school.siti, school.andi, school.rina, school.joko):
        own = total(row.tally for row in found if row.student_id == student.id)
        assert own == await expected(session, student, late)
    by_day = await recap.by_class_and_day(session, roll)
    assert total(row.tally for row in by_day) == total(row.tally for row in found)
    letters = await recap.letters(session, roll)
    in_all = total(row.tally for row in found).by_letter
    named = Counter(letter.letter for letter in letters if letter.letter != recap.PRESENT)
    assert named == {k: n for k, n in in_all.items() if n}
    await kept.rollback()


def _id(school: School, number: int) -> int:
    return [school.budi, school.siti, school.andi, school.rina][number].id


async def move(session: AsyncSession, school: School, student: Student, on: date) -> None:
    """From X RPL 1 to X RPL 2, from that day on."""
    seat = await session.scalar(select(ClassMembership).where(ClassMembership.student_id == student.id))
    assert seat is not None
    seat.valid_until = on - timedelta(days=1)
    await session.flush()
    session.add(ClassMembership(student_id=student.id, school_class_id=school.x_rpl_2.id, valid_from=on))
    await session.flush()


async def of_pupils(session: AsyncSession) -> dict[tuple[str, str], Tally]:
    seats = seats_between(PERIOD.first, PERIOD.last)
    roll = await roll_for(session, seats, PERIOD)
    rows = await recap.by_pupil(session, roll)
    return {(row.name, roll.classes[row.school_class_id].name): row.tally for row in rows}


async def test_a_pupil_who_moved_counts_where_the_pupil_sat(session: AsyncSession, school: School) -> None:
    await move(session, school, school.budi, WEEK[2])
    await report(session, school.x_rpl_1, WEEK[0], {school.budi.id: ALFA})
    await report(session, school.x_rpl_2, WEEK[4], {school.budi.id: SICK})
    found = await of_pupils(session)
    assert found["Budi Santoso", "X RPL 1"] == Tally(days=2, unexcused=1)
    assert found["Budi Santoso", "X RPL 2"] == Tally(days=3, sick=1)


async def test_days_without_school_count_nowhere(session: AsyncSession, school: School) -> None:
    await set_rule(session, "bell_friday", "", now=NOW)
    session.add(
        CalendarEntry(
            kind=CalendarKind.SCHOOL_HOLIDAY,
            name="Maulid",
            first_day=WEEK[1],
            last_day=WEEK[1],
            added_at=NOW,
            confirmed_at=NOW,
        )
    )
    for on in WEEK:
        await report(session, school.x_rpl_1, on, {school.siti.id: ALFA})
        await late_scan(session, school.andi, on)
    found = await of_pupils(session)
    assert found["Siti Aminah", "X RPL 1"] == Tally(days=3, unexcused=3)
    assert found["Andi Wijaya", "X RPL 1"] == Tally(days=3, present=3, late=3)


async def test_a_class_that_never_reported_is_unknown_and_not_present(session: AsyncSession, school: School) -> None:
    tally = (await of_pupils(session))["Joko", "X TKRO 1"]
    assert (tally.days, tally.unknown, tally.attendance) == (5, 5, None)


def test_the_shares_are_of_known_days_and_school_business_is_no_absence() -> None:
    tally = Tally(days=10, present=5, sick=1, unexcused=1, on_duty=1)
    assert (tally.known, tally.unknown, tally.attendance, tally.absence) == (8, 2, 0.75, 0.25)


async def test_recaps_are_always_planned_with_their_values_in_sight(session: AsyncSession, school: School) -> None:
    """From the sixth time on PostgreSQL would plan without: minutes instead of tenths of a second in a large school."""
    await of_pupils(session)
    assert await session.scalar(select(func.current_setting("plan_cache_mode"))) == "force_custom_plan"
