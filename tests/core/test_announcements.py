"""Announcements: to whom they go, what they cost, once each, and no further once stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import announcements, courier
from core.announcements import LONGEST_TELEGRAM, BeyondTheCap, NothingSaid, TooLong
from core.audiences import Audience
from core.errors import AlreadySent, NotAllowed, NotFound
from core.school_rules import set_rule
from db.models import Channel, Guardian, Keycode, OutboxMessage, Role
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    BUDIS_MOTHER,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    RINAS_MOTHER,
    SECRETARY,
    School,
    actor,
)

SMS, TELEGRAM = Channel.SMS, Channel.TELEGRAM


async def told(session: AsyncSession, to: Audience, text: str = "Besok libur.") -> list[str]:
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, to, text, now=NOW)
    await announcements.confirm(session, admin, draft.id, now=NOW)
    return sorted(
        await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.announcement_id == draft.id))
    )


async def test_guardians_of_a_place_get_one_sms_each(session: AsyncSession, school: School) -> None:
    keycode = (await session.scalars(select(Keycode).where(Keycode.student_id == school.siti.id))).one()
    session.add(Guardian(student_id=school.siti.id, phone=BUDIS_MOTHER, keycode_id=keycode.id, registered_at=NOW))
    await session.flush()
    rpl = school.x_rpl_1.department_id
    assert await told(session, Audience(SMS, school_class_id=school.x_rpl_1.id)) == [BUDIS_MOTHER, BUDIS_FATHER]
    assert await told(session, Audience(SMS, department_id=rpl)) == [BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER]
    assert await told(session, Audience(SMS)) == [BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER]
    assert await told(session, Audience(SMS, school_class_id=school.x_tkro_1.id)) == []


async def test_staff_hear_what_is_for_their_place_or_role(session: AsyncSession, school: School) -> None:
    of_class = {str(SECRETARY), str(PRESIDENT), str(HOMEROOM)}
    rpl = school.x_rpl_1.department_id
    assert set(await told(session, Audience(TELEGRAM, school_class_id=school.x_rpl_1.id))) == of_class
    assert set(await told(session, Audience(TELEGRAM, department_id=rpl))) == of_class | {str(HEAD_RPL)}
    assert await told(session, Audience(TELEGRAM, role=Role.DUTY_TEACHER)) == [str(DUTY)]
    assert len(await told(session, Audience(TELEGRAM))) == 10


async def test_a_large_audience_is_reached_whole(
    session: AsyncSession, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "OWED_AT_ONCE", 2)
    assert len(await told(session, Audience(TELEGRAM))) == 10
    assert len(await told(session, Audience(SMS))) == 3


async def test_the_costs_are_known_before(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    await set_rule(session, "sms_price_rupiah", "350", now=NOW)
    draft = await announcements.write(session, admin, Audience(SMS), "kata " * 40, now=NOW)
    costs = await announcements.costs(session, admin, draft, now=NOW)
    assert (costs.messages, costs.parts, costs.rupiah, costs.left_today) == (3, 2, 2100, 1000)


async def test_the_daily_cap_holds_for_announcements_too(session: AsyncSession, school: School) -> None:
    await set_rule(session, "sms_daily_cap", "2", now=NOW)
    with pytest.raises(BeyondTheCap) as refused:
        await told(session, Audience(SMS))
    assert (refused.value.wanted, refused.value.left) == (3, 2)


async def test_by_sms_the_quiet_hours_are_kept(session: AsyncSession, school: School) -> None:
    admin, late = await actor(session, ADMIN), NOW.replace(hour=22)
    draft = await announcements.write(session, admin, Audience(SMS), "Besok libur.", now=late)
    await announcements.confirm(session, admin, draft.id, now=late)
    assert await courier.claim(session, SMS, now=late, courier="satu") == []
    in_the_morning = (late + timedelta(days=1)).replace(hour=6)
    assert len(await courier.claim(session, SMS, now=in_the_morning, courier="satu")) == 3


async def test_what_says_nothing_or_too_much_is_not_kept(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    for to, text, kind in (
        (Audience(SMS), " \n ", NothingSaid),
        (Audience(SMS), "kata " * 100, TooLong),
        (Audience(TELEGRAM), "\N{PILE OF POO}" * (LONGEST_TELEGRAM // 2 + 1), TooLong),
    ):
        with pytest.raises(kind):
            await announcements.write(session, admin, to, text, now=NOW)


async def test_confirmed_twice_it_is_sent_once_and_stopped_it_goes_no_further(
    session: AsyncSession, school: School
) -> None:
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, Audience(SMS), "Besok libur.", now=NOW)
    await announcements.confirm(session, admin, draft.id, now=NOW)
    for again in (announcements.confirm, announcements.drop):
        with pytest.raises(AlreadySent):
            await again(session, admin, draft.id, now=NOW)
    [gone] = await courier.claim(session, SMS, now=NOW, courier="satu", limit=1)
    await courier.mark_sent(session, gone.id, now=NOW)
    progress = await announcements.stop(session, admin, draft.id, now=NOW)
    assert (progress.waiting, progress.sent, progress.total) == (0, 1, 3)
    with pytest.raises(NotFound):
        await announcements.stop(session, admin, draft.id, now=NOW)


async def test_a_dropped_draft_and_somebody_elses_are_not_sent(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, Audience(TELEGRAM), "Halo", now=NOW)
    for other in (LEADER, DUTY, HOMEROOM, SECRETARY, OTHER_HOMEROOM):
        stranger = await actor(session, other)
        with pytest.raises(NotAllowed):
            await announcements.confirm(session, stranger, draft.id, now=NOW)
        with pytest.raises(NotAllowed):
            await announcements.write(session, stranger, Audience(SMS), "Halo", now=NOW)
        with pytest.raises(NotAllowed):
            await announcements.stop(session, stranger, draft.id, now=NOW)
    await announcements.drop(session, admin, draft.id, now=NOW)
    with pytest.raises(NotFound):
        await announcements.confirm(session, admin, draft.id, now=NOW)
