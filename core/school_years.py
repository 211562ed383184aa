"""The school year that a day belongs to: July to June, in two terms."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import SchoolClass, SchoolYear, Term

_FIRST_MONTH = 7


def first_day_of_year(today: date) -> date:
    """1 July of the school year that contains the day. Pure."""
    return date(today.year if today.month >= _FIRST_MONTH else today.year - 1, _FIRST_MONTH, 1)


async def school_year_for(session: AsyncSession, today: date) -> SchoolYear:
    """The year that contains the day, made with its two terms when missing. Two who come at once get the same one."""
    found = await session.scalar(select(SchoolYear).where(SchoolYear.starts_on <= today, SchoolYear.ends_on >= today))
    return found or await _make_year(session, first_day_of_year(today))


async def class_named(session: AsyncSession, name: str, today: date) -> SchoolClass | None:
    """The class of this name in the year that contains the day; case and double spaces don't count."""
    year = await school_year_for(session, today)
    return await session.scalar(
        select(SchoolClass).where(
            SchoolClass.school_year_id == year.id, func.lower(SchoolClass.name) == " ".join(name.split()).lower()
        )
    )


async def current_term(session: AsyncSession, today: date) -> Term:
    """The semester that contains the day; its year is made when missing.

    A day between a school's own terms belongs to the one before.
    """
    year = await school_year_for(session, today)
    term = await session.scalar(
        select(Term)
        .where(Term.school_year_id == year.id)
        .order_by((Term.starts_on <= today).desc(), Term.starts_on.desc())
        .limit(1)
    )
    assert term is not None
    return term


async def term_title(session: AsyncSession, first: date, last: date) -> tuple[int, str] | None:
    """Number and school year (`2026/2027`) of the semester that is exactly these days, if one is."""
    row = await session.execute(
        select(Term.number, SchoolYear.name)
        .join(SchoolYear, SchoolYear.id == Term.school_year_id)
        .where(Term.starts_on == first, Term.ends_on == last)
    )
    found = row.one_or_none()
    return None if found is None else (found[0], found[1])


async def _make_year(session: AsyncSession, starts_on: date) -> SchoolYear:
    """Whoever comes second waits here for the first one's commit and then finds both year and terms."""
    middle, end = date(starts_on.year + 1, 1, 1), date(starts_on.year + 1, 6, 30)
    made = await session.scalar(
        insert(SchoolYear)
        .values(name=f"{starts_on.year}/{end.year}", starts_on=starts_on, ends_on=end)
        .on_conflict_do_nothing()
        .returning(SchoolYear.id)
    )
    if made is not None:
        first = Term(school_year_id=made, number=1, starts_on=starts_on, ends_on=date(starts_on.year, 12, 31))
        session.add_all([first, Term(school_year_id=made, number=2, starts_on=middle, ends_on=end)])
        await session.flush()
    return (await session.scalars(select(SchoolYear).where(SchoolYear.starts_on == starts_on))).one()
