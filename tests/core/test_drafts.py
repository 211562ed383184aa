"""A report being filled in: what it starts from, what a screen may send, and until when."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.drafts import (
    Changes,
    DraftScreen,
    OtherReason,
    digest_of,
    fill_draft,
    open_draft,
    reopen_draft,
    send_draft,
    tap_name,
)
from core.errors import CutOffPassed, DraftChanged, NotAllowed, NotFound
from core.reporting import report_for
from core.school_rules import set_rule
from db.models import AbsenceReason
from tests.core.school_day import report
from tests.school import COUNSELOR, HOMEROOM, NOW, OTHER_HOMEROOM, PRESIDENT, SECRETARY, TODAY, School, actor

SICK, EXCUSED, ALFA = AbsenceReason.SICK, AbsenceReason.EXCUSED, AbsenceReason.UNEXCUSED
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)


async def opened(session: AsyncSession, school: School, now: datetime, who: int = PRESIDENT) -> DraftScreen:
    return await open_draft(session, await actor(session, who), school.x_rpl_1.id, now=now)


async def test_typed_and_tapped_names_stay_until_the_first_report(session: AsyncSession, school: School) -> None:
    agus = await actor(session, PRESIDENT)
    screen = await fill_draft(session, agus, school.x_rpl_1.id, {school.budi.id: ALFA}, now=NOW)
    await tap_name(session, agus, screen.draft.id, school.siti.id, now=SOON)
    again = await opened(session, school, LATER)
    assert again.draft.entries == {str(school.budi.id): "A", str(school.siti.id): "S"}
    assert again.changes is None


async def test_a_correction_says_who_is_present_after_all_who_is_not_and_for_whom_the_reason_is_another(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=ALFA, siti=SICK)
    agus = await actor(session, PRESIDENT)
    meant = {school.siti.id: EXCUSED, school.andi.id: SICK}
    screen = await fill_draft(session, agus, school.x_rpl_1.id, meant, now=SOON)
    assert screen.changes == Changes(["Budi Santoso"], ["Andi Wijaya"], [OtherReason("Siti Aminah", "S", "I")])
    assert (await opened(session, school, SOON)).changes == Changes([], [], [])


async def test_what_was_tapped_on_the_screen_of_a_correction_stays_and_what_was_typed_does_not(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=ALFA)
    agus, budi = await actor(session, PRESIDENT), str(school.budi.id)
    screen = await opened(session, school, SOON)
    await tap_name(session, agus, screen.draft.id, school.siti.id, now=SOON)
    assert (await opened(session, school, LATER)).draft.entries == {budi: "A", str(school.siti.id): "S"}
    await fill_draft(session, agus, school.x_rpl_1.id, {school.andi.id: SICK}, now=LATER)
    assert (await opened(session, school, LATER)).draft.entries == {budi: "A"}


async def test_a_typed_line_in_place_of_a_report_can_be_tapped_on_and_sent(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, budi=ALFA)
    agus = await actor(session, PRESIDENT)
    draft = (await fill_draft(session, agus, school.x_rpl_1.id, {school.andi.id: SICK}, now=SOON)).draft
    with pytest.raises(DraftChanged):
        await send_draft(session, agus, draft.id, shown=digest_of({}), now=SOON)
    assert (await reopen_draft(session, agus, draft.id, now=SOON)).draft.entries == {str(school.andi.id): "S"}
    await tap_name(session, agus, draft.id, school.siti.id, now=LATER)
    sent = await send_draft(session, agus, draft.id, shown=digest_of(draft.entries), now=LATER)
    assert {entry.student_id for entry in sent.report.entries} == {school.andi.id, school.siti.id}


async def test_after_the_cut_off_leaders_open_nothing_that_was_reported_and_a_first_report_still(
    session: AsyncSession, school: School
) -> None:
    await set_rule(session, "class_report_cutoff", "06:00", now=NOW)
    agus = await actor(session, PRESIDENT)
    assert (await opened(session, school, NOW)).changes is None
    await report(session, school, budi=ALFA)
    with pytest.raises(CutOffPassed) as refused:
        await opened(session, school, SOON)
    assert refused.value.school_class_id == school.x_rpl_1.id
    with pytest.raises(CutOffPassed):
        await fill_draft(session, agus, school.x_rpl_1.id, {}, now=SOON)
    assert (await opened(session, school, SOON, HOMEROOM)).changes == Changes([], [], [])


async def test_a_report_is_shown_to_those_who_may_report_the_class_and_to_nobody_else(
    session: AsyncSession, school: School
) -> None:
    secretary, x_rpl_1 = await actor(session, SECRETARY), school.x_rpl_1.id
    with pytest.raises(NotFound):
        await report_for(session, secretary, x_rpl_1, now=NOW)
    await report(session, school, budi=ALFA)
    sent = await report_for(session, secretary, x_rpl_1, now=NOW)
    assert [(sent.names[entry.student_id], entry.reason) for entry in sent.report.entries] == [("Budi Santoso", ALFA)]
    stranger = Actor(10**6, "Orang asing", TODAY, frozenset())
    for who, refusal in [
        (stranger, NotFound),
        (await actor(session, OTHER_HOMEROOM), NotFound),
        (await actor(session, COUNSELOR), NotAllowed),
    ]:
        with pytest.raises(refusal):
            await report_for(session, who, x_rpl_1, now=NOW)
