"""Who may have a recap of whom, and of which days: the table of roles and pupils, with what each file names."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.documents.recap_pdf import recap_pages
from core.documents.recap_xlsx import recap_workbook
from core.errors import NotFound
from core.periods import Period, day_alone
from core.policy import limit_to
from core.recap_scopes import Place, Scope, scope_for, scopes_for
from core.recap_views import Asked, chart_facts_of, file_of, view_of
from db.models import AbsenceReason
from tests.core.attendance_events import report
from tests.core.documents.pdf import pages
from tests.core.documents.workbooks import texts
from tests.core.test_policy import EVERYBODY, SEES
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    OFFICER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    TODAY,
    School,
    actor,
)

LAST_WEEK = Period(TODAY - timedelta(days=7), TODAY - timedelta(days=3))
NO_HISTORY = (SECRETARY, PRESIDENT, DUTY, OFFICER)
SCOPES = {
    SECRETARY: ["X RPL 1"],
    PRESIDENT: ["X RPL 1"],
    HOMEROOM: ["X RPL 1"],
    OTHER_HOMEROOM: ["X TKRO 1"],
    HEAD_RPL: ["RPL", "X RPL 1", "X RPL 2"],
    COUNSELOR: ["", "RPL", "TKRO", "X RPL 1", "X RPL 2", "X TKRO 1"],
    DUTY: ["", "RPL", "TKRO", "X RPL 1", "X RPL 2", "X TKRO 1"],
    LEADER: ["", "RPL", "TKRO", "X RPL 1", "X RPL 2", "X TKRO 1"],
    ADMIN: ["", "RPL", "TKRO", "X RPL 1", "X RPL 2", "X TKRO 1"],
    OFFICER: [],
}


@pytest.mark.parametrize("telegram_id", SEES)
@pytest.mark.parametrize("period", [day_alone(TODAY), LAST_WEEK], ids=["today", "last week"])
async def test_each_role_is_offered_its_own_and_history_only_where_it_has_any(
    session: AsyncSession, school: School, telegram_id: int, period: Period
) -> None:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    found = [scope.name for scope in await scopes_for(session, who, period)]
    assert found == ([] if telegram_id in NO_HISTORY and period is LAST_WEEK else SCOPES[telegram_id])


@pytest.mark.parametrize("telegram_id", SEES)
@pytest.mark.parametrize("period", [day_alone(TODAY), LAST_WEEK], ids=["today", "last week"])
async def test_no_table_chart_or_file_names_anybody_else(
    session: AsyncSession, school: School, telegram_id: int, period: Period
) -> None:
    for school_class in (school.x_rpl_1, school.x_rpl_2, school.x_tkro_1):
        await report(session, school_class, period.last, {school.budi.id: AbsenceReason.UNEXCUSED})
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    named: set[str] = set()
    for scope in await scopes_for(session, who, period):
        asked = Asked(who, scope, period)
        facts = await chart_facts_of(session, asked)
        book = await file_of(session, asked)
        assert book is not None
        shown = [name for name, _ in (await view_of(session, asked)).lines]
        shown += [facts.place, *facts.class_names.values()]
        shown += ["\n".join(pages(recap_pages(book))), *texts(recap_workbook(book))]
        named |= {name for name in EVERYBODY for text in shown if name in text}
    assert named == (set() if telegram_id in NO_HISTORY and period is LAST_WEEK else SEES[telegram_id])


@pytest.mark.parametrize("telegram_id", [HOMEROOM, HEAD_RPL, SECRETARY, OFFICER])
async def test_what_is_not_offered_does_not_exist(session: AsyncSession, school: School, telegram_id: int) -> None:
    who = await actor(session, telegram_id)
    for place, number in (
        (Place.SCHOOL, 0),
        (Place.CLASS, school.x_tkro_1.id),
        (Place.DEPARTMENT, school.x_tkro_1.department_id or 0),
        (Place.CLASS, 0),
    ):
        with pytest.raises(NotFound):
            await scope_for(session, who, day_alone(TODAY), place, number)


async def test_days_to_come_are_no_recap_and_a_period_ends_today(session: AsyncSession, school: School) -> None:
    who = await actor(session, LEADER)
    month = Period(date(2026, 11, 1), date(2026, 11, 30))
    whole = await view_of(session, Asked(who, Scope(Place.SCHOOL), month))
    assert whole.school_days == 16  # 2 to 23 November
    ahead = await view_of(session, Asked(who, Scope(Place.SCHOOL), Period(date(2026, 12, 1), date(2026, 12, 2))))
    assert (ahead.lines, ahead.school_days) == ((), 0)
