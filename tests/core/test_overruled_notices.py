"""A class calls somebody present although staff have accepted that the pupil is away: the homeroom teacher is asked."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.contradiction_finding import find_contradictions
from core.errors import NotAllowed, NotFound
from core.guardian_notices import decide
from core.inbound_sms import handle, store
from core.school_rules import set_rule
from db.models import AbsenceReason, ContradictionKind, ContradictionOutcome, Correction, GuardianNotice
from tests.core.contradicting import LATER, contradictions, settled, told
from tests.core.school_day import report, scan
from tests.school import BUDIS_MOTHER, COUNSELOR, DUTY, HOMEROOM, NOW, OTHER_HOMEROOM, SECRETARY, School, actor

SICK, ALFA = AbsenceReason.SICK, AbsenceReason.UNEXCUSED
NOTICE, OVERRULED = ContradictionKind.NOTICE_BUT_IN, ContradictionKind.NOTICE_BUT_PRESENT
HERE, AS_NOTICED = ContradictionOutcome.HERE, ContradictionOutcome.AS_NOTICED


async def accepted_notice(session: AsyncSession, text: str, now: datetime = NOW) -> None:
    """Budi's mother writes, and the homeroom teacher presses Setujui."""
    stored = await store(session, modem="satu", sender=BUDIS_MOTHER, body=text, sent_at=now, now=now)
    assert stored is not None
    await handle(session, stored, now=now)
    notice = (await session.scalars(select(GuardianNotice))).one()
    await decide(session, await actor(session, HOMEROOM, now.date()), notice.id, accept=True, now=now)


@pytest.mark.parametrize("class_spoke_first", [False, True])
async def test_an_accepted_notice_against_a_class_without_absentees_is_asked_about_once(
    session: AsyncSession, school: School, class_spoke_first: bool
) -> None:
    if class_spoke_first:
        await report(session, school)
    await accepted_notice(session, "SAKIT demam 3 hari")
    if not class_spoke_first:
        await report(session, school)
    for minute in range(3):
        await find_contradictions(session, now=LATER + timedelta(minutes=minute))
    [found] = await contradictions(session)
    assert (found.student_id, found.kind, found.said, found.came_at) == (school.budi.id, OVERRULED, SICK, None)
    [(number, text)] = await told(session)
    assert number == HOMEROOM
    assert "Budi Santoso</b>: menurut orang tua sakit (sudah disetujui), tetapi dilaporkan hadir" in text


async def test_a_notice_of_days_ago_contradicts_nobody(session: AsyncSession, school: School) -> None:
    await accepted_notice(session, "SAKIT demam", NOW - timedelta(days=3))
    await report(session, school)
    await find_contradictions(session, now=LATER)
    assert await contradictions(session) == []


async def test_on_a_free_day_no_accepted_notice_is_asked_about(session: AsyncSession, school: School) -> None:
    await accepted_notice(session, "SAKIT demam")
    await report(session, school)
    await set_rule(session, "bell_monday", "", now=NOW)
    await find_contradictions(session, now=LATER)
    assert await contradictions(session) == []


@pytest.mark.parametrize(("outcome", "corrected"), [(AS_NOTICED, [(None, SICK)]), (HERE, [])])
async def test_one_tap_says_whether_the_guardian_or_the_class_was_right(
    session: AsyncSession,
    school: School,
    outcome: ContradictionOutcome,
    corrected: list[tuple[AbsenceReason | None, AbsenceReason | None]],
) -> None:
    await accepted_notice(session, "SAKIT demam")
    await report(session, school)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    await settled(session, HOMEROOM, found, outcome)
    corrections = (await session.scalars(select(Correction))).all()
    assert [(one.reason_before, one.reason_after) for one in corrections] == corrected
    assert all("(sudah disetujui), tetapi dilaporkan hadir" in one.why for one in corrections)
    await find_contradictions(session, now=LATER + timedelta(minutes=1))
    assert len(await contradictions(session)) == 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [(HOMEROOM, None), (DUTY, None), (OTHER_HOMEROOM, NotFound), (SECRETARY, NotAllowed), (COUNSELOR, NotAllowed)],
)
async def test_who_may_say_that_the_guardian_was_right(
    session: AsyncSession, school: School, who: int, refusal: type[Exception] | None
) -> None:
    await accepted_notice(session, "IZIN acara keluarga")
    await report(session, school)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    if refusal is None:
        await settled(session, who, found, AS_NOTICED)
    else:
        with pytest.raises(refusal):
            await settled(session, who, found, AS_NOTICED)
    assert (found.outcome is None) is (refusal is not None)


async def test_the_question_vanishes_when_the_class_names_the_pupil(session: AsyncSession, school: School) -> None:
    await accepted_notice(session, "SAKIT demam")
    await report(session, school)
    await find_contradictions(session, now=LATER)
    await report(session, school, now=LATER, budi=ALFA)
    await find_contradictions(session, now=LATER + timedelta(minutes=1))
    [gone] = await contradictions(session)
    assert gone.withdrawn_at is not None


async def test_a_scan_takes_the_place_of_an_open_question_and_opens_no_settled_one_again(
    session: AsyncSession, school: School
) -> None:
    await accepted_notice(session, "SAKIT demam")
    await report(session, school)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    async with session.begin_nested() as settling:
        await settled(session, HOMEROOM, found, HERE)
        await scan(session, school.budi)
        await find_contradictions(session, now=LATER + timedelta(minutes=1))
        assert [one.kind for one in await contradictions(session)] == [OVERRULED]
        await settling.rollback()
    await scan(session, school.budi)
    await find_contradictions(session, now=LATER + timedelta(minutes=1))
    asked = [(one.kind, one.withdrawn_at is None) for one in await contradictions(session)]
    assert asked == [(OVERRULED, False), (NOTICE, True)]
