"""The calendar read from the database: what is confirmed, not removed, and touches the days asked for."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Hours
from core.calendar_facts import calendar_between
from core.school_rules import set_rule
from db.models import CalendarEntry, CalendarKind
from tests.school import NOW, TODAY, School


def entry(kind: CalendarKind, name: str, first: date = TODAY, days: int = 1, **more: object) -> CalendarEntry:
    last = first + timedelta(days=days - 1)
    stored = {"kind": kind, "name": name, "first_day": first, "last_day": last, "added_at": NOW, "confirmed_at": NOW}
    return CalendarEntry(**stored | more)


async def test_only_confirmed_entries_that_were_not_removed_count(session: AsyncSession) -> None:
    proposed = entry(CalendarKind.NATIONAL_HOLIDAY, "Usulan", confirmed_at=None)
    removed = entry(CalendarKind.SCHOOL_HOLIDAY, "Dihapus", removed_at=NOW)
    session.add_all([proposed, removed])
    assert (await calendar_between(session, TODAY, TODAY)).is_school_day(TODAY)
    proposed.confirmed_at = NOW
    assert (await calendar_between(session, TODAY, TODAY)).why_closed(TODAY) == "Usulan"


async def test_every_kind_is_read_as_it_was_stored(session: AsyncSession, school: School) -> None:
    tomorrow, week = TODAY + timedelta(days=1), TODAY + timedelta(days=6)
    hours = {"monday": ["07:30", "12:00"], "tuesday": ["08:00", None], "friday": None}
    session.add_all(
        [
            entry(CalendarKind.SPECIAL_HOURS, "Ramadan", days=5, hours=hours),
            entry(CalendarKind.WORK_PLACEMENT, "PKL", days=30, school_class_id=school.x_rpl_2.id),
            entry(CalendarKind.SCHOOL_HOLIDAY, "ANBK", tomorrow, grades=[11, 12]),
            entry(CalendarKind.EMERGENCY_CLOSURE, "Banjir", closed_from=time(10)),
        ]
    )
    await set_rule(session, "arrival_tolerance_minutes", "5", now=NOW)
    calendar = await calendar_between(session, TODAY, week)
    five = timedelta(minutes=5)
    closed_early = Hours(time(7, 30), time(10), five, closed_from=time(10))
    assert calendar.hours_on(TODAY, grade=10, class_id=school.x_rpl_1.id) == closed_early
    assert calendar.hours_on(TODAY, grade=10, class_id=school.x_rpl_2.id) is None
    assert calendar.hours_on(tomorrow, grade=10) == Hours(time(8), None, five)
    assert calendar.hours_on(tomorrow, grade=12) is None
    assert len(calendar.school_days(TODAY, week)) == 4


async def test_entries_beside_the_days_asked_for_are_not_read(session: AsyncSession) -> None:
    session.add_all(entry(CalendarKind.SCHOOL_HOLIDAY, "Libur", TODAY + timedelta(days=i)) for i in (-1, 0, 3, 4))
    calendar = await calendar_between(session, TODAY, TODAY + timedelta(days=3))
    assert {e.first_day for e in calendar.entries} == {TODAY, TODAY + timedelta(days=3)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": CalendarKind.SPECIAL_HOURS},
        {"kind": CalendarKind.EMERGENCY_CLOSURE},
        {"kind": CalendarKind.WORK_PLACEMENT},
        {"kind": CalendarKind.SCHOOL_HOLIDAY, "days": 0},
        {"kind": CalendarKind.SCHOOL_HOLIDAY, "closed_from": time(10)},
    ],
)
async def test_the_database_takes_no_entry_that_means_nothing(session: AsyncSession, wrong: dict[str, object]) -> None:
    session.add(entry(name="Aneh", **wrong))  # type: ignore[arg-type]  # as `entry` takes them
    with pytest.raises(IntegrityError):
        await session.flush()
