"""Posts with dates, invitations by administrators, class leaders that change: and nobody else may."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, guardians, posts, staffing
from core.actors import Actor
from core.class_leaders import name_leader
from core.deputies import name_deputy
from core.errors import AlreadyHeld, DatesImpossible, InvitationRefused, NoRoleToInviteTo, NotAllowed, NotFound
from core.invitations import open_invitations, redeem, withdraw_open_invitation
from core.inviting import invite_member, invite_student, invite_to
from core.posts import Place
from db.models import Guardian, Person, Role, TelegramAccount
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    COUNSELOR,
    DUTY,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    TODAY,
    School,
    actor,
)

TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)
NEWCOMER = 8000


async def person_of(session: AsyncSession, telegram_id: int) -> int:
    return (
        await session.scalars(select(TelegramAccount.person_id).where(TelegramAccount.telegram_id == telegram_id))
    ).one()


async def test_a_substitute_reaches_the_class_on_the_given_days_only(session: AsyncSession, school: School) -> None:
    admin, harto = await actor(session, ADMIN), await person_of(session, OTHER_HOMEROOM)
    there = Place(school_class_id=school.x_rpl_1.id)
    await staffing.give(session, admin, harto, Role.HOMEROOM_TEACHER, there, since=TOMORROW, until=NEXT_WEEK, now=NOW)
    reaches = {
        on: school.x_rpl_1.id in {grant.school_class_id for grant in (await actor(session, OTHER_HOMEROOM, on)).grants}
        for on in (TODAY, TOMORROW, NEXT_WEEK, NEXT_WEEK + timedelta(days=1))
    }
    assert list(reaches.values()) == [False, True, True, False]
    for until in (NEXT_WEEK, TOMORROW):
        with pytest.raises(AlreadyHeld):
            await staffing.give(
                session, admin, harto, Role.HOMEROOM_TEACHER, there, since=TOMORROW, until=until, now=NOW
            )
    await staffing.give(session, admin, harto, Role.HOMEROOM_TEACHER, there, since=NEXT_WEEK, until=None, now=NOW)
    assert len((await actor(session, OTHER_HOMEROOM, NEXT_WEEK + timedelta(days=30))).grants) == 2


@pytest.mark.parametrize(
    ("since", "until"), [(TOMORROW, TODAY), (TODAY - timedelta(days=9), TODAY - timedelta(days=1))]
)
async def test_impossible_dates_are_refused(
    session: AsyncSession, school: School, since: object, until: object
) -> None:
    admin, harto = await actor(session, ADMIN), await person_of(session, OTHER_HOMEROOM)
    with pytest.raises(DatesImpossible):
        await staffing.give(session, admin, harto, Role.COUNSELOR, Place(), since=since, until=until, now=NOW)  # type: ignore[arg-type]  # dates


async def test_a_new_secretary_ends_the_old_one_and_every_open_invitation_to_the_post(
    session: AsyncSession, school: School
) -> None:
    admin, where = await actor(session, ADMIN), Place(school_class_id=school.x_rpl_1.id)
    stale = await invite_to(session, admin, Role.CLASS_SECRETARY, where, now=NOW)
    invited = await name_leader(session, admin, school.x_rpl_1.id, Role.CLASS_SECRETARY, school.siti.id, now=NOW)
    assert invited.person == "Siti Aminah"
    assert (await actor(session, SECRETARY)).grants == frozenset()
    with pytest.raises(InvitationRefused):
        await redeem(session, telegram_id=NEWCOMER, telegram_name="X", code=stale.code, now=NOW)
    redeemed = await redeem(session, telegram_id=NEWCOMER, telegram_name="X", code=invited.code, now=NOW)
    assert redeemed.person.student_id == school.siti.id
    assert len((await actor(session, NEWCOMER)).grants) == 1, "the role is held once"


async def test_deputies_stay_for_their_days_when_a_class_gets_a_new_secretary(
    session: AsyncSession, school: School
) -> None:
    ratna, admin = await actor(session, HOMEROOM), await actor(session, ADMIN)
    deputy = await name_deputy(session, ratna, school.andi.id, days=3, now=NOW)
    assert deputy.invited is not None
    await name_leader(session, admin, school.x_rpl_1.id, Role.CLASS_SECRETARY, school.siti.id, now=NOW)
    await redeem(session, telegram_id=NEWCOMER, telegram_name="Andi", code=deputy.invited.code, now=NOW)
    for leader in (school.budi, school.andi):
        await name_leader(session, admin, school.x_rpl_1.id, Role.CLASS_SECRETARY, leader.id, now=NOW)
        assert (await actor(session, NEWCOMER)).holds(Role.CLASS_SECRETARY)
    assert (await actor(session, NEWCOMER, TODAY + timedelta(days=30))).holds(Role.CLASS_SECRETARY)
    held = await posts.posts_in_class(session, school.x_rpl_1.id, on=TODAY)
    assert [post.person for post in held if post.role is Role.CLASS_SECRETARY] == ["Andi Wijaya"]


async def test_a_pupil_of_another_class_does_not_lead_this_one(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    for student, role in ((school.rina, Role.CLASS_SECRETARY), (school.siti, Role.HOMEROOM_TEACHER)):
        with pytest.raises(NotFound):
            await name_leader(session, admin, school.x_rpl_1.id, role, student.id, now=NOW)


async def test_a_place_must_go_with_the_role(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    wrong = [
        (Role.HOMEROOM_TEACHER, Place()),
        (Role.HOMEROOM_TEACHER, Place(school_class_id=999)),
        (Role.COUNSELOR, Place(school_class_id=school.x_rpl_1.id)),
        (Role.STUDENT, Place()),
    ]
    for role, place in wrong:
        with pytest.raises(NotFound):
            await invite_to(session, admin, role, place, now=NOW)


async def test_who_has_no_role_is_not_invited(session: AsyncSession, school: School) -> None:
    person = Person(name="Tamu", created_at=NOW)
    session.add(person)
    await session.flush()
    with pytest.raises(NoRoleToInviteTo):
        await invite_member(session, await actor(session, ADMIN), person.id, now=NOW)


async def test_an_invitation_to_a_post_that_ends_does_not_outlive_it(session: AsyncSession, school: School) -> None:
    """Else a substitute who opens it a day late would hold the class for good."""
    admin, person = await actor(session, ADMIN), Person(name="Pengganti", created_at=NOW)
    session.add(person)
    await session.flush()
    there = Place(school_class_id=school.x_rpl_1.id)
    await staffing.give(session, admin, person.id, Role.HOMEROOM_TEACHER, there, since=TODAY, until=TOMORROW, now=NOW)
    invited = await invite_member(session, admin, person.id, now=NOW)
    late = NOW + timedelta(days=2)
    with pytest.raises(InvitationRefused):
        await redeem(session, telegram_id=NEWCOMER, telegram_name="X", code=invited.code, now=late)
    again = await invite_member(session, admin, person.id, now=NOW)
    [post] = await posts.posts_of(session, person.id, on=TODAY)
    await staffing.end(session, admin, post.grant_id, now=NOW)
    with pytest.raises(InvitationRefused):
        await redeem(session, telegram_id=NEWCOMER, telegram_name="X", code=again.code, now=NOW)


async def test_the_record_names_who_and_whom(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    await staffing.unlink(session, admin, await person_of(session, HOMEROOM), now=NOW)
    await session.flush()
    [act] = await audit.latest(session, limit=1)
    assert (act.who, act.entry.act, act.whom) == ("Pak Admin", "unlink", "Bu Ratna")


Deed = Callable[[AsyncSession, Actor, School], Awaitable[object]]


async def _withdraw_number(session: AsyncSession, who: Actor, school: School) -> object:
    guardian = (await session.scalars(select(Guardian).where(Guardian.phone == BUDIS_FATHER))).one()
    return await guardians.withdraw_guardian(session, who, guardian.id, now=NOW)


async def _withdraw_invitation(session: AsyncSession, who: Actor, school: School) -> object:
    await invite_to(session, await actor(session, ADMIN), Role.COUNSELOR, Place(), now=NOW)
    [one, *_] = await open_invitations(session, now=NOW)
    return await withdraw_open_invitation(session, who, one.id, now=NOW)


DEEDS: dict[str, Deed] = {
    "give": lambda s, who, school: staffing.give(
        s, who, who.person_id, Role.ADMINISTRATOR, Place(), since=TODAY, until=None, now=NOW
    ),
    "end": lambda s, who, school: staffing.end(s, who, 1, now=NOW),
    "unlink": lambda s, who, school: staffing.unlink(s, who, who.person_id, now=NOW),
    "invite to": lambda s, who, school: invite_to(s, who, Role.ADMINISTRATOR, Place(), now=NOW),
    "invite member": lambda s, who, school: invite_member(s, who, who.person_id, now=NOW),
    "invite student": lambda s, who, school: invite_student(s, who, school.budi.id, now=NOW),
    "name leader": lambda s, who, school: name_leader(
        s, who, school.x_rpl_1.id, Role.CLASS_SECRETARY, school.budi.id, now=NOW
    ),
    "withdraw number": _withdraw_number,
    "withdraw invitation": _withdraw_invitation,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_only_administrators_do_it(session: AsyncSession, school: School, deed: Deed) -> None:
    for telegram_id in (LEADER, COUNSELOR, DUTY, HOMEROOM, OTHER_HOMEROOM, SECRETARY, PRESIDENT):
        with pytest.raises((NotAllowed, NotFound)):
            await deed(session, await actor(session, telegram_id), school)
