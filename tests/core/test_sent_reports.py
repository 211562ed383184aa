"""Who got which report is kept; whom it did not reach, the administration hears."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.daily_report_delivery import send_daily_report
from core.errors import NotAllowed
from core.failed_reports import tell_of_failed_reports
from core.sent_reports import Fate, sent_day_for, sent_on
from db.models import OutboxMessage, Role
from tests.core.report_day import DUE
from tests.school import ADMIN, COUNSELOR, DUTY, HOMEROOM, LEADER, OTHER_HOMEROOM, SECRETARY, TODAY, School, actor

LATER = DUE + timedelta(minutes=10)


async def told(session: AsyncSession) -> list[tuple[str, str]]:
    rows = await session.execute(
        select(OutboxMessage.recipient, OutboxMessage.body).where(
            OutboxMessage.dedupe_key.startswith("daily-report-failed:")
        )
    )
    return [(recipient, body) for recipient, body in rows]


async def give_up(session: AsyncSession, who: int) -> None:
    lost = {"given_up_at": LATER, "last_error": "Forbidden: bot was blocked by the user <3"}
    await session.execute(update(OutboxMessage).where(OutboxMessage.recipient == str(who)).values(lost))


async def test_everybody_who_was_owed_it_is_listed_with_what_became_of_it(
    session: AsyncSession, school: School
) -> None:
    await send_daily_report(session, now=DUE)
    sent = OutboxMessage.recipient.in_([str(ADMIN), str(HOMEROOM)])
    await session.execute(update(OutboxMessage).where(sent).values(sent_at=DUE))
    one_part = select(OutboxMessage.id).where(OutboxMessage.recipient == str(LEADER)).limit(1).scalar_subquery()
    await session.execute(update(OutboxMessage).where(OutboxMessage.id == one_part).values(sent_at=DUE))
    await give_up(session, OTHER_HOMEROOM)
    [report] = await sent_on(session, TODAY, now=LATER)
    assert [(one.name, one.role, one.school_class, one.fate) for one in report.recipients] == [
        ("Pak Harto", Role.HOMEROOM_TEACHER, "X TKRO 1", Fate.FAILED),
        ("Bu Kepala", Role.LEADERSHIP, None, Fate.WAITING),
        ("Pak Admin", Role.ADMINISTRATOR, None, Fate.SENT),
        ("Bu Ratna", Role.HOMEROOM_TEACHER, "X RPL 1", Fate.SENT),
    ]
    assert report.recipients[-1].at == DUE
    day = await sent_day_for(session, await actor(session, LEADER), TODAY + timedelta(days=2), now=LATER)
    assert (day.on, day.versions, day.before, day.after) == (TODAY, [report], None, None)


async def test_only_the_administration_may_ask(session: AsyncSession, school: School) -> None:
    for number in (HOMEROOM, DUTY, COUNSELOR, SECRETARY):
        with pytest.raises(NotAllowed):
            await sent_day_for(session, await actor(session, number), TODAY, now=DUE)


async def test_the_administration_hears_once_whom_it_did_not_reach_and_again_of_more(
    session: AsyncSession, school: School
) -> None:
    await send_daily_report(session, now=DUE)
    await tell_of_failed_reports(session, now=LATER)
    assert await told(session) == []
    await give_up(session, HOMEROOM)
    for _ in range(2):
        await tell_of_failed_reports(session, now=LATER)
    assert [recipient for recipient, _ in await told(session)] == [str(LEADER), str(ADMIN)]
    assert (
        "• Bu Ratna (wali kelas X RPL 1): Forbidden: bot was blocked by the user &lt;3" in (await told(session))[0][1]
    )
    await give_up(session, OTHER_HOMEROOM)
    await tell_of_failed_reports(session, now=LATER)
    assert len(await told(session)) == 4
