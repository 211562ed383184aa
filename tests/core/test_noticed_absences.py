"""A class is about to be reported without a pupil whose absence a guardian has explained and staff have accepted."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import drafts
from core.corrections import DayChange, correct_day
from core.drafts import DraftScreen
from core.errors import NotFound
from core.noticed_absences import Answer, LeftOut, NoticedLeftOut
from core.reporting import SentReport
from db.models import AbsenceReason, ClassReport
from tests.core.attendance_events import notice
from tests.core.school_day import report, scan
from tests.school import HOMEROOM, NOW, OTHER_HOMEROOM, SECRETARY, TODAY, School, actor

SICK, LEAVE, ALFA = AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED
LATER = NOW + timedelta(minutes=1)


async def opened(session: AsyncSession, school: School) -> DraftScreen:
    return await drafts.open_draft(session, await actor(session, SECRETARY), school.x_rpl_1.id, now=LATER)


async def filled_in(session: AsyncSession, school: School, entries: Mapping[int, AbsenceReason]) -> DraftScreen:
    secretary = await actor(session, SECRETARY)
    return await drafts.fill_draft(session, secretary, school.x_rpl_1.id, entries, now=LATER)


async def sent(
    session: AsyncSession, screen: DraftScreen, answer: Answer | None = None, by: int = SECRETARY
) -> SentReport:
    who, shown = await actor(session, by), drafts.digest_of(screen.draft.entries)
    return await drafts.send_draft(session, who, screen.draft.id, shown=shown, noticed=answer, now=LATER)


def entries_of(found: SentReport) -> Mapping[int, AbsenceReason]:
    return {entry.student_id: entry.reason for entry in found.report.entries}


@pytest.fixture
async def budi_is_ill(session: AsyncSession, school: School) -> None:
    await notice(session, school.budi, SICK, TODAY - timedelta(days=1), TODAY, accepted=True)


@pytest.mark.usefixtures("budi_is_ill")
async def test_nihil_asks_about_the_pupil_first_and_is_not_sent(session: AsyncSession, school: School) -> None:
    screen = await opened(session, school)
    with pytest.raises(NoticedLeftOut) as question:
        await sent(session, screen)
    assert question.value == NoticedLeftOut(school.x_rpl_1.id, [LeftOut(school.budi.id, "Budi Santoso", SICK)])
    assert await session.scalar(select(ClassReport.id)) is None


@pytest.mark.usefixtures("budi_is_ill")
async def test_a_report_that_names_others_asks_too(session: AsyncSession, school: School) -> None:
    secretary, screen = await actor(session, SECRETARY), await opened(session, school)
    screen = await drafts.tap_name(session, secretary, screen.draft.id, school.siti.id, now=LATER)
    with pytest.raises(NoticedLeftOut):
        await sent(session, screen)
    assert entries_of(await sent(session, screen, Answer.INCLUDE)) == {school.siti.id: SICK, school.budi.id: SICK}


@pytest.mark.usefixtures("budi_is_ill")
@pytest.mark.parametrize("answer", Answer)
async def test_the_answer_sends_it_with_the_pupil_or_as_it_is(
    session: AsyncSession, school: School, answer: Answer
) -> None:
    found = await sent(session, await opened(session, school), answer)
    assert entries_of(found) == ({school.budi.id: SICK} if answer is Answer.INCLUDE else {})


@pytest.mark.usefixtures("budi_is_ill")
async def test_who_is_named_is_not_asked_about_whatever_the_reason(session: AsyncSession, school: School) -> None:
    screen = await filled_in(session, school, {school.budi.id: LEAVE})
    assert entries_of(await sent(session, screen)) == {school.budi.id: LEAVE}


@pytest.mark.parametrize("accepted", [None, False])
async def test_a_notice_that_nobody_has_accepted_is_not_asked_about(
    session: AsyncSession, school: School, accepted: bool | None
) -> None:
    await notice(session, school.budi, SICK, TODAY, TODAY, accepted=accepted)
    assert entries_of(await sent(session, await opened(session, school))) == {}


async def test_a_notice_of_another_day_or_class_is_not_asked_about(session: AsyncSession, school: School) -> None:
    yesterday = TODAY - timedelta(days=1)
    await notice(session, school.budi, SICK, yesterday, yesterday, accepted=True)
    await notice(session, school.rina, SICK, TODAY, TODAY, accepted=True)
    assert entries_of(await sent(session, await opened(session, school))) == {}


@pytest.mark.usefixtures("budi_is_ill")
@pytest.mark.parametrize("how", ["seen at the gate", "set right by staff", "called present before"])
async def test_of_whom_more_is_known_nobody_is_asked(session: AsyncSession, school: School, how: str) -> None:
    match how:
        case "seen at the gate":
            await scan(session, school.budi)
        case "set right by staff":
            present = DayChange(school.budi.id, None, TODAY)
            await correct_day(session, await actor(session, HOMEROOM), present, why="sudah sehat", now=NOW)
        case _:
            await report(session, school, siti=ALFA)
    screen = await filled_in(session, school, {school.siti.id: SICK})
    assert entries_of(await sent(session, screen)) == {school.siti.id: SICK}


@pytest.mark.usefixtures("budi_is_ill")
async def test_who_was_reported_and_is_left_out_of_the_correction_is_asked_about(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=SICK)
    screen = await opened(session, school)
    screen = await drafts.tap_name(session, await actor(session, SECRETARY), screen.draft.id, school.budi.id, now=LATER)
    with pytest.raises(NoticedLeftOut):
        await sent(session, screen)


@pytest.mark.usefixtures("budi_is_ill")
@pytest.mark.parametrize("answer", [None, *Answer])
async def test_somebody_elses_draft_is_not_asked_about_and_not_sent(
    session: AsyncSession, school: School, answer: Answer | None
) -> None:
    screen = await opened(session, school)
    with pytest.raises(NotFound):
        await sent(session, screen, answer, by=OTHER_HOMEROOM)
