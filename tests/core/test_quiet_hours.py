"""SMS that nobody asked for wait for the morning."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.quiet_hours import after_quiet_hours
from core.school_rules import SchoolRules
from db.models import AbsenceReason, Channel, OutboxMessage
from tests.core.reporting import report_class
from tests.school import NOW, SECRETARY, TODAY, WIB, School, actor


def at(clock: str, days: int = 0) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time.fromisoformat(clock), WIB)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (at("19:59"), at("19:59")),
        (at("20:00"), at("05:30", 1)),
        (at("23:59"), at("05:30", 1)),
        (at("00:00"), at("05:30")),
        (at("05:29"), at("05:30")),
        (at("05:30"), at("05:30")),
    ],
)
def test_the_night_ends_in_the_morning(moment: datetime, then: datetime) -> None:
    assert after_quiet_hours(moment, SchoolRules()) == then


@pytest.mark.parametrize(
    ("begins", "ends", "moment", "then"),
    [
        ("12:00", "13:00", at("12:30"), at("13:00")),
        ("12:00", "13:00", at("13:00"), at("13:00")),
        ("", "05:30", at("23:00"), at("23:00")),
        ("20:00", "", at("23:00"), at("23:00")),
        ("20:00", "20:00", at("20:00"), at("20:00")),
    ],
)
def test_the_school_sets_them_or_has_none(begins: str, ends: str, moment: datetime, then: datetime) -> None:
    rules = SchoolRules.model_validate({"quiet_from": begins, "quiet_until": ends})
    assert after_quiet_hours(moment, rules) == then


async def test_an_alert_that_would_leave_at_night_waits(session: AsyncSession, school: School) -> None:
    late = NOW.replace(hour=4)
    absent = {school.budi.id: AbsenceReason.UNEXCUSED}
    await report_class(session, await actor(session, SECRETARY), school.x_rpl_1.id, absent, seen=late, now=late)
    due = await session.scalars(select(OutboxMessage.not_before).where(OutboxMessage.channel == Channel.SMS))
    assert set(due) == {at("05:30")}
