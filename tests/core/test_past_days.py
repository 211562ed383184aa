"""Days before today: how far back each role may set them right, who hears of it, and what each role is explained."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.corrections import DayChange, correct_day
from core.errors import NotAllowed, NotFound, Refusal, TooLongAgo, WhyMissing
from core.explanations import Corrected, Noticed, Reported, Scanned, explain
from core.overview import find_students
from core.policy import limit_to
from core.pupil_months import month_of_pupil
from core.school_rules import set_rule
from db.models import AbsenceReason, Channel, Correction, OutboxMessage
from tests.core.attendance_events import correction, late_scan, notice, report
from tests.core.test_recap import move
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

SICK, _, ALFA, *_ = AbsenceReason
FRIDAY, TWO_WEEKS, LONG_AGO = TODAY - timedelta(days=3), TODAY - timedelta(days=14), date(2026, 8, 3)
MAY_CORRECT = {HOMEROOM: {TODAY, FRIDAY, TWO_WEEKS}, DUTY: {TODAY}, ADMIN: {TODAY, FRIDAY, TWO_WEEKS, LONG_AGO}}
MAY_LOOK_BACK = {HOMEROOM, HEAD_RPL, COUNSELOR, LEADER, ADMIN}


@pytest.mark.parametrize("on", [TODAY, FRIDAY, TWO_WEEKS, LONG_AGO])
@pytest.mark.parametrize(
    "telegram_id", [SECRETARY, HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, ADMIN, OFFICER]
)
async def test_each_role_corrects_as_far_back_as_the_table_says(
    session: AsyncSession, school: School, telegram_id: int, on: date
) -> None:
    who = await actor(session, telegram_id)
    asked = DayChange(school.budi.id, SICK, on)
    if on in MAY_CORRECT.get(telegram_id, ()):
        kept = await correct_day(session, who, asked, why="surat dokter", now=NOW)
        assert (kept.on_date, kept.reason_after, kept.why) == (on, SICK, "surat dokter")
        return
    refusal = TooLongAgo if telegram_id in MAY_CORRECT else (NotAllowed, NotFound)
    with pytest.raises(refusal):
        await correct_day(session, who, asked, why="surat dokter", now=NOW)
    assert (await session.scalars(select(Correction))).all() == []


async def test_what_stood_there_before_is_kept_with_who_and_why(session: AsyncSession, school: School) -> None:
    await report(session, school.x_rpl_1, FRIDAY, {school.budi.id: ALFA})
    ratna = await actor(session, HOMEROOM)
    kept = await correct_day(session, ratna, DayChange(school.budi.id, SICK, FRIDAY), why="  surat\ndokter ", now=NOW)
    assert (kept.reason_before, kept.reason_after, kept.why) == (ALFA, SICK, "surat dokter")
    again = await correct_day(session, ratna, DayChange(school.budi.id, None, FRIDAY), why="salah", now=NOW)
    assert (again.reason_before, again.reason_after) == (SICK, None)


@pytest.mark.parametrize(
    ("asked", "why", "refusal"),
    [
        (lambda school: DayChange(school.budi.id, SICK, TODAY + timedelta(days=1)), "x", NotFound),
        (lambda school: DayChange(school.joko.id, SICK, TODAY), "x", NotFound),
        (lambda school: DayChange(school.budi.id, SICK, FRIDAY), " \n", WhyMissing),
    ],
)
async def test_other_days_other_pupils_and_no_reason_are_refused(
    session: AsyncSession, school: School, asked: object, why: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await correct_day(session, await actor(session, HOMEROOM), asked(school), why=why, now=NOW)  # type: ignore[operator]  # a lambda


async def test_a_day_in_another_class_is_not_the_new_homeroom_teachers(session: AsyncSession, school: School) -> None:
    await set_rule(session, "correction_days", "30", now=NOW)
    await move(session, school, school.budi, FRIDAY)
    with pytest.raises(NotFound):
        await correct_day(
            session, await actor(session, HOMEROOM), DayChange(school.budi.id, SICK, TWO_WEEKS), why="x", now=NOW
        )
    kept = await correct_day(
        session, await actor(session, ADMIN), DayChange(school.budi.id, SICK, TWO_WEEKS), why="x", now=NOW
    )
    assert kept.on_date == TWO_WEEKS


@pytest.mark.parametrize(("on", "told"), [(TODAY, {HOMEROOM, SECRETARY, PRESIDENT}), (FRIDAY, {HOMEROOM})])
async def test_class_leaders_hear_of_today_alone_and_guardians_of_no_past_day(
    session: AsyncSession, school: School, on: date, told: set[int]
) -> None:
    await correct_day(session, await actor(session, ADMIN), DayChange(school.budi.id, ALFA, on), why="x", now=NOW)
    owed = (await session.scalars(select(OutboxMessage))).all()
    assert {int(o.recipient) for o in owed if o.channel is Channel.TELEGRAM} == told
    assert any(o.channel is Channel.SMS for o in owed) is (on == TODAY)


async def test_a_day_is_explained_down_to_its_events_in_order(session: AsyncSession, school: School) -> None:
    await notice(session, school.budi, SICK, FRIDAY, TODAY, accepted=False)
    await late_scan(session, school.budi, FRIDAY, 25)
    await report(session, school.x_rpl_1, FRIDAY, {school.budi.id: ALFA})
    await correction(session, school.budi, FRIDAY, None)
    found = await explain(session, await actor(session, HOMEROOM), school.budi.id, FRIDAY, now=NOW)
    assert [type(one) for one in found.said] == [Noticed, Scanned, Reported, Corrected]
    noticed, scanned, reported, corrected = found.said
    assert isinstance(noticed, Noticed)
    assert (noticed.accepted, noticed.by) == (False, "Bu Ratna")
    assert isinstance(scanned, Scanned)
    assert scanned.minutes_late == 25
    assert isinstance(reported, Reported)
    assert reported.reason is ALFA
    assert isinstance(corrected, Corrected)
    assert corrected.why == "surat dokter"
    assert (found.status.reason, found.status.is_known, found.may_correct) == (None, True, True)


@pytest.mark.parametrize("telegram_id", [SECRETARY, HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, ADMIN])
@pytest.mark.parametrize("on", [TODAY, FRIDAY, TODAY + timedelta(days=1)], ids=["today", "friday", "tomorrow"])
async def test_each_role_is_explained_only_what_it_may_look_at(
    session: AsyncSession, school: School, telegram_id: int, on: date
) -> None:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    allowed = MAY_LOOK_BACK if on == FRIDAY else (MAY_LOOK_BACK | {SECRETARY, DUTY} if on == TODAY else set())
    if telegram_id in allowed:
        assert (await explain(session, who, school.budi.id, on, now=NOW)).student.name == "Budi Santoso"
    else:
        with pytest.raises(NotFound):
            await explain(session, who, school.budi.id, on, now=NOW)


@pytest.mark.parametrize("telegram_id", [SECRETARY, HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, ADMIN])
async def test_a_pupils_month_is_for_those_who_may_look_back(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    await report(session, school.x_rpl_1, FRIDAY, {school.budi.id: ALFA})
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    if telegram_id not in MAY_LOOK_BACK:
        with pytest.raises(NotFound):
            await month_of_pupil(session, who, school.budi.id, TODAY)
        return
    found = await month_of_pupil(session, who, school.budi.id, TODAY)
    assert (found.marks[FRIDAY], found.marks[TODAY], found.school_class) == ("A", "?", "X RPL 1")
    assert (len(found.marks), found.tally.unexcused, found.term.unexcused) == (16, 1, 1)


@pytest.mark.parametrize("words", ["budy santosa", "BUDI", "00001", "santoso", "Budi Santosso"])
async def test_a_pupil_is_found_by_part_of_the_name_number_or_as_one_hears_it(
    session: AsyncSession, school: School, words: str
) -> None:
    found = await find_students(session, await actor(session, HOMEROOM), words)
    assert [day.student.name for day in found.days] == ["Budi Santoso"]


async def test_of_many_the_first_by_name_are_found_whatever_their_class(session: AsyncSession, school: School) -> None:
    who = await actor(session, LEADER)
    found = await find_students(session, who, "i", limit=3)
    assert [day.student.name for day in found.days] == ["Andi Wijaya", "Budi Santoso", "Rina"]


@pytest.mark.parametrize("words", ["joko", "jokko", "rina", "00005", "%", "zzzz"])
async def test_nobody_outside_ones_sight_is_found_however_it_is_written(
    session: AsyncSession, school: School, words: str
) -> None:
    who = await actor(session, HOMEROOM)
    found = await find_students(session, who, words)
    assert {day.student.name for day in found.days} <= {"Budi Santoso", "Siti Aminah", "Andi Wijaya"}
