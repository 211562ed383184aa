"""No school day's report is lost because the machine was off in the afternoon, and none goes out twice."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.daily_report_delivery import send_overdue_reports
from core.daily_report_hours import days_overdue, report_slot
from core.school_rules import SchoolRules, set_rule
from db.engine import Transaction
from db.models import OutboxMessage, StoredDailyReport
from scheduler.service import Scheduler
from tests.core.at_once import one_waits
from tests.core.report_day import DUE, have_a_day
from tests.core.school_day import scan
from tests.school import ADMIN, HOMEROOM, NOW, TODAY, School, found_school

A_DAY = timedelta(days=1)
TUESDAY, FRIDAY = NOW + A_DAY, NOW + 4 * A_DAY
RULES = SchoolRules.model_validate({})


async def bells(transaction: Transaction, *moments: datetime) -> None:
    """The machine is on at these moments, and at no others."""
    for moment in moments:
        await Scheduler(transaction, lambda at=moment: at).tick()  # type: ignore[misc]  # bound now


async def sent(transaction: Transaction, to: int = HOMEROOM) -> list[tuple[str, bool]]:
    """(day, late) of what somebody was owed, in its order."""
    async with transaction() as session:
        found = (
            select(OutboxMessage)
            .where(OutboxMessage.recipient == str(to), OutboxMessage.dedupe_key.startswith("daily-report:"))
            .order_by(OutboxMessage.id)
        )
        rows = (await session.scalars(found)).all()
        return [(row.dedupe_key.split(":")[1], "Terlambat dikirim" in row.body) for row in rows]


@pytest.fixture
async def monday(transaction: Transaction) -> School:
    async with transaction() as session:
        return await have_a_day(session, await found_school(session))


async def test_off_from_noon_until_the_next_afternoon_both_days_go_out_the_older_one_first(
    transaction: Transaction, monday: School
) -> None:
    back = DUE + A_DAY + timedelta(minutes=10)
    await bells(transaction, NOW, back, back, back + timedelta(minutes=1), back + timedelta(hours=6))
    assert await sent(transaction) == [("2026-11-23", True), ("2026-11-24", True)]


async def test_off_over_the_end_of_one_day_it_goes_out_the_next_morning_and_that_day_on_time(
    transaction: Transaction, monday: School
) -> None:
    await bells(transaction, TUESDAY, TUESDAY + timedelta(minutes=1), DUE + A_DAY)
    assert await sent(transaction) == [("2026-11-23", True), ("2026-11-24", False)]
    async with transaction() as session:
        body = await session.scalar(
            select(OutboxMessage.body).where(OutboxMessage.recipient == str(ADMIN)).order_by(OutboxMessage.id).limit(1)
        )
    assert "Senin, 23 November 2026 · keadaan Selasa, 24 November 2026 pukul 07.05\n⏰ Terlambat" in (body or "")


async def test_off_over_a_weekend_fridays_report_goes_out_when_it_is_back(
    transaction: Transaction, monday: School
) -> None:
    async with transaction() as session:
        await scan(session, monday.budi, FRIDAY)
        await scan(session, monday.budi, FRIDAY + A_DAY)  # on a Saturday: somebody came all the same
    await bells(transaction, DUE, FRIDAY + 2 * A_DAY, FRIDAY + 3 * A_DAY)
    assert await sent(transaction) == [("2026-11-23", False), ("2026-11-27", True)]


async def test_off_over_several_days_those_go_out_of_which_something_is_known(
    transaction: Transaction, monday: School
) -> None:
    """A station went on by itself on Wednesday; of Tuesday nobody knows anything."""
    async with transaction() as session:
        await scan(session, monday.andi, NOW + 2 * A_DAY)
    await bells(transaction, FRIDAY)
    assert await sent(transaction) == [("2026-11-23", True), ("2026-11-25", True)]


async def test_what_is_older_than_a_week_stays_unsent(transaction: Transaction, monday: School) -> None:
    await bells(transaction, NOW + 8 * A_DAY)
    assert await sent(transaction) == []


async def test_a_holiday_on_which_somebody_came_has_no_report(transaction: Transaction, monday: School) -> None:
    async with transaction() as session:
        await set_rule(session, "bell_monday", "", now=NOW)
    await bells(transaction, TUESDAY)
    assert await sent(transaction) == []


async def test_of_days_before_the_school_used_the_service_nothing_goes_out(
    transaction: Transaction, monday: School
) -> None:
    """A machine's export tells of Friday; the pupils were brought in on Monday."""
    async with transaction() as session:
        await scan(session, monday.budi, NOW - 3 * A_DAY)
    await bells(transaction, NOW)
    assert await sent(transaction) == []


async def test_of_two_services_that_come_back_at_once_one_sends_and_the_other_waits(apart: Transaction) -> None:
    async with apart() as session:
        await have_a_day(session, await found_school(session))
    async with apart() as first:
        await send_overdue_reports(first, now=TUESDAY)
        other = asyncio.ensure_future(_send_overdue(apart))
        await one_waits(apart)  # having seen nothing of the first, which is not committed
        assert not other.done()
    await other
    async with apart() as session:
        assert (await session.scalars(select(StoredDailyReport.on_date))).all() == [TODAY]
    assert await sent(apart) == [("2026-11-23", True)]


async def _send_overdue(transaction: Transaction) -> None:
    async with transaction() as session:
        await send_overdue_reports(session, now=TUESDAY + timedelta(seconds=15))


async def test_nothing_is_known_of_a_school_without_pupils(session: AsyncSession) -> None:
    await send_overdue_reports(session, now=TUESDAY)
    assert (await session.scalars(select(StoredDailyReport))).all() == []


def test_today_is_due_from_its_hour_on_and_overdue_is_the_week_before() -> None:
    assert report_slot(NOW, RULES) is None
    assert report_slot(DUE, RULES) == f"{TODAY}"
    assert days_overdue(NOW) == [TODAY - n * A_DAY for n in range(7, 0, -1)]
