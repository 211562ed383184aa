"""Keycodes of pupils: everybody in a class has one, and a lost slip is replaced."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.guardian_keycodes import issue_missing, reissue_keycode, slips, slips_to_print
from core.keycodes import is_keycode
from db.models import AuditEntry, ClassMembership, Guardian, Keycode, Student
from tests.school import NOW, TODAY, School


async def sit(session: AsyncSession, school: School, *names: str) -> None:
    """New pupils in X RPL 1, by hand: without keycodes."""
    newcomers = [Student(nis=f"9{number}", name=name, created_at=NOW) for number, name in enumerate(names)]
    session.add_all(newcomers)
    await session.flush()
    seats = {"school_class_id": school.x_rpl_1.id, "valid_from": TODAY}
    session.add_all(ClassMembership(student_id=newcomer.id, **seats) for newcomer in newcomers)
    await session.flush()


async def test_who_has_none_gets_one_and_who_has_one_keeps_it(session: AsyncSession, school: School):
    before = {slip.nis: slip.keycode for slip in await slips(session, on=TODAY)}
    await sit(session, school, "Ani", "Cici")
    assert await issue_missing(session, now=NOW) == 2
    assert await issue_missing(session, now=NOW) == 0
    after = {slip.nis: slip.keycode for slip in await slips(session, on=TODAY)}
    assert after.items() > before.items()
    assert all(is_keycode(after[nis]) for nis in after.keys() - before.keys())


async def test_slips_are_by_class_and_name_whatever_the_case_of_the_class(session: AsyncSession, school: School):
    found = await slips(session, on=TODAY, class_name=" x rpl 1")
    assert [(slip.name, slip.class_name) for slip in found] == [
        ("Andi Wijaya", "X RPL 1"),
        ("Budi Santoso", "X RPL 1"),
        ("Siti Aminah", "X RPL 1"),
    ]
    with pytest.raises(NotFound):
        await slips(session, on=TODAY, class_name="X%")


async def test_a_pupil_who_left_has_no_slip(session: AsyncSession, school: School):
    [seat] = await session.scalars(select(ClassMembership).where(ClassMembership.student_id == school.rina.id))
    seat.valid_until = seat.valid_from
    await session.flush()
    assert "Rina" not in {slip.name for slip in await slips(session, on=TODAY)}
    with pytest.raises(NotFound):
        await reissue_keycode(session, school.rina.nis, now=NOW)


async def test_a_reissue_kills_the_letters_and_leaves_the_registered_numbers(session: AsyncSession, school: School):
    before = await session.scalar(select(Keycode.code).where(Keycode.student_id == school.budi.id))
    slip = await reissue_keycode(session, school.budi.nis, now=NOW)
    assert (slip.nis, slip.name, slip.class_name) == (school.budi.nis, "Budi Santoso", "X RPL 1")
    assert slip.keycode != before
    living = await session.scalars(
        select(Keycode.code).where(Keycode.student_id == school.budi.id, Keycode.revoked_at.is_(None))
    )
    assert living.all() == [slip.keycode]
    guardians = select(func.count()).where(Guardian.student_id == school.budi.id, Guardian.left_at.is_(None))
    assert await session.scalar(guardians) == 2


async def test_nobody_of_that_nis_is_refused(session: AsyncSession, school: School):
    with pytest.raises(NotFound):
        await reissue_keycode(session, "no such", now=NOW)


async def test_printing_slips_is_on_record_without_the_letters(session: AsyncSession, school: School):
    found = await slips_to_print(session, now=NOW, class_name="X RPL 1")
    assert len(found) == 3
    [entry] = await session.scalars(select(AuditEntry))
    assert (entry.act, entry.person_id) == ("print_slips", None)
    assert entry.detail == {"school_class": "X RPL 1", "count": 3}
