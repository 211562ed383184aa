"""A guardian's Telegram account: linked by the slip's letters, sees its own children and nobody else, and can leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import guardians
from core.actions import Action
from core.actors import Actor, actor_by_telegram
from core.child_days import children_today
from core.errors import NotAllowed, NotFound, TooManyGuesses
from core.explanations import explain
from core.guardian_accounts import own_children, register, show_slip, stop
from core.guardian_keycodes import reissue_keycode
from core.keycodes import new_keycode
from core.overview import classes_today, find_students
from core.policy import limit_to, limited_to, student_for, visible_students
from core.pupil_months import month_of_pupil
from core.registrations import registered_by_class
from core.school_rules import set_rule
from core.unanswered import waiting_for
from db.engine import limit_sight
from db.models import AuditEntry, ClassMembership, Guardian, Person, Role, Student, TelegramAccount
from tests.core.school_day import scan
from tests.school import (
    ADMIN,
    GUARDIAN,
    HOMEROOM,
    NOW,
    OTHER_HOMEROOM,
    RINAS_MOTHER,
    STRANGER,
    TODAY,
    School,
    actor,
    guardian_in_telegram,
)


async def enter(session: AsyncSession, school: School, pupil: Student, telegram_id: int = GUARDIAN) -> bool:
    """Shows the slip and says yes. Returns whether the registration is new."""
    slip = await show_slip(session, telegram_id, school.keycodes[pupil.id], now=NOW)
    assert slip is not None
    done = await register(session, slip.keycode_id, telegram_id=telegram_id, telegram_name="Bu Wati", now=NOW)
    assert done is not None
    await limit_sight(session, whole_school=True)
    return done[1]


async def seen(session: AsyncSession, who: Actor) -> set[str]:
    return {student.name for student in await session.scalars(visible_students(who))}


async def test_the_slip_links_an_account_to_the_child_and_showing_it_alone_links_nobody(
    session: AsyncSession, school: School
) -> None:
    slip = await show_slip(session, GUARDIAN, school.keycodes[school.budi.id], now=NOW)
    assert slip is not None
    assert (slip.student.name, slip.school_class.name) == ("Budi Santoso", "X RPL 1")
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None
    assert await enter(session, school, school.budi)
    assert await seen(session, await actor(session, GUARDIAN)) == {"Budi Santoso"}


async def test_a_slip_opens_the_sight_of_its_pupil_and_of_nobody_else(session: AsyncSession, school: School) -> None:
    await limit_sight(session)
    await show_slip(session, STRANGER, school.keycodes[school.budi.id], now=NOW)
    assert {student.name for student in await session.scalars(select(Student))} == {"Budi Santoso"}
    await show_slip(session, STRANGER, new_keycode(), now=NOW)
    assert (await session.scalars(select(Student))).all() == []


async def test_several_children_in_one_account_and_several_guardians_of_a_child(
    session: AsyncSession, school: School
) -> None:
    assert await enter(session, school, school.budi)
    assert await enter(session, school, school.rina)
    assert not await enter(session, school, school.rina), "registered before"
    assert await enter(session, school, school.budi, STRANGER)
    both = await actor(session, GUARDIAN)
    assert [child.student.name for child in await own_children(session, both)] == ["Budi Santoso", "Rina"]
    assert await seen(session, both) == {"Budi Santoso", "Rina"}
    assert await seen(session, await actor(session, STRANGER)) == {"Budi Santoso"}


async def test_wrong_letters_are_limited_for_an_account_as_they_are_for_a_number(
    session: AsyncSession, school: School
) -> None:
    await set_rule(session, "keycode_guesses_per_day", "2", now=NOW)
    assert await show_slip(session, GUARDIAN, new_keycode(), now=NOW) is None
    assert await show_slip(session, GUARDIAN, None, now=NOW) is None
    with pytest.raises(TooManyGuesses):
        await show_slip(session, GUARDIAN, school.keycodes[school.budi.id], now=NOW)
    assert await show_slip(session, STRANGER, school.keycodes[school.budi.id], now=NOW) is not None


async def test_where_the_school_looks_at_guardians_first_no_account_comes_in_past_it(
    session: AsyncSession, school: School
) -> None:
    slip = await show_slip(session, GUARDIAN, school.keycodes[school.budi.id], now=NOW)
    assert slip is not None
    await set_rule(session, "guardian_numbers_need_approval", "true", now=NOW)
    assert await register(session, slip.keycode_id, telegram_id=GUARDIAN, telegram_name="X", now=NOW) is None
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None


async def test_a_reissued_slip_links_nobody_any_more_and_unlinks_nobody(session: AsyncSession, school: School) -> None:
    slip = await show_slip(session, STRANGER, school.keycodes[school.budi.id], now=NOW)
    await enter(session, school, school.budi)
    await reissue_keycode(session, school.budi.nis, now=NOW)
    assert slip is not None
    with pytest.raises(NotFound):
        await register(session, slip.keycode_id, telegram_id=STRANGER, telegram_name="X", now=NOW)
    await limit_sight(session, whole_school=True)
    assert await show_slip(session, STRANGER, school.keycodes[school.budi.id], now=NOW) is None
    await limit_sight(session, whole_school=True)
    assert await seen(session, await actor(session, GUARDIAN)) == {"Budi Santoso"}


async def test_a_pupil_is_not_the_own_guardian(session: AsyncSession, school: School) -> None:
    rina = Person(name="Rina", student_id=school.rina.id, created_at=NOW)
    session.add(rina)
    await session.flush()
    session.add(TelegramAccount(person_id=rina.id, telegram_id=GUARDIAN, linked_at=NOW))
    await session.flush()
    with pytest.raises(NotAllowed):
        await enter(session, school, school.rina)


async def test_row_level_security_shows_a_guardian_the_own_children_and_whose_they_are(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.budi, school.joko)
    await limit_sight(session)
    assert (await session.scalars(select(Guardian))).all() == []
    who = await actor(session, GUARDIAN)
    assert who.children == {school.budi.id, school.joko.id}
    await limit_to(session, who)
    assert {student.name for student in await session.scalars(select(Student))} == {"Budi Santoso", "Joko"}
    assert {g.student_id for g in await session.scalars(select(Guardian))} == who.children
    other = await actor(session, OTHER_HOMEROOM)
    assert other.children == frozenset()


@pytest.mark.parametrize("action", Action)
async def test_a_guardian_may_do_nothing_that_staff_may(session: AsyncSession, school: School, action: Action) -> None:
    await guardian_in_telegram(session, school.budi)
    who = await actor(session, GUARDIAN)
    with pytest.raises(NotAllowed):
        await student_for(session, who, school.budi.id, action)
    with pytest.raises(NotFound):
        await student_for(session, who, school.siti.id, action)


async def test_lists_of_classes_show_a_guardian_no_class(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi)
    who = await actor(session, GUARDIAN)
    await limit_to(session, who)
    assert await classes_today(session, who) == []
    assert await registered_by_class(session, who) == []
    assert [day.student.name for day in (await find_students(session, who, "budi")).days] == ["Budi Santoso"]
    assert not (await find_students(session, who, "siti")).days


async def test_a_guardian_looks_back_on_the_own_child_alone_and_is_not_told_who_said_what(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.budi)
    await scan(session, school.budi)
    await scan(session, school.rina)
    who = await actor(session, GUARDIAN)
    await limit_to(session, who)
    assert (await month_of_pupil(session, who, school.budi.id, TODAY)).school_class == "X RPL 1"
    for pupil in (school.siti, school.rina):
        with pytest.raises(NotFound):
            await month_of_pupil(session, who, pupil.id, TODAY)
    with pytest.raises(NotFound):
        await explain(session, who, school.budi.id, TODAY, now=NOW)
    [today] = await children_today(session, who, now=NOW)
    assert (today.day.student.name, today.came_at, today.left_at) == ("Budi Santoso", NOW, None)


async def test_staff_who_are_guardians_keep_their_tasks_and_gain_their_children_to_look_at(
    session: AsyncSession, school: School
) -> None:
    assert await enter(session, school, school.rina, HOMEROOM)
    ratna = await actor(session, HOMEROOM)
    assert ratna.holds(Role.HOMEROOM_TEACHER)
    assert await seen(session, ratna) == {"Budi Santoso", "Siti Aminah", "Andi Wijaya", "Rina"}
    assert [one.school_class.name for one in await classes_today(session, ratna)] == ["X RPL 1"]
    assert await seen(session, limited_to(ratna, Action.ANSWER_GUARDIAN)) == {
        "Budi Santoso",
        "Siti Aminah",
        "Andi Wijaya",
    }
    with pytest.raises(NotAllowed):
        await student_for(session, ratna, school.rina.id, Action.CORRECT)
    assert await waiting_for(session, ratna, chat_id=HOMEROOM, now=NOW, limit=5) == ([], 0)


async def test_stopping_ends_one_child_and_the_last_one_ends_the_account(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi, school.rina)
    who = await actor(session, GUARDIAN)
    with pytest.raises(NotFound):
        await stop(session, who, school.siti.id, now=NOW)
    await stop(session, who, school.budi.id, now=NOW)
    assert await seen(session, await actor(session, GUARDIAN)) == {"Rina"}
    await stop(session, who, school.rina.id, now=NOW)
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None


async def test_staff_who_stop_being_guardians_keep_their_account(session: AsyncSession, school: School) -> None:
    await enter(session, school, school.rina, HOMEROOM)
    await stop(session, await actor(session, HOMEROOM), school.rina.id, now=NOW)
    assert (await actor(session, HOMEROOM)).children == frozenset()


async def test_administrators_see_and_withdraw_an_account_as_they_do_a_number(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.rina)
    admin = await actor(session, ADMIN)
    [by_number, by_account] = await guardians.guardians_of(session, school.rina.id)
    assert (by_number.phone, by_account.person and by_account.person.name) == (RINAS_MOTHER, "Bu Wati")
    with pytest.raises(NotFound):
        await guardians.withdraw_guardian(session, await actor(session, HOMEROOM), by_account.id, now=NOW)
    await guardians.withdraw_guardian(session, admin, by_account.id, now=NOW)
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None
    acts = await session.scalars(select(AuditEntry).where(AuditEntry.act == "withdraw_number"))
    assert [act.detail["phone"] for act in acts] == ["Bu Wati (Telegram)"]


async def test_a_child_who_has_left_school_is_nobodys_to_look_at(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi)
    await session.execute(
        update(ClassMembership).where(ClassMembership.student_id == school.budi.id).values(valid_until=TODAY)
    )
    assert await seen(session, await actor(session, GUARDIAN)) == {"Budi Santoso"}
    assert await seen(session, await actor(session, GUARDIAN, on=TODAY + timedelta(days=1))) == set()
