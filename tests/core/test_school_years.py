"""The school year that a day belongs to."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.school_years import current_term, first_day_of_year, school_year_for
from db.engine import make_engine, transactions
from db.models import SchoolYear, Term


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), date(2025, 7, 1)),
        (date(2027, 1, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 7, 1)),
    ],
)
def test_a_year_begins_on_the_first_of_july(today: date, begins: date):
    assert first_day_of_year(today) == begins


async def test_a_missing_year_is_made_with_its_two_terms_and_then_found(session: AsyncSession):
    year = await school_year_for(session, date(2026, 11, 23))
    assert (year.name, year.starts_on, year.ends_on) == ("2026/2027", date(2026, 7, 1), date(2027, 6, 30))
    assert (await school_year_for(session, date(2027, 6, 30))).id == year.id
    terms = await session.execute(select(Term.number, Term.starts_on, Term.ends_on).order_by(Term.number))
    assert [tuple(term) for term in terms] == [
        (1, date(2026, 7, 1), date(2026, 12, 31)),
        (2, date(2027, 1, 1), date(2027, 6, 30)),
    ]


async def test_a_year_that_the_school_has_set_itself_is_respected(session: AsyncSession):
    session.add(SchoolYear(name="Tahun 2026", starts_on=date(2026, 7, 13), ends_on=date(2027, 7, 9)))
    await session.flush()
    assert (await school_year_for(session, date(2027, 7, 5))).name == "Tahun 2026"


@pytest.mark.parametrize(
    ("today", "number"), [(date(2026, 7, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 2), (date(2027, 6, 30), 2)]
)
async def test_the_current_term_is_the_one_that_contains_the_day(session: AsyncSession, today: date, number: int):
    assert (await current_term(session, today)).number == number


async def test_ten_who_come_at_once_get_one_year(database_url: str):
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)

    async def ask() -> int:
        async with transaction() as session:
            return (await school_year_for(session, date(2026, 11, 23))).id

    assert len(set(await asyncio.gather(*(ask() for _ in range(10))))) == 1
    async with transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Term)) == 2
    await engine.dispose()
