"""Gate, class and guardian compared: what contradicts, who hears of it, and how it is settled."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.attendance import DayEvents
from core.check_ins import check_in_all
from core.contradiction_finding import find_contradictions, find_late_contradictions
from core.contradiction_settling import contradiction_for, settle
from core.contradictions import AtGate, Disagreement, disagreement, is_gate_used
from core.corrections import DayChange, correct_day
from core.errors import AlreadySettled, NotAllowed, NotFound, NothingToSettle, TooLongAgo
from core.inbound_sms import handle, store
from core.incoming_scans import Incoming, Moment
from core.school_rules import set_rule
from db.models import (
    AbsenceReason,
    Channel,
    Contradiction,
    ContradictionKind,
    ContradictionOutcome,
    Correction,
    Direction,
    OutboxMessage,
    Student,
)
from tests.core.contradicting import LATER, contradictions, settled, told
from tests.core.school_day import report, scan
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    NOW,
    OTHER_HOMEROOM,
    SECRETARY,
    School,
    actor,
)

SICK, LEAVE, ALFA = AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED
ON_DUTY, SENT_HOME = AbsenceReason.ON_DUTY, AbsenceReason.SENT_HOME
ABSENT, MISSED, NOTICE, OVERRULED = (
    ContradictionKind.ABSENT_BUT_IN,
    ContradictionKind.NEVER_SCANNED,
    ContradictionKind.NOTICE_BUT_IN,
    ContradictionKind.NOTICE_BUT_PRESENT,
)
CUT, HERE, WENT_HOME, AWAY, AS_NOTICED = ContradictionOutcome
IN = AtGate(seen_at=NOW)
AFTER_GRACE = NOW.replace(hour=8, minute=1)


def reported(reason: AbsenceReason | None, **more: object) -> DayEvents:
    return DayEvents(class_reported=True, reported_reason=reason, **more)  # type: ignore[arg-type]  # as DayEvents' own


@pytest.mark.parametrize(
    ("events", "gate", "found"),
    [
        (reported(ALFA), IN, Disagreement(ABSENT, ALFA)),
        (reported(SICK), IN, Disagreement(ABSENT, SICK)),
        (reported(LEAVE), IN, Disagreement(ABSENT, LEAVE)),
        (reported(ON_DUTY), IN, None),
        (reported(SENT_HOME), IN, None),
        (reported(None), IN, None),
        (reported(ALFA), AtGate(), None),
        (reported(SICK), AtGate(NOW, left_early=True), None),
        (reported(ALFA), AtGate(NOW, left_early=True), Disagreement(ABSENT, ALFA)),
        (reported(None), AtGate(is_missed=True), Disagreement(MISSED, None)),
        (reported(None), AtGate(), None),
        (reported(SICK), AtGate(is_missed=True), None),
        (DayEvents(), AtGate(is_missed=True), None),
        (DayEvents(), IN, None),
        (DayEvents(notice_reason=SICK), IN, Disagreement(NOTICE, SICK)),
        (DayEvents(notice_reason=SICK), AtGate(is_missed=True), None),
        (DayEvents(notice_reason=SICK, notice_accepted=True), IN, Disagreement(NOTICE, SICK)),
        (reported(None, notice_reason=SICK), IN, Disagreement(NOTICE, SICK)),
        (reported(SICK, notice_reason=SICK), IN, Disagreement(ABSENT, SICK)),
        (reported(None, notice_reason=LEAVE, notice_accepted=True), AtGate(), Disagreement(OVERRULED, LEAVE)),
        (
            reported(None, notice_reason=SICK, notice_accepted=True),
            AtGate(is_missed=True),
            Disagreement(OVERRULED, SICK),
        ),
        (reported(None, notice_reason=SICK, notice_accepted=True), IN, Disagreement(NOTICE, SICK)),
        (reported(None, notice_reason=SICK), AtGate(), None),
        (reported(ALFA, notice_reason=SICK, notice_accepted=True), AtGate(), None),
        (reported(None, notice_reason=SICK, notice_accepted=True, corrected=True), AtGate(), None),
        (DayEvents(notice_reason=SICK, notice_accepted=True), AtGate(), None),
        (reported(ALFA, corrected=True), IN, None),
        (reported(None, corrected=True, corrected_reason=ALFA), IN, None),
        (
            reported(None, corrected=True, corrected_reason=ALFA),
            AtGate(NOW, known_after_correction=True),
            Disagreement(ABSENT, ALFA),
        ),
        (reported(None, corrected=True), AtGate(is_missed=True), None),
        (reported(None, corrected=True, notice_reason=SICK), AtGate(NOW, known_after_correction=True), None),
    ],
)
def test_what_contradicts_what(events: DayEvents, gate: AtGate, found: Disagreement | None) -> None:
    assert disagreement(events, gate) == found


def test_where_most_of_a_class_was_not_scanned_the_trouble_is_the_gates() -> None:
    assert [is_gate_used(came, 36) for came in (0, 17, 18, 36)] == [False, False, True, True]
    assert not is_gate_used(0, 0)


async def cut_class(session: AsyncSession, school: School) -> Contradiction:
    """Budi is in school and reported alfa."""
    await scan(session, school.budi)
    await report(session, school, budi=ALFA)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    return found


async def test_cutting_class_is_told_once_to_the_homeroom_teacher_and_counselors(
    session: AsyncSession, school: School
) -> None:
    found = await cut_class(session, school)
    assert (found.student_id, found.kind, found.said, found.came_at) == (school.budi.id, ABSENT, ALFA, NOW)
    for minute in range(3):
        await find_contradictions(session, now=LATER + timedelta(minutes=minute))
    about = await told(session)
    assert [number for number, _ in about] == [HOMEROOM, COUNSELOR]
    assert all("Budi Santoso</b>: dilaporkan alfa, tetapi masuk lewat gerbang pukul 07.05" in text for _, text in about)


async def test_who_was_reported_alfa_and_seen_on_leaving_alone_was_there_and_the_hour_is_named(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=ALFA)
    left = NOW.replace(hour=15)
    await scan(session, school.budi, left, Direction.OUT)
    await find_contradictions(session, now=left)
    [found] = await contradictions(session)
    assert (found.student_id, found.kind, found.came_at, found.left_at) == (school.budi.id, ABSENT, None, left)
    about = await told(session)
    words = "dilaporkan alfa, tetapi pulang lewat gerbang pukul 15.05 tanpa pindai masuk"
    assert [number for number, _ in about] == [HOMEROOM, COUNSELOR]
    assert all(f"Budi Santoso</b>: {words}" in text for _, text in about)
    await settled(session, HOMEROOM, found, HERE, left)
    [correction] = await session.scalars(select(Correction))
    assert correction.why == f"Laporan keliru, hadir: {words}"


async def test_staff_who_knew_of_a_leaving_are_believed_and_others_are_asked(
    session: AsyncSession, school: School
) -> None:
    ratna, left = await actor(session, HOMEROOM), NOW.replace(hour=15)
    for student, said in ((school.budi, left - timedelta(hours=5)), (school.siti, left + timedelta(minutes=1))):
        await scan(session, student, left, Direction.OUT)
        await correct_day(session, ratna, DayChange(student.id, ALFA, NOW.date()), why="tidak tampak", now=said)
    await find_contradictions(session, now=left + timedelta(minutes=2))
    assert [found.student_id for found in await contradictions(session)] == [school.budi.id]


async def test_who_was_reported_ill_and_seen_leaving_early_alone_contradicts_nobody(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=SICK, siti=SICK)
    await scan(session, school.budi, NOW.replace(hour=10), Direction.OUT)
    await scan(session, school.siti, NOW.replace(hour=15), Direction.OUT)
    await find_contradictions(session, now=NOW.replace(hour=15))
    absent = [found.student_id for found in await contradictions(session) if found.kind is ABSENT]
    assert absent == [school.siti.id]


async def test_a_wrong_report_is_the_homeroom_teachers_alone(session: AsyncSession, school: School) -> None:
    await scan(session, school.budi)
    await report(session, school, budi=SICK)
    await find_contradictions(session, now=LATER)
    assert [number for number, _ in await told(session)] == [HOMEROOM]


async def test_a_guardians_word_against_the_gate(session: AsyncSession, school: School) -> None:
    stored = await store(session, modem="satu", sender=BUDIS_MOTHER, body="SAKIT demam", sent_at=NOW, now=NOW)
    assert stored is not None
    await handle(session, stored, now=NOW)
    await scan(session, school.budi)
    await find_contradictions(session, now=LATER)
    [(number, text)] = await told(session)
    assert number == HOMEROOM
    assert "menurut orang tua sakit, tetapi masuk lewat gerbang" in text


async def test_who_was_never_scanned_is_missed_only_after_the_grace_and_where_the_gate_is_used(
    session: AsyncSession, school: School
) -> None:
    await report(session, school)
    await find_contradictions(session, now=AFTER_GRACE)
    await scan(session, school.budi)
    await find_contradictions(session, now=AFTER_GRACE)
    assert await contradictions(session) == []  # one of three: the gate was not used
    await scan(session, school.siti)
    await find_contradictions(session, now=AFTER_GRACE - timedelta(minutes=2))
    assert await contradictions(session) == []
    await find_contradictions(session, now=AFTER_GRACE)
    [missed] = await contradictions(session)
    assert (missed.student_id, missed.kind) == (school.andi.id, MISSED)
    await scan(session, school.andi, NOW.replace(hour=15, minute=5), Direction.OUT)
    await find_contradictions(session, now=NOW.replace(hour=15, minute=6))
    assert (await contradictions(session))[0].withdrawn_at  # forgot to be scanned in, and was there


async def test_no_school_no_contradictions(session: AsyncSession, school: School) -> None:
    await scan(session, school.budi)
    await report(session, school, budi=ALFA)
    await set_rule(session, "bell_monday", "", now=NOW)
    await find_contradictions(session, now=LATER)
    assert await contradictions(session) == []


async def test_it_vanishes_when_the_facts_agree_and_lives_again_when_they_dont(
    session: AsyncSession, school: School
) -> None:
    found = await cut_class(session, school)
    await report(session, school, now=LATER)
    await find_contradictions(session, now=LATER + timedelta(minutes=1))
    [gone] = await contradictions(session)
    assert gone.withdrawn_at == LATER + timedelta(minutes=1)
    homeroom = await actor(session, HOMEROOM)
    with pytest.raises(NothingToSettle):
        await settle(session, homeroom, await contradiction_for(session, homeroom, found.id), CUT, now=LATER)
    await report(session, school, now=LATER + timedelta(minutes=2), budi=ALFA)
    await find_contradictions(session, now=LATER + timedelta(minutes=3))
    [again] = await contradictions(session)
    assert again.withdrawn_at is None
    assert len(await told(session)) == 4


@pytest.mark.parametrize(
    ("reason", "outcome", "corrected"),
    [
        (ALFA, CUT, []),
        (SICK, CUT, [(SICK, ALFA)]),
        (ALFA, HERE, [(ALFA, None)]),
        (ALFA, WENT_HOME, [(ALFA, LEAVE)]),
        (SICK, WENT_HOME, []),
    ],
)
async def test_settling_corrects_the_day_where_that_changes_it(
    session: AsyncSession,
    school: School,
    reason: AbsenceReason,
    outcome: ContradictionOutcome,
    corrected: list[tuple[AbsenceReason, AbsenceReason | None]],
) -> None:
    await scan(session, school.budi)
    await report(session, school, budi=reason)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    await settled(session, HOMEROOM, found, outcome)
    corrections = (await session.scalars(select(Correction))).all()
    assert [(one.reason_before, one.reason_after) for one in corrections] == corrected
    assert all("masuk lewat gerbang pukul 07.05" in one.why for one in corrections)
    await find_contradictions(session, now=LATER + timedelta(minutes=1))
    [stays] = await contradictions(session)
    assert (stays.outcome, stays.withdrawn_at) == (outcome, None)


async def test_of_a_settled_one_the_others_hear_once(session: AsyncSession, school: School) -> None:
    found = await cut_class(session, school)
    await settled(session, COUNSELOR, found, CUT)
    [(number, text)] = await told(session, "contradiction-settled")
    assert number == HOMEROOM
    assert "Bolos</b> (diperiksa Bu Konsel)" in text
    with pytest.raises(AlreadySettled) as refusal:
        await settled(session, HOMEROOM, found, HERE)
    assert refusal.value == AlreadySettled("Bu Konsel")


async def test_a_counselor_hears_when_a_sick_pupil_turns_out_to_have_cut_class(
    session: AsyncSession, school: School
) -> None:
    await scan(session, school.budi)
    await report(session, school, budi=SICK)
    await find_contradictions(session, now=LATER)
    [found] = await contradictions(session)
    await settled(session, HOMEROOM, found, CUT)
    assert [number for number, _ in await told(session, "contradiction-settled")] == [COUNSELOR]


@pytest.mark.parametrize(
    ("who", "outcome", "refusal"),
    [
        (OTHER_HOMEROOM, CUT, NotFound),
        (SECRETARY, CUT, NotAllowed),
        (HEAD_RPL, CUT, NotAllowed),
        (COUNSELOR, HERE, NotAllowed),
        (COUNSELOR, CUT, None),
        (DUTY, HERE, None),
        (ADMIN, WENT_HOME, None),
        (HOMEROOM, AWAY, NotFound),  # no answer to this kind
    ],
)
async def test_who_may_settle(
    session: AsyncSession,
    school: School,
    who: int,
    outcome: ContradictionOutcome,
    refusal: type[Exception] | None,
) -> None:
    found = await cut_class(session, school)
    if refusal is None:
        await settled(session, who, found, outcome)
    else:
        with pytest.raises(refusal):
            await settled(session, who, found, outcome)
    assert (found.outcome is None) is (refusal is not None)


@pytest.mark.parametrize(("days", "is_refused"), [(1, False), (30, True)])
async def test_an_answer_on_a_later_day_corrects_that_day_as_far_back_as_the_teacher_may(
    session: AsyncSession, school: School, days: int, is_refused: bool
) -> None:
    found = await cut_class(session, school)
    later = LATER + timedelta(days=days)
    if is_refused:
        with pytest.raises(TooLongAgo):
            await settled(session, HOMEROOM, found, HERE, later)
        return
    await settled(session, HOMEROOM, found, HERE, later)
    [correction] = await session.scalars(select(Correction))
    assert (correction.on_date, correction.reason_after, found.outcome) == (NOW.date(), None, HERE)


async def deliver_late(session: AsyncSession, student: Student, now: datetime) -> None:
    """A station that was without network brings a scan of NOW."""
    moment = Moment(f"late:{student.id}", NOW, now)
    await check_in_all(session, [Incoming(moment, student_id=student.id)])


async def test_yesterdays_contradiction_is_withdrawn_when_the_missing_scan_comes_late(
    session: AsyncSession, school: School
) -> None:
    await report(session, school)
    for student in (school.budi, school.siti):
        await scan(session, student)
    await find_contradictions(session, now=AFTER_GRACE)
    morning = NOW + timedelta(days=1)
    await find_late_contradictions(session, now=morning)
    assert [one.withdrawn_at for one in await contradictions(session)] == [None]
    await deliver_late(session, school.andi, morning)
    await find_late_contradictions(session, now=morning)
    assert [one.withdrawn_at for one in await contradictions(session)] == [morning]


async def test_a_late_scan_of_somebody_reported_absent_is_told_under_its_own_date(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=ALFA)
    await find_contradictions(session, now=AFTER_GRACE)
    morning = NOW + timedelta(days=1)
    await deliver_late(session, school.budi, morning)
    await deliver_late(session, school.siti, morning)
    for minute in range(2):
        await find_late_contradictions(session, now=morning + timedelta(minutes=minute))
        await find_contradictions(session, now=morning + timedelta(minutes=minute))
    [found] = await contradictions(session)  # and Andi is not called missing, whose scan may come yet
    assert (found.student_id, found.kind, found.on_date) == (school.budi.id, ABSENT, NOW.date())
    told_of = await told(session)
    assert [number for number, _ in told_of] == [HOMEROOM, COUNSELOR]
    assert all("Senin, 23 November 2026" in text for _, text in told_of)


async def test_days_longer_ago_than_a_week_are_left_alone(session: AsyncSession, school: School) -> None:
    found = await cut_class(session, school)
    morning = NOW + timedelta(days=8)
    await correct_day(
        session, await actor(session, ADMIN), DayChange(found.student_id, None, NOW.date()), why="keliru", now=morning
    )
    await find_late_contradictions(session, now=morning)
    [left] = await contradictions(session)
    assert left.withdrawn_at is None


async def test_no_guardian_hears_of_a_contradiction(session: AsyncSession, school: School) -> None:
    await scan(session, school.budi)
    await report(session, school, budi=SICK)
    await find_contradictions(session, now=LATER)
    assert not (await session.scalars(select(OutboxMessage).where(OutboxMessage.channel == Channel.SMS))).all()


async def test_what_staff_said_before_a_scan_is_questioned_and_after_it_is_not(
    session: AsyncSession, school: School
) -> None:
    ratna = await actor(session, HOMEROOM)
    for student, now in ((school.budi, NOW), (school.siti, LATER)):
        await correct_day(session, ratna, DayChange(student.id, ALFA, NOW.date()), why="tidak tampak", now=now)
        await scan(session, student, NOW + timedelta(seconds=30))
    await find_contradictions(session, now=LATER)
    assert [found.student_id for found in await contradictions(session)] == [school.budi.id]


async def cut_again(session: AsyncSession, school: School, day: int) -> datetime:
    now = NOW + timedelta(days=day)
    await scan(session, school.budi, now)
    await report(session, school, now, budi=ALFA)
    await find_contradictions(session, now=now)
    return now


async def test_three_days_in_a_fortnight_are_a_warning_once(session: AsyncSession, school: School) -> None:
    for day in (0, 1):
        await cut_again(session, school, day)
    first, _ = await contradictions(session)
    await settled(session, COUNSELOR, first, CUT, NOW + timedelta(days=1))
    assert await told(session, "cut-classes") == []
    for day in (2, 3, 4):
        await cut_again(session, school, day)
    warned = await told(session, "cut-classes")
    assert [number for number, _ in warned] == [HOMEROOM, COUNSELOR]
    assert "3 hari dalam 14 hari terakhir" in warned[0][1]
    assert "• Senin 23 Nov\n• Selasa 24 Nov (belum diperiksa)" in warned[0][1]


async def test_days_that_were_no_cut_class_warn_of_nothing(session: AsyncSession, school: School) -> None:
    for day in range(5):
        now = await cut_again(session, school, day)
        *_, found = await contradictions(session)
        await settled(session, HOMEROOM, found, HERE, now)
    assert await told(session, "cut-classes") == []
