"""Where the school looks at guardians first, a Telegram account waits as a number does: a stranger until the yes."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, registration_requests
from core.actors import actor_by_telegram
from core.errors import AlreadyDecided, NotAllowed, NotFound
from core.guardian_accounts import register, show_slip, stop
from core.keycodes import new_keycode
from core.policy import limit_to, visible_students
from core.registration_requests import decide, of_account, take_back, waiting_for
from core.school_rules import set_rule
from db.engine import introduce, limit_sight
from db.models import (
    AuditEntry,
    Channel,
    Guardian,
    OutboxMessage,
    Person,
    RegistrationRequest,
    Role,
    Student,
    TelegramAccount,
)
from tests.core.test_inbound_sms import told
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    GUARDIAN,
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
    guardian_in_telegram,
)

HOSTILE = "</b>Wati & Co <a href=x>"


async def asks(
    session: AsyncSession, school: School, pupil: Student, telegram_id: int = GUARDIAN, name: str = HOSTILE
) -> None:
    """As in the bot, whose transactions see nobody: the slip, and yes."""
    await limit_sight(session)
    await introduce(session, telegram_id)
    slip = await show_slip(session, telegram_id, school.keycodes[pupil.id], now=NOW)
    assert slip is not None
    assert slip.needs_approval
    assert await register(session, slip.keycode_id, telegram_id=telegram_id, telegram_name=name, now=NOW) is None
    await limit_sight(session, whole_school=True)


async def requests(session: AsyncSession) -> list[RegistrationRequest]:
    return list(await session.scalars(select(RegistrationRequest).order_by(RegistrationRequest.id)))


async def said_to(session: AsyncSession, telegram_id: int = GUARDIAN) -> list[str]:
    owed = select(OutboxMessage.body).where(OutboxMessage.recipient == str(telegram_id)).order_by(OutboxMessage.id)
    return list(await session.scalars(owed))


@pytest.fixture
async def asked(session: AsyncSession, school: School) -> RegistrationRequest:
    """Siti's mother has shown the slip and said yes."""
    await set_rule(session, "guardian_numbers_need_approval", "yes", now=NOW)
    await asks(session, school, school.siti)
    [request] = await requests(session)
    return request


async def test_an_account_that_waits_is_a_stranger_and_no_person(
    session: AsyncSession, asked: RegistrationRequest
) -> None:
    assert (asked.phone, asked.telegram_id, asked.telegram_name) == (None, GUARDIAN, HOSTILE)
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None
    assert await session.scalar(select(Person.id).where(Person.name == HOSTILE)) is None
    assert await session.scalar(select(Guardian.id).where(Guardian.student_id == asked.student_id)) is None
    assert await said_to(session) == []


async def test_row_level_security_shows_an_account_that_it_waits_and_nobody_else_anything(
    session: AsyncSession, asked: RegistrationRequest
) -> None:
    await limit_sight(session)
    await introduce(session, GUARDIAN)
    assert [one.id for one in await of_account(session, GUARDIAN)] == [asked.id]
    assert (await session.scalars(select(Student))).all() == []
    await introduce(session, STRANGER)
    assert (await session.scalars(select(RegistrationRequest))).all() == []
    await limit_to(session, await actor(session, OTHER_HOMEROOM))
    assert (await session.scalars(select(RegistrationRequest))).all() == []


async def test_those_who_may_approve_are_told_the_name_in_telegram_as_it_is(
    session: AsyncSession, asked: RegistrationRequest
) -> None:
    assert await told(session, "menunggu persetujuan") == {HOMEROOM, ADMIN}
    [body] = set(await session.scalars(select(OutboxMessage.body)))
    assert "&lt;/b&gt;Wati &amp; Co &lt;a href=x&gt; (Telegram)" in body
    assert HOSTILE not in body


async def test_asking_twice_is_asking_once_and_another_account_asks_for_itself(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    await asks(session, school, school.siti)
    assert [one.id for one in await requests(session)] == [asked.id]
    assert len((await session.scalars(select(OutboxMessage.id))).all()) == 2
    await asks(session, school, school.siti, STRANGER)
    await asks(session, school, school.rina)
    assert [one.telegram_id for one in await requests(session)] == [GUARDIAN, STRANGER, GUARDIAN]


async def test_wrong_letters_ask_for_nothing(session: AsyncSession, asked: RegistrationRequest) -> None:
    assert await show_slip(session, STRANGER, new_keycode(), now=NOW) is None
    with pytest.raises(NotFound):
        await register(session, 10**6, telegram_id=STRANGER, telegram_name="X", now=NOW)
    await limit_sight(session, whole_school=True)
    assert [one.id for one in await requests(session)] == [asked.id]


@pytest.mark.parametrize("who", [HOMEROOM, ADMIN])
async def test_a_yes_makes_it_a_guardians_account_and_says_so_in_telegram(
    session: AsyncSession, school: School, asked: RegistrationRequest, who: int
) -> None:
    somebody = await actor(session, who)
    await limit_to(session, somebody)
    [one], total = await waiting_for(session, somebody, limit=9)
    assert (one.request.id, one.student.id, total) == (asked.id, school.siti.id, 1)
    await decide(session, somebody, asked.id, accept=True, now=NOW.replace(hour=22))
    mother = await actor(session, GUARDIAN)
    assert (mother.name, mother.grants, mother.children) == (HOSTILE, frozenset(), {school.siti.id})
    [said] = await said_to(session)
    assert "terdaftar untuk <b>Siti Aminah</b> (X RPL 1)" in said
    assert await told(session, "disetujui oleh") == {HOMEROOM, ADMIN} - {who}
    with pytest.raises(AlreadyDecided):
        await decide(session, somebody, asked.id, accept=False, now=NOW)
    message = await session.scalar(select(OutboxMessage).where(OutboxMessage.recipient == str(GUARDIAN)))
    assert message is not None
    assert (message.channel, message.not_before) == (Channel.TELEGRAM, NOW.replace(hour=22)), "it rings no bell"


async def test_a_no_is_told_kindly_and_leaves_no_person_behind(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    await decide(session, await actor(session, HOMEROOM), asked.id, accept=False, now=NOW)
    [said] = await said_to(session)
    assert "tidak disetujui" in said
    assert "Siti" not in said
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.act == "refuse_number"))).one()
    assert entry.detail["phone"] == f"{HOSTILE} (Telegram)"
    await asks(session, school, school.siti)
    assert len(await of_account(session, GUARDIAN)) == 1, "it may ask again"
    await registration_requests.forget_settled(session, now=NOW + timedelta(days=31))
    assert [one.accepted for one in await requests(session)] == [None], "who was refused is forgotten"
    assert await session.scalar(select(TelegramAccount.id).where(TelegramAccount.telegram_id == GUARDIAN)) is None


@pytest.mark.parametrize("who", [OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, PRESIDENT, SECRETARY, OFFICER])
async def test_nobody_else_lists_or_decides(session: AsyncSession, asked: RegistrationRequest, who: int) -> None:
    somebody = await actor(session, who)
    assert await waiting_for(session, somebody, limit=9) == ([], 0)
    with pytest.raises((NotFound, NotAllowed)):
        await decide(session, somebody, asked.id, accept=True, now=NOW)
    assert asked.accepted is None


async def test_no_guardian_decides_and_least_of_all_for_oneself(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    await guardian_in_telegram(session, school.siti, telegram_id=STRANGER, name="Pak Amin")
    await guardian_in_telegram(session, school.budi)
    for account in (STRANGER, GUARDIAN):
        somebody = await actor(session, account)
        assert await waiting_for(session, somebody, limit=9) == ([], 0)
        with pytest.raises((NotFound, NotAllowed)):
            await decide(session, somebody, asked.id, accept=True, now=NOW)


async def test_it_may_be_taken_back_until_it_is_decided(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    ratna = await actor(session, HOMEROOM)
    await limit_sight(session)
    await introduce(session, GUARDIAN)
    await take_back(session, await of_account(session, GUARDIAN), now=NOW)
    assert await of_account(session, GUARDIAN) == []
    await limit_sight(session, whole_school=True)
    assert await waiting_for(session, ratna, limit=9) == ([], 0)
    with pytest.raises(NotFound):
        await decide(session, ratna, asked.id, accept=True, now=NOW)
    await asks(session, school, school.siti)
    again = (await requests(session))[-1]
    await decide(session, ratna, again.id, accept=True, now=NOW)
    await take_back(session, [again], now=NOW + timedelta(minutes=1))
    await session.refresh(again)
    assert (again.accepted, again.decided_by) == (True, ratna.person_id), "what is decided stays so"


async def test_who_speaks_for_the_pupil_already_waits_for_nothing(session: AsyncSession, school: School) -> None:
    await set_rule(session, "guardian_numbers_need_approval", "yes", now=NOW)
    await guardian_in_telegram(session, school.budi)
    slip = await show_slip(session, GUARDIAN, school.keycodes[school.budi.id], now=NOW)
    assert slip is not None
    assert not slip.needs_approval
    done = await register(session, slip.keycode_id, telegram_id=GUARDIAN, telegram_name="Bu Wati", now=NOW)
    assert done is not None
    assert not done[1], "registered before"
    assert await requests(session) == []


async def test_a_guardian_sees_a_second_child_with_the_yes_and_not_before(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    await guardian_in_telegram(session, school.budi)
    before = await actor(session, GUARDIAN)
    assert {one.name for one in await session.scalars(visible_students(before))} == {"Budi Santoso"}
    await decide(session, await actor(session, ADMIN), asked.id, accept=True, now=NOW)
    after = await actor(session, GUARDIAN)
    assert (after.person_id, after.children) == (before.person_id, {school.budi.id, school.siti.id})
    for pupil in (school.budi, school.siti):
        await stop(session, after, pupil.id, now=NOW)
    assert await actor_by_telegram(session, GUARDIAN, on=TODAY) is None


async def test_staff_wait_too_and_keep_their_tasks(session: AsyncSession, school: School) -> None:
    await set_rule(session, "guardian_numbers_need_approval", "yes", now=NOW)
    await asks(session, school, school.rina, HOMEROOM)
    ratna = await actor(session, HOMEROOM)
    assert ratna.children == frozenset()
    assert await waiting_for(session, ratna, limit=9) == ([], 0), "not of her class"
    [request] = await requests(session)
    await decide(session, await actor(session, ADMIN), request.id, accept=True, now=NOW)
    ratna = await actor(session, HOMEROOM)
    assert ratna.children == {school.rina.id}
    assert ratna.holds(Role.HOMEROOM_TEACHER)


async def test_a_pupil_is_not_the_own_guardian_by_asking_first(
    session: AsyncSession, school: School, asked: RegistrationRequest
) -> None:
    siti = await accounts.person_of_student(session, school.siti, now=NOW)
    await accounts.link(session, telegram_id=GUARDIAN, telegram_name="Siti", person_id=siti.id, now=NOW)
    with pytest.raises(NotAllowed):
        await asks(session, school, school.siti)
    await limit_sight(session, whole_school=True)
    with pytest.raises(NotAllowed):
        await decide(session, await actor(session, HOMEROOM), asked.id, accept=True, now=NOW)
    assert await session.scalar(select(Guardian.id).where(Guardian.student_id == school.siti.id)) is None
