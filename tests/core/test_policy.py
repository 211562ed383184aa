"""Who sees whom and may do what: the table of roles and pupils, with a stranger in it."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import actor_by_telegram
from core.errors import NotAllowed, NotFound
from core.policy import class_for, limit_to, require, stand_at_gate, student_for, students_seated, visible_students
from db.engine import limit_sight
from db.models import Person, Role, RoleGrant, SchoolClass, Student, TelegramAccount
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OFFICER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
    TODAY,
    School,
    actor,
)

OWN = {"Budi Santoso", "Siti Aminah", "Andi Wijaya"}
DEPARTMENT = OWN | {"Rina"}
EVERYBODY = DEPARTMENT | {"Joko"}

SEES = {
    SECRETARY: OWN,
    PRESIDENT: OWN,
    HOMEROOM: OWN,
    OTHER_HOMEROOM: {"Joko"},
    HEAD_RPL: DEPARTMENT,
    COUNSELOR: EVERYBODY,
    DUTY: EVERYBODY,
    LEADER: EVERYBODY,
    ADMIN: EVERYBODY,
    OFFICER: set(),
}

MAY = {
    Action.REPORT: {SECRETARY, PRESIDENT, HOMEROOM, DUTY, ADMIN},
    Action.CORRECT: {HOMEROOM, DUTY, ADMIN},
    Action.DECIDE_NOTICE: {HOMEROOM, ADMIN},
    Action.SEE_LETTER: {HOMEROOM, COUNSELOR},
    Action.NAME_CLASS_GROUP: {HOMEROOM, ADMIN},
    Action.NAME_DEPUTY: {HOMEROOM, ADMIN},
    Action.APPROVE_GUARDIAN: {HOMEROOM, ADMIN},
    Action.ANSWER_GUARDIAN: {HOMEROOM, DUTY, COUNSELOR, LEADER, ADMIN},
}


@pytest.mark.parametrize("telegram_id", SEES)
async def test_each_role_sees_its_own_pupils_and_no_others(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    found = await session.scalars(visible_students(await actor(session, telegram_id)))
    assert {student.name for student in found} == SEES[telegram_id]


@pytest.mark.parametrize("telegram_id", SEES)
async def test_row_level_security_alone_lets_through_no_more_than_the_policy(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    await limit_to(session, await actor(session, telegram_id))
    assert {student.name for student in await session.scalars(select(Student))} == SEES[telegram_id]


async def test_a_connection_that_was_told_nothing_sees_no_pupil(session: AsyncSession, school: School) -> None:
    await limit_sight(session)
    assert (await session.scalars(select(Student))).all() == []


async def test_a_stranger_is_nobody(session: AsyncSession, school: School) -> None:
    assert await actor_by_telegram(session, STRANGER, on=TODAY) is None


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("telegram_id", SEES)
async def test_each_role_may_do_what_the_table_says_to_a_pupil_of_x_rpl_1(
    session: AsyncSession, school: School, telegram_id: int, action: Action
) -> None:
    who = await actor(session, telegram_id)
    if telegram_id in MAY[action]:
        student, school_class = await student_for(session, who, school.budi.id, action)
        assert (student.id, school_class.id) == (school.budi.id, school.x_rpl_1.id)
        return
    refusal = NotAllowed if "Budi Santoso" in SEES[telegram_id] else NotFound
    with pytest.raises(refusal):
        await student_for(session, who, school.budi.id, action)


FOR_THE_SCHOOL = {
    Action.CHECK_IN: {OFFICER, DUTY, ADMIN},
    Action.MANAGE_CARDS: {ADMIN},
    Action.SHOW_MISSING: {DUTY, ADMIN, LEADER, COUNSELOR},
}


@pytest.mark.parametrize("action", FOR_THE_SCHOOL)
@pytest.mark.parametrize("telegram_id", SEES)
async def test_each_role_may_do_for_the_school_what_the_table_says(
    session: AsyncSession, school: School, telegram_id: int, action: Action
) -> None:
    who = await actor(session, telegram_id)
    if telegram_id in FOR_THE_SCHOOL[action]:
        require(who, action)
        return
    with pytest.raises(NotAllowed):
        require(who, action)


@pytest.mark.parametrize("telegram_id", SEES)
async def test_whoever_keeps_the_gate_and_nobody_else_is_shown_those_who_stand_there(
    session: AsyncSession, school: School, telegram_id: int
) -> None:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    if telegram_id in FOR_THE_SCHOOL[Action.CHECK_IN]:
        await stand_at_gate(session, who)
        assert {student.name for student in await session.scalars(students_seated(TODAY))} == EVERYBODY
        return
    with pytest.raises(NotAllowed):
        await stand_at_gate(session, who)
    assert {student.name for student in await session.scalars(students_seated(TODAY))} == SEES[telegram_id]


async def test_a_class_outside_ones_scope_does_not_exist(session: AsyncSession, school: School) -> None:
    secretary = await actor(session, SECRETARY)
    with pytest.raises(NotFound):
        await class_for(session, secretary, school.x_tkro_1.id, Action.REPORT)


async def test_a_pupil_with_an_account_sees_only_oneself(session: AsyncSession, school: School) -> None:
    rina = Person(name="Rina", student_id=school.rina.id, created_at=NOW)
    session.add(rina)
    await session.flush()
    session.add(TelegramAccount(person_id=rina.id, telegram_id=201, linked_at=NOW))
    session.add(RoleGrant(person_id=rina.id, role=Role.STUDENT, valid_from=TODAY, granted_at=NOW))
    await session.flush()
    who = await actor(session, 201)
    assert [s.name for s in await session.scalars(visible_students(who))] == ["Rina"]
    await limit_to(session, who)
    assert [s.name for s in await session.scalars(select(Student))] == ["Rina"]


async def test_a_role_that_has_ended_opens_nothing(session: AsyncSession, school: School) -> None:
    for grant in await session.scalars(select(RoleGrant).where(RoleGrant.role == Role.COUNSELOR)):
        grant.valid_until = TODAY.replace(day=22)
    await session.flush()
    assert (await session.scalars(visible_students(await actor(session, COUNSELOR)))).all() == []


async def test_two_roles_in_one_person_add_up(session: AsyncSession, school: School) -> None:
    person = await session.scalar(select(Person).where(Person.name == "Pak Harto"))
    assert person is not None
    x_rpl_2 = await session.scalar(select(SchoolClass.id).where(SchoolClass.name == "X RPL 2"))
    session.add(
        RoleGrant(
            person_id=person.id, role=Role.HOMEROOM_TEACHER, school_class_id=x_rpl_2, valid_from=TODAY, granted_at=NOW
        )
    )
    await session.flush()
    found = await session.scalars(visible_students(await actor(session, OTHER_HOMEROOM)))
    assert {student.name for student in found} == {"Joko", "Rina"}
