"""When the daily report goes out is the school's own, as long as everybody has it before four."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.wording.admin_rules import bad_value
from core.errors import BadRule
from core.school_rules import reset_rule, school_rules, set_rule
from db.models import SchoolRule
from tests.school import NOW


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("daily_report_at", "16:00"),
        ("daily_report_at", "15:56"),  # after the last call
        ("report_deadline", "16:00"),
        ("report_deadline", "15:29"),  # before the report
    ],
)
async def test_a_report_after_four_or_in_the_wrong_order_is_refused(
    session: AsyncSession, key: str, value: str
) -> None:
    before = await school_rules(session)
    with pytest.raises(BadRule) as refused:
        await set_rule(session, key, value, now=NOW)
    assert "before 16:00" in refused.value.allowed
    assert "sebelum 16.00 dan tidak" in bad_value(key)
    assert await school_rules(session) == before


async def test_back_to_a_default_that_does_not_fit_any_more_is_refused(session: AsyncSession) -> None:
    await set_rule(session, "daily_report_at", "13:00", now=NOW)
    await set_rule(session, "report_deadline", "13:30", now=NOW)
    with pytest.raises(BadRule):
        await reset_rule(session, "daily_report_at", now=NOW)
    await reset_rule(session, "report_deadline", now=NOW)
    await reset_rule(session, "daily_report_at", now=NOW)


async def test_a_school_that_had_both_too_late_sets_one_right_after_the_other(session: AsyncSession) -> None:
    for key, value in (("daily_report_at", "17:00"), ("report_deadline", "17:30")):
        session.add(SchoolRule(key=key, value=value, changed_at=NOW))
    await session.flush()
    await set_rule(session, "daily_report_at", "15:00", now=NOW)
    await set_rule(session, "report_deadline", "15:30", now=NOW)
