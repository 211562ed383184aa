"""The way in: one-time codes, for known and unknown people, guessed at, withdrawn, used up."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts
from core.actors import actor_by_telegram
from core.errors import InvitationRefused, TooManyGuesses
from core.invitations import GUESSES_PER_DAY, VALID_FOR, invite, record_refusal, redeem, withdraw_invitation
from db.models import Invitation, Person, Role
from tests.school import COUNSELOR, HOMEROOM, NOW, OTHER_HOMEROOM, STRANGER, TODAY, School, actor


async def enter(session: AsyncSession, code: str, telegram_id: int = STRANGER) -> None:
    await redeem(session, telegram_id=telegram_id, telegram_name="Nama Telegram", code=code, now=NOW)


async def test_a_code_links_a_stranger_who_then_holds_the_role(session: AsyncSession, school: School) -> None:
    await enter(session, await invite(session, Role.COUNSELOR, now=NOW))
    entered = await actor(session, STRANGER)
    assert entered.name == "Nama Telegram"
    assert entered.holds(Role.COUNSELOR)


async def test_a_code_is_nowhere_in_the_database(session: AsyncSession, school: School) -> None:
    code = await invite(session, Role.COUNSELOR, now=NOW)
    kept = (await session.scalars(select(Invitation))).one()
    assert code not in {str(value) for value in vars(kept).values()}


@pytest.mark.parametrize("spelt", [str.lower, lambda c: f" {c[:5]}-{c[5:]} "])
async def test_spelling_is_forgiven(session: AsyncSession, school: School, spelt: object) -> None:
    code = await invite(session, Role.COUNSELOR, now=NOW)
    await enter(session, spelt(code))  # type: ignore[operator]  # a function of text
    assert await actor_by_telegram(session, STRANGER, on=TODAY) is not None


async def test_a_code_works_once(session: AsyncSession, school: School) -> None:
    code = await invite(session, Role.COUNSELOR, now=NOW)
    await enter(session, code)
    with pytest.raises(InvitationRefused):
        await enter(session, code, telegram_id=1000)


async def test_a_code_expires_and_can_be_withdrawn(session: AsyncSession, school: School) -> None:
    old = await invite(session, Role.COUNSELOR, now=NOW - VALID_FOR)
    taken_back = await invite(session, Role.COUNSELOR, now=NOW)
    assert await withdraw_invitation(session, taken_back, now=NOW)
    assert not await withdraw_invitation(session, taken_back, now=NOW)
    for dead in (old, taken_back, "", "NONSENSE", "x" * 5000):
        with pytest.raises(InvitationRefused):
            await enter(session, dead)
    assert await actor_by_telegram(session, STRANGER, on=TODAY) is None


async def test_after_too_many_wrong_codes_even_a_right_one_waits(session: AsyncSession, school: School) -> None:
    for _ in range(GUESSES_PER_DAY):
        record_refusal(session, telegram_id=STRANGER, now=NOW)
    await session.flush()
    code = await invite(session, Role.COUNSELOR, now=NOW)
    with pytest.raises(TooManyGuesses):
        await enter(session, code)
    await redeem(session, telegram_id=1000, telegram_name="x", code=code, now=NOW)


async def test_a_second_role_joins_the_first_in_one_person(session: AsyncSession, school: School) -> None:
    code = await invite(session, Role.DUTY_TEACHER, now=NOW)
    await enter(session, code, telegram_id=COUNSELOR)
    both = await actor(session, COUNSELOR)
    assert both.holds(Role.COUNSELOR)
    assert both.holds(Role.DUTY_TEACHER)
    assert both.name == "Bu Konsel"


async def test_a_known_persons_new_phone_replaces_the_lost_one(session: AsyncSession, school: School) -> None:
    ratna = await session.scalar(select(Person).where(Person.name == "Bu Ratna"))
    code = await invite(session, Role.HOMEROOM_TEACHER, now=NOW, person=ratna, school_class_id=school.x_rpl_1.id)
    await enter(session, code)
    assert (await actor(session, STRANGER)).name == "Bu Ratna"
    assert await actor_by_telegram(session, HOMEROOM, on=TODAY) is None


async def test_a_withdrawn_role_ends_at_once_and_an_unlinked_account_speaks_for_nobody(
    session: AsyncSession, school: School
) -> None:
    harto = await actor(session, OTHER_HOMEROOM)
    assert await accounts.withdraw_role(session, harto.person_id, Role.HOMEROOM_TEACHER, now=NOW) == 1
    assert (await actor(session, OTHER_HOMEROOM)).grants == frozenset()
    assert await accounts.unlink(session, harto.person_id, now=NOW + timedelta(seconds=1))
    assert await actor_by_telegram(session, OTHER_HOMEROOM, on=TODAY) is None
