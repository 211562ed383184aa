"""Announcements: to whom they go, what they cost, once each, and no further once stopped."""

from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import announcements, courier
from core.announcements import LONGEST_TELEGRAM, BeyondTheCap, DraftOfAnotherDay, NothingSaid, TooLong
from core.audiences import Audience, Recipients, recipients
from core.errors import AlreadySent, NotAllowed, NotFound
from core.guardian_chat import is_for_guardian
from core.school_rules import set_rule
from db.models import Channel, ClassMembership, Guardian, Keycode, OutboxMessage, Role, TelegramAccount
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    BUDIS_MOTHER,
    DUTY,
    GUARDIAN,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    RINAS_MOTHER,
    SECRETARY,
    STRANGER,
    TODAY,
    School,
    actor,
    guardian_in_telegram,
)

SMS, TELEGRAM = Channel.SMS, Channel.TELEGRAM
GUARDIANS, STAFF = True, False
"""For whom: staff stand for everybody with a task."""


async def told(session: AsyncSession, to: Audience, text: str = "Besok libur.") -> list[str]:
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, to, text, now=NOW)
    await announcements.confirm(session, admin, draft.id, now=NOW)
    return sorted(
        await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.announcement_id == draft.id))
    )


async def chats_told(session: AsyncSession, to: Audience) -> set[str]:
    return {recipient for recipient in await told(session, to) if not recipient.startswith("+")}


async def test_guardians_of_a_place_get_one_sms_each(session: AsyncSession, school: School) -> None:
    keycode = (await session.scalars(select(Keycode).where(Keycode.student_id == school.siti.id))).one()
    session.add(Guardian(student_id=school.siti.id, phone=BUDIS_MOTHER, keycode_id=keycode.id, registered_at=NOW))
    await session.flush()
    rpl = school.x_rpl_1.department_id
    assert await told(session, Audience(GUARDIANS, school_class_id=school.x_rpl_1.id)) == [BUDIS_MOTHER, BUDIS_FATHER]
    assert await told(session, Audience(GUARDIANS, department_id=rpl)) == [BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER]
    assert await told(session, Audience(GUARDIANS)) == [BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER]
    assert await told(session, Audience(GUARDIANS, school_class_id=school.x_tkro_1.id)) == []


async def test_guardians_accounts_of_a_place_get_one_message_each(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi, school.siti, school.rina)
    await guardian_in_telegram(session, school.joko, telegram_id=77, name="Pak Wira")
    x_rpl_1, x_tkro_1 = school.x_rpl_1, school.x_tkro_1
    wati, wira = str(GUARDIAN), "77"
    assert await chats_told(session, Audience(GUARDIANS, school_class_id=x_rpl_1.id)) == {wati}
    assert await chats_told(session, Audience(GUARDIANS, department_id=x_rpl_1.department_id)) == {wati}
    assert await chats_told(session, Audience(GUARDIANS)) == {wati, wira}
    assert await told(session, Audience(GUARDIANS, school_class_id=x_tkro_1.id)) == [wira], "no number is registered"


@pytest.mark.parametrize("how", ["left", "unlinked", "blocked", "never linked"])
async def test_an_account_that_left_or_cannot_be_reached_is_not_told(
    session: AsyncSession, school: School, how: str
) -> None:
    wati = await guardian_in_telegram(session, school.budi)
    assert await chats_told(session, Audience(GUARDIANS)) == {str(GUARDIAN)}
    of_wati = TelegramAccount.person_id == wati.id
    match how:
        case "left":
            await session.execute(update(Guardian).where(Guardian.person_id == wati.id).values(left_at=NOW))
        case "unlinked":
            await session.execute(update(TelegramAccount).where(of_wati).values(unlinked_at=NOW))
        case "blocked":
            await session.execute(update(TelegramAccount).where(of_wati).values(blocked_at=NOW))
        case _:
            await session.execute(delete(TelegramAccount).where(of_wati))
    assert await told(session, Audience(GUARDIANS)) == [BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER]


async def test_a_guardian_of_a_pupil_who_has_left_the_class_is_not_told(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi)
    seat = (await session.scalars(select(ClassMembership).where(ClassMembership.student_id == school.budi.id))).one()
    seat.valid_until = TODAY - timedelta(days=1)
    assert await told(session, Audience(GUARDIANS, school_class_id=school.x_rpl_1.id)) == []


async def test_where_only_accounts_are_registered_it_costs_nothing_and_needs_no_room_under_the_cap(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.joko)
    await set_rule(session, "sms_daily_cap", "0", now=NOW)
    admin = await actor(session, ADMIN)
    to = Audience(GUARDIANS, school_class_id=school.x_tkro_1.id)
    draft = await announcements.write(session, admin, to, "Besok libur.", now=NOW)
    costs = await announcements.confirm(session, admin, draft.id, now=NOW)
    assert (costs.numbers, costs.accounts, costs.rupiah, costs.left_today) == (0, 1, 0, 0)
    [message] = await courier.claim(session, TELEGRAM, now=NOW, courier="satu")
    assert message.recipient == str(GUARDIAN)


async def test_guardians_read_the_same_words_on_both_ways_and_the_schools_name(
    session: AsyncSession, school: School
) -> None:
    await set_rule(session, "school_name", "SMK <Uji> & Co", now=NOW)
    await guardian_in_telegram(session, school.budi)
    await told(session, Audience(GUARDIANS, school_class_id=school.x_rpl_1.id), "Besok “libur” & <b>pulang</b>.")
    owed = await session.execute(select(OutboxMessage.channel, OutboxMessage.body))
    bodies = dict(owed.all())
    by_sms = 'SMK <Uji> & Co: Besok "libur" & <b>pulang</b>.'
    assert bodies == {SMS: by_sms, TELEGRAM: f"📢 <b>Pengumuman</b>\n\n{escape(by_sms, quote=False)}"}


async def test_a_teacher_who_is_a_guardian_hears_what_is_for_guardians_as_one(
    session: AsyncSession, school: School
) -> None:
    harto = (await actor(session, OTHER_HOMEROOM)).person_id
    keycode = (await session.scalars(select(Keycode.id).where(Keycode.student_id == school.siti.id))).one()
    session.add(Guardian(student_id=school.siti.id, person_id=harto, keycode_id=keycode, registered_at=NOW))
    await session.flush()
    ours = Audience(GUARDIANS, school_class_id=school.x_rpl_1.id)
    assert await chats_told(session, ours) == {str(OTHER_HOMEROOM)}
    assert await chats_told(session, Audience(GUARDIANS, school_class_id=school.x_tkro_1.id)) == set()
    await chats_told(session, Audience(STAFF, school_class_id=school.x_tkro_1.id))
    as_guardian, as_teacher = await session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.recipient == str(OTHER_HOMEROOM), OutboxMessage.announcement_id.is_not(None))
        .order_by(OutboxMessage.id)
    )
    await courier.mark_sent(session, as_guardian.id, now=NOW, reference=5)
    await courier.mark_sent(session, as_teacher.id, now=NOW, reference=6)
    assert await is_for_guardian(session, chat_id=OTHER_HOMEROOM, message_id=5)
    assert not await is_for_guardian(session, chat_id=OTHER_HOMEROOM, message_id=6)
    assert not await is_for_guardian(session, chat_id=STRANGER, message_id=5)


async def test_whoever_announces_reaches_the_guardians_of_the_pupils_seen_at_work_and_no_others(
    session: AsyncSession, school: School
) -> None:
    """No role that announces sees less than the school today; were there one, its own child would open no class."""
    await guardian_in_telegram(session, school.budi)
    await guardian_in_telegram(session, school.joko, telegram_id=77, name="Pak Wira")
    harto = replace(await actor(session, OTHER_HOMEROOM), children=frozenset({school.budi.id}))
    assert await recipients(session, harto, Audience(GUARDIANS)) == Recipients([], ["77"])
    wati = await actor(session, GUARDIAN)
    assert await recipients(session, wati, Audience(GUARDIANS)) == Recipients([], [])


async def test_staff_hear_what_is_for_their_place_or_role(session: AsyncSession, school: School) -> None:
    of_class = {str(SECRETARY), str(PRESIDENT), str(HOMEROOM)}
    rpl = school.x_rpl_1.department_id
    assert set(await told(session, Audience(STAFF, school_class_id=school.x_rpl_1.id))) == of_class
    assert set(await told(session, Audience(STAFF, department_id=rpl))) == of_class | {str(HEAD_RPL)}
    assert await told(session, Audience(STAFF, role=Role.DUTY_TEACHER)) == [str(DUTY)]
    assert len(await told(session, Audience(STAFF))) == 10


async def test_a_large_audience_is_reached_whole(
    session: AsyncSession, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "OWED_AT_ONCE", 2)
    assert len(await told(session, Audience(STAFF))) == 10
    for account in (77, 78, 79):
        await guardian_in_telegram(session, school.budi, telegram_id=account)
    assert len(await told(session, Audience(GUARDIANS))) == 6


async def test_the_costs_are_known_before(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    await guardian_in_telegram(session, school.budi, school.rina)
    await set_rule(session, "sms_price_rupiah", "350", now=NOW)
    draft = await announcements.write(session, admin, Audience(GUARDIANS), "kata " * 40, now=NOW)
    costs = await announcements.costs(session, admin, draft, now=NOW)
    assert (costs.numbers, costs.accounts, costs.parts, costs.rupiah, costs.left_today) == (3, 1, 2, 2100, 1000)


async def test_the_daily_cap_holds_for_announcements_too(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi)
    await set_rule(session, "sms_daily_cap", "2", now=NOW)
    with pytest.raises(BeyondTheCap) as refused:
        await told(session, Audience(GUARDIANS))
    assert (refused.value.wanted, refused.value.left) == (3, 2)


async def test_guardians_are_told_after_the_quiet_hours_and_staff_at_once(
    session: AsyncSession, school: School
) -> None:
    admin, late = await actor(session, ADMIN), NOW.replace(hour=22)
    await guardian_in_telegram(session, school.budi)
    draft = await announcements.write(session, admin, Audience(GUARDIANS), "Besok libur.", now=late)
    await announcements.confirm(session, admin, draft.id, now=late)
    for channel in Channel:
        assert await courier.claim(session, channel, now=late, courier="satu") == []
    in_the_morning = (late + timedelta(days=1)).replace(hour=6)
    assert len(await courier.claim(session, SMS, now=in_the_morning, courier="satu")) == 3
    assert len(await courier.claim(session, TELEGRAM, now=in_the_morning, courier="satu")) == 1
    draft = await announcements.write(session, admin, Audience(STAFF, role=Role.DUTY_TEACHER), "Rapat.", now=late)
    await announcements.confirm(session, admin, draft.id, now=late)
    assert len(await courier.claim(session, TELEGRAM, now=late, courier="satu")) == 1


async def test_what_says_nothing_or_too_much_is_not_kept(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    for to, text, kind in (
        (Audience(GUARDIANS), " \n ", NothingSaid),
        (Audience(GUARDIANS), "kata " * 100, TooLong),
        (Audience(STAFF), "\N{PILE OF POO}" * (LONGEST_TELEGRAM // 2 + 1), TooLong),
    ):
        with pytest.raises(kind):
            await announcements.write(session, admin, to, text, now=NOW)


async def test_confirmed_twice_it_is_sent_once_and_stopped_it_goes_no_further(
    session: AsyncSession, school: School
) -> None:
    admin = await actor(session, ADMIN)
    await guardian_in_telegram(session, school.budi)
    draft = await announcements.write(session, admin, Audience(GUARDIANS), "Besok libur.", now=NOW)
    await announcements.confirm(session, admin, draft.id, now=NOW)
    for again in (announcements.confirm, announcements.drop):
        with pytest.raises(AlreadySent):
            await again(session, admin, draft.id, now=NOW)
    [gone] = await courier.claim(session, SMS, now=NOW, courier="satu", limit=1)
    await courier.mark_sent(session, gone.id, now=NOW)
    progress = await announcements.stop(session, admin, draft.id, now=NOW)
    assert (progress.waiting, progress.sent, progress.total) == (0, 1, 4)
    assert await courier.claim(session, TELEGRAM, now=NOW, courier="satu") == []
    with pytest.raises(NotFound):
        await announcements.stop(session, admin, draft.id, now=NOW)


async def test_a_draft_of_yesterday_is_not_sent_and_may_still_be_dropped(session: AsyncSession, school: School) -> None:
    late = NOW.replace(hour=23, minute=59)
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, Audience(GUARDIANS), "Besok rapat.", now=late)
    with pytest.raises(DraftOfAnotherDay) as refused:
        await announcements.confirm(session, admin, draft.id, now=late + timedelta(minutes=1))
    assert refused.value.on == TODAY
    assert await courier.claim(session, SMS, now=late + timedelta(days=1), courier="satu") == []
    await announcements.confirm(session, admin, draft.id, now=late)
    other = await announcements.write(session, admin, Audience(GUARDIANS), "Besok rapat.", now=late)
    await announcements.drop(session, admin, other.id, now=late + timedelta(days=1))
    assert other.dropped_at is not None


async def test_emoji_alone_are_no_announcement_by_sms(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    with pytest.raises(NothingSaid):
        await announcements.write(session, admin, Audience(GUARDIANS), "\N{PARTY POPPER}!", now=NOW)
    assert await announcements.write(session, admin, Audience(STAFF), "\N{PARTY POPPER}!", now=NOW)


async def test_a_dropped_draft_and_somebody_elses_are_not_sent(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    draft = await announcements.write(session, admin, Audience(STAFF), "Halo", now=NOW)
    await guardian_in_telegram(session, school.budi)
    for other in (LEADER, DUTY, HOMEROOM, SECRETARY, OTHER_HOMEROOM, GUARDIAN):
        stranger = await actor(session, other)
        with pytest.raises(NotAllowed):
            await announcements.confirm(session, stranger, draft.id, now=NOW)
        with pytest.raises(NotAllowed):
            await announcements.write(session, stranger, Audience(GUARDIANS), "Halo", now=NOW)
        with pytest.raises(NotAllowed):
            await announcements.stop(session, stranger, draft.id, now=NOW)
    await announcements.drop(session, admin, draft.id, now=NOW)
    with pytest.raises(NotFound):
        await announcements.confirm(session, admin, draft.id, now=NOW)
