"""Finding people by name: within one's sight, misspelt too, and a name that is merely like it is never taken for it."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from core.errors import NotAllowed
from core.gate_desk import MOST_FOUND, find_at_gate
from core.overview import find_students
from core.policy import limit_to, stand_at_gate
from db.models import ClassMembership, SchoolClass, Student
from tests.core.roster.test_import import counted
from tests.core.test_policy import SEES
from tests.school import COUNSELOR, DUTY, HEAD_RPL, HOMEROOM, NOW, OFFICER, OTHER_HOMEROOM, TODAY, School, actor


async def seat(session: AsyncSession, sits_in: SchoolClass, *names: str) -> None:
    """More pupils."""
    since = TODAY - timedelta(days=30)
    pupils = [Student(nis=f"9{sits_in.id:03}{place:04}", name=name, created_at=NOW) for place, name in enumerate(names)]
    session.add_all(pupils)
    await session.flush()
    session.add_all(ClassMembership(student_id=one.id, school_class_id=sits_in.id, valid_from=since) for one in pupils)
    await session.flush()


async def found_by(session: AsyncSession, telegram_id: int, words: str) -> tuple[list[str], bool]:
    """As the search itself keeps it, without the database's own net under it."""
    found = await find_students(session, await actor(session, telegram_id), words)
    return [day.student.name for day in found.days], found.is_sure


async def at_gate(session: AsyncSession, words: str) -> tuple[list[str], bool]:
    await stand_at_gate(session, await actor(session, OFFICER))
    found = await find_at_gate(session, words, on=TODAY)
    return [holder.name for holder in found.holders], found.is_sure


@pytest.mark.parametrize("telegram_id", SEES)
@pytest.mark.parametrize("words", ["budy santosa", "budi sitti andi rinna joko", "jokko", "rinaa", "sitti", "00005"])
async def test_no_misspelling_shows_anybody_whom_one_may_not_look_up(
    session: AsyncSession, school: School, telegram_id: int, words: str
) -> None:
    names, _ = await found_by(session, telegram_id, words)
    assert set(names) <= SEES[telegram_id]


async def test_a_misspelt_name_is_found_and_a_like_one_is_asked_about(session: AsyncSession, school: School) -> None:
    await seat(session, school.x_rpl_2, "Asep Gumilar", "Jonathan Sinaga")
    await seat(session, school.x_tkro_1, "Euis Gumilar")
    assert await found_by(session, HEAD_RPL, "jonatan sinaga") == (["Jonathan Sinaga"], True)
    assert await found_by(session, HEAD_RPL, "euis gumilar") == (["Asep Gumilar"], False)
    assert await found_by(session, COUNSELOR, "euis gumilar") == (["Euis Gumilar"], True)
    assert await found_by(session, HOMEROOM, "euis gumilar") == ([], False)
    assert await found_by(session, OTHER_HOMEROOM, "gumelar") == (["Euis Gumilar"], True)


async def test_the_gate_finds_misspelt_names_of_pupils_and_staff(session: AsyncSession, school: School) -> None:
    await seat(session, school.x_rpl_2, "Andi Baso", "Jonathan Sinaga", "Ratna Juwita")
    assert await at_gate(session, "Andy Basso") == (["Andi Baso"], True)
    assert await at_gate(session, "jonatan sinaga") == (["Jonathan Sinaga"], True)
    assert await at_gate(session, "ibu ratnaa") == (["Ratna Juwita", "Bu Ratna"], False)
    assert await at_gate(session, "bu ratnaa") == (["Bu Ratna"], True)
    assert await at_gate(session, "budi sinaga") == (["Budi Santoso", "Jonathan Sinaga"], False)
    assert await at_gate(session, "zulkifli") == ([], False)


async def test_the_gate_names_nobody_who_left_and_no_pupil_as_staff(session: AsyncSession, school: School) -> None:
    left = update(ClassMembership).where(ClassMembership.student_id == school.joko.id)
    await session.execute(left.values(valid_until=TODAY - timedelta(days=1)))
    assert await at_gate(session, "jokko") == ([], False)
    assert await at_gate(session, "dewwi") == ([], False)  # the secretary's account, which has no seat here


async def test_the_gate_names_eight_and_asks_once_for_all_of_them(
    session: AsyncSession, school: School, engine: AsyncEngine
) -> None:
    await seat(session, school.x_rpl_2, *(f"Christofer Murid {letter}" for letter in "abcdefghijklmnop"))
    await stand_at_gate(session, await actor(session, OFFICER))
    for words, is_sure in (("christofer", True), ("kristofer", True), ("kristofer zzz", False)):
        with counted(engine) as statements:
            found = await find_at_gate(session, words, on=TODAY)
        assert (len(found.holders), found.is_sure) == (MOST_FOUND, is_sure)
        assert len(statements) <= 2
    assert (await find_at_gate(session, "zz", on=TODAY)).holders == []


async def test_who_keeps_no_gate_searches_there_in_vain(session: AsyncSession, school: School) -> None:
    for telegram_id in (HOMEROOM, COUNSELOR):
        with pytest.raises(NotAllowed):
            await stand_at_gate(session, await actor(session, telegram_id))
    await limit_to(session, await actor(session, HOMEROOM))
    found = await find_at_gate(session, "jokko", on=TODAY)
    assert found.holders == []
    await limit_to(session, await actor(session, DUTY))
    assert [holder.name for holder in (await find_at_gate(session, "jokko", on=TODAY)).holders] == ["Joko"]
