"""Check-ins are confirmed once to whom it concerns, by the channel that the school has chosen, and never late."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from core import courier
from core.cards import holder_with_id, reissue
from core.confirmation_choices import choice_of, choices, choose, cost_of_choice, monthly_cost
from core.confirmation_corrections import correct_confirmations
from core.confirmations import STALE, USELESS_AFTER, Confirm, confirm_check_ins
from core.interruptions import give_up_expired
from core.outbox import is_open
from core.school_rules import school_rules, set_rule
from core.stations import add_station, station_by_secret
from db.models import Channel, Direction, OutboxMessage, Person, Role, RoleGrant, TelegramAccount
from tests.core.checking_in import check_in
from tests.school import (
    BUDIS_FATHER,
    BUDIS_MOTHER,
    GUARDIAN,
    NOW,
    RINAS_MOTHER,
    TODAY,
    School,
    guardian_in_telegram,
)

BUDI_ON_TELEGRAM, TEACHER_ON_TELEGRAM = 501, 502
AFTERNOON = NOW.replace(hour=15)
YESTERDAY = TODAY - timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


async def linked(session: AsyncSession, person: Person, role: Role, telegram_id: int) -> Person:
    session.add(person)
    await session.flush()
    session.add(RoleGrant(person_id=person.id, role=role, valid_from=YESTERDAY, granted_at=NOW))
    session.add(TelegramAccount(person_id=person.id, telegram_id=telegram_id, linked_at=NOW))
    await session.flush()
    return person


async def scan(session: AsyncSession, row_id: str, at: datetime = NOW, *, heard_at: datetime | None = None) -> None:
    """The holder's card at the front gate; heard of at once, or later."""
    card = await reissue(session, await holder_with_id(session, row_id), now=NOW - timedelta(days=1))
    station = await station_by_secret(session, await add_station(session, f"{row_id}{at}", now=NOW))
    await check_in(session, station, code=card.payload, nonce=f"{row_id}{at}", scanned_at=at, now=heard_at or at)


async def owed(session: AsyncSession, channel: Channel) -> Sequence[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.channel == channel).order_by(OutboxMessage.id)
    return (await session.scalars(found)).all()


async def told(session: AsyncSession, channel: Channel) -> list[str]:
    return sorted(message.recipient for message in await owed(session, channel))


@pytest.fixture
async def by_sms(session: AsyncSession, school: School) -> School:
    await set_rule(session, "check_in_confirmation", "sms", now=NOW)
    return school


async def test_a_pupil_and_a_teacher_who_linked_telegram_hear_of_arrival_and_leaving_once_each(
    session: AsyncSession, school: School
) -> None:
    await linked(session, Person(name="Budi", student_id=school.budi.id, created_at=NOW), Role.STUDENT, 501)
    await linked(session, Person(name="Bu Lestari", nip="1968", created_at=NOW), Role.TEACHER, TEACHER_ON_TELEGRAM)
    await scan(session, school.budi.nis)
    await scan(session, "1968", NOW + timedelta(minutes=20))
    for minute in range(1, 4):
        await confirm_check_ins(session, now=NOW + timedelta(minutes=20) + minute * A_MINUTE)
    arrived = {message.recipient: message.body for message in await owed(session, Channel.TELEGRAM)}
    assert "masuk</b> pukul 07.05." in arrived["501"]
    assert "masuk</b> pukul 07.25, terlambat 25 menit." in arrived["502"]
    await scan(session, school.budi.nis, AFTERNOON)
    await confirm_check_ins(session, now=AFTERNOON + A_MINUTE)
    assert await told(session, Channel.TELEGRAM) == ["501", "501", "502"]
    assert await owed(session, Channel.SMS) == []


async def test_guardians_hear_by_sms_only_where_it_is_switched_on(session: AsyncSession, by_sms: School) -> None:
    for pupil in (by_sms.budi, by_sms.siti):
        await scan(session, pupil.nis)
    await confirm_check_ins(session, now=NOW + A_MINUTE)
    assert await told(session, Channel.SMS) == sorted([BUDIS_MOTHER, BUDIS_FATHER])
    assert (await owed(session, Channel.SMS))[0].body == (
        "Sekolah: Budi (X RPL 1) sudah tiba di sekolah, Senin 23 Nov pukul 07.05."
    )


async def test_a_pupils_choice_goes_before_the_classs_and_that_before_the_schools(
    session: AsyncSession, by_sms: School
) -> None:
    await choose(session, Confirm.OFF, school_class_id=by_sms.x_rpl_1.id, now=NOW)
    for pupil in (by_sms.budi, by_sms.rina):
        await scan(session, pupil.nis)
    await confirm_check_ins(session, now=NOW + A_MINUTE)
    assert await told(session, Channel.SMS) == [RINAS_MOTHER]
    await choose(session, Confirm.SMS, student_id=by_sms.budi.id, now=NOW)
    assert await choices(session) == [("X RPL 1", Confirm.OFF), ("Budi Santoso (00001)", Confirm.SMS)]
    await confirm_check_ins(session, now=NOW + 2 * A_MINUTE)
    assert len(await owed(session, Channel.SMS)) == 3
    await choose(session, None, student_id=by_sms.budi.id, now=NOW)
    assert await choices(session) == [("X RPL 1", Confirm.OFF)]


async def test_switched_off_nobody_hears_anything(session: AsyncSession, school: School) -> None:
    await linked(session, Person(name="Bu Lestari", nip="1968", created_at=NOW), Role.TEACHER, TEACHER_ON_TELEGRAM)
    await set_rule(session, "check_in_confirmation", "off", now=NOW)
    await scan(session, "1968")
    await confirm_check_ins(session, now=NOW + A_MINUTE)
    assert await owed(session, Channel.TELEGRAM) == []


async def test_a_scan_that_is_heard_of_hours_later_is_not_confirmed(session: AsyncSession, by_sms: School) -> None:
    later = NOW + timedelta(hours=4)
    await scan(session, by_sms.budi.nis, heard_at=later)
    await scan(session, by_sms.rina.nis, later - STALE + A_MINUTE, heard_at=later)
    await confirm_check_ins(session, now=later)
    assert await told(session, Channel.SMS) == [RINAS_MOTHER]


async def test_an_account_of_a_pupil_with_another_task_hears_of_the_own_arrival_and_a_blocked_bot_of_none(
    session: AsyncSession, school: School
) -> None:
    person = Person(name="Budi", student_id=school.budi.id, created_at=NOW)
    await linked(session, person, Role.OFFICER, BUDI_ON_TELEGRAM)
    rina = await linked(session, Person(name="Rina", student_id=school.rina.id, created_at=NOW), Role.STUDENT, 503)
    account = (await session.scalars(select(TelegramAccount).where(TelegramAccount.person_id == rina.id))).one()
    account.blocked_at = NOW
    for pupil in (school.budi, school.rina, school.siti):
        await scan(session, pupil.nis)
    await confirm_check_ins(session, now=NOW + A_MINUTE)
    assert await told(session, Channel.TELEGRAM) == [str(BUDI_ON_TELEGRAM)]


async def test_an_sms_says_how_late_somebody_came(session: AsyncSession, by_sms: School) -> None:
    await scan(session, by_sms.rina.nis, NOW.replace(minute=25))
    await confirm_check_ins(session, now=NOW.replace(minute=26))
    [message] = await owed(session, Channel.SMS)
    assert (
        message.body == "Sekolah: Rina (X RPL 2) sudah tiba di sekolah, Senin 23 Nov pukul 07.25, terlambat 25 menit."
    )


async def test_a_leaving_before_the_end_is_confirmed_as_one(session: AsyncSession, by_sms: School) -> None:
    await guardian_in_telegram(session, by_sms.rina)
    await linked(session, Person(name="Rina", student_id=by_sms.rina.id, created_at=NOW), Role.STUDENT, 503)
    noon = NOW.replace(hour=12)
    await scan(session, by_sms.rina.nis, NOW)
    await scan(session, by_sms.rina.nis, noon)
    await confirm_check_ins(session, now=noon + A_MINUTE)
    [message] = await owed(session, Channel.SMS)
    assert message.body == "Sekolah: Rina (X RPL 2) sudah pulang awal dari sekolah, Senin 23 Nov pukul 12.05."
    for message in await owed(session, Channel.TELEGRAM):
        assert "tercatat <b>pulang awal</b> pukul 12.05." in message.body
    assert await told(session, Channel.TELEGRAM) == ["503", str(GUARDIAN)]


async def test_a_lateness_that_was_none_is_withdrawn_or_set_right_once(session: AsyncSession, by_sms: School) -> None:
    """At noon one station takes them for late; the other delivers the morning afterwards."""
    await linked(session, Person(name="Bu Lestari", nip="1968", created_at=NOW), Role.TEACHER, TEACHER_ON_TELEGRAM)
    noon = NOW.replace(hour=12)
    for one in (by_sms.budi.nis, by_sms.rina.nis, "1968"):
        await scan(session, one, noon)
    await confirm_check_ins(session, now=noon + A_MINUTE)
    for message in await owed(session, Channel.SMS):
        if message.recipient != RINAS_MOTHER:
            await courier.mark_sent(session, message.id, now=noon + A_MINUTE)
    for one in (by_sms.budi.nis, by_sms.rina.nis, "1968"):
        await scan(session, one, heard_at=noon + 5 * A_MINUTE)
    for minute in range(6, 9):
        await correct_confirmations(session, now=noon + minute * A_MINUTE)
    fresh = {message.recipient: message.body for message in await waiting(session)}
    ralat = "Sekolah: Ralat, Budi (X RPL 1) tiba di sekolah Senin 23 Nov pukul 07.05, tidak terlambat."
    assert fresh == {
        BUDIS_MOTHER: ralat,
        BUDIS_FATHER: ralat,
        RINAS_MOTHER: "Sekolah: Rina (X RPL 2) tiba di sekolah Senin 23 Nov pukul 07.05, tidak terlambat.",
        str(TEACHER_ON_TELEGRAM): "Bu Lestari · Guru/Staf tercatat <b>masuk</b> Senin 23 Nov pukul 07.05, "
        "tidak terlambat.",
    }


async def leave(session: AsyncSession, row_id: str, *when: datetime, asked: Direction | None = None) -> None:
    """The same card at one station, and the scheduler a minute after each time."""
    holder = await holder_with_id(session, row_id)
    card = await reissue(session, holder, now=NOW - timedelta(days=1))
    station = await station_by_secret(session, await add_station(session, f"{row_id}{when}", now=NOW))
    for at in when:
        nonce = f"{row_id}{at}"
        await check_in(session, station, code=card.payload, nonce=nonce, scanned_at=at, now=at, direction=asked)
        await confirm_check_ins(session, now=at + A_MINUTE)
        await correct_confirmations(session, now=at + A_MINUTE)


async def send_all(session: AsyncSession, now: datetime) -> list[tuple[str, str]]:
    """(recipient, text) of what waits; it is sent."""
    found = await waiting(session)
    for message in found:
        await courier.mark_sent(session, message.id, now=now)
    return sorted((message.recipient, message.body) for message in found)


async def test_who_was_told_of_a_leaving_by_mistake_hears_once_of_the_true_one(
    session: AsyncSession, by_sms: School
) -> None:
    await guardian_in_telegram(session, by_sms.rina, telegram_id=600)
    await linked(session, Person(name="Bu Lestari", nip="1968", created_at=NOW), Role.TEACHER, TEACHER_ON_TELEGRAM)
    for one in (by_sms.rina.nis, "1968"):
        await leave(session, one, NOW.replace(hour=6, minute=40), asked=Direction.OUT)
    told_first = await send_all(session, NOW)
    assert [recipient for recipient, _ in told_first] == sorted([RINAS_MOTHER, "600", str(TEACHER_ON_TELEGRAM)])
    half_past_three = AFTERNOON.replace(minute=30)
    for one in (by_sms.rina.nis, "1968"):
        await leave(session, one, half_past_three, half_past_three + 2 * A_MINUTE)
    assert dict(await send_all(session, half_past_three)) == {
        RINAS_MOTHER: "Sekolah: Ralat, Rina (X RPL 2) pulang dari sekolah Senin 23 Nov pukul 15.30, bukan 06.40.",
        "600": f"Ralat: {by_sms.rina.name} · X RPL 2 tercatat <b>pulang</b> Senin 23 Nov pukul 15.30, "
        "bukan pukul 06.40.",
        str(TEACHER_ON_TELEGRAM): "Ralat: Bu Lestari · Guru/Staf tercatat <b>pulang</b> Senin 23 Nov pukul 15.30, "
        "bukan pukul 06.40.",
    }
    await correct_confirmations(session, now=half_past_three + 5 * A_MINUTE)
    assert await send_all(session, half_past_three) == []


async def test_a_card_shown_twice_on_leaving_early_sets_nothing_right(session: AsyncSession, by_sms: School) -> None:
    eleven = NOW.replace(hour=11, minute=0)
    await leave(session, by_sms.rina.nis, NOW, eleven, eleven + 5 * A_MINUTE)
    assert [body.split(", ")[0] for _, body in await send_all(session, eleven)] == [
        "Sekolah: Rina (X RPL 2) sudah pulang awal dari sekolah",
        "Sekolah: Rina (X RPL 2) sudah tiba di sekolah",
    ]
    assert (await owed(session, Channel.SMS))[-1].body.endswith("pukul 11.00.")


async def test_what_set_a_leaving_right_is_set_right_in_its_turn(session: AsyncSession, by_sms: School) -> None:
    early, eleven = NOW.replace(hour=6, minute=40), NOW.replace(hour=11)
    await leave(session, by_sms.rina.nis, early, asked=Direction.OUT)
    await send_all(session, early)
    await leave(session, by_sms.rina.nis, eleven, AFTERNOON, asked=Direction.OUT)
    assert [body.split(" pukul ")[1] for _, body in await send_all(session, AFTERNOON)] == [
        "11.05, bukan 06.40.",
        "15.05, bukan 11.05.",
    ]


async def test_of_a_leaving_that_nobody_was_told_of_yet_only_the_true_one_is_told(
    session: AsyncSession, by_sms: School
) -> None:
    await leave(session, by_sms.rina.nis, NOW.replace(hour=14), AFTERNOON, asked=Direction.OUT)
    assert [body for _, body in await send_all(session, AFTERNOON)] == [
        "Sekolah: Rina (X RPL 2) pulang dari sekolah Senin 23 Nov pukul 15.05."
    ]


async def waiting(session: AsyncSession) -> Sequence[OutboxMessage]:
    found = select(OutboxMessage).where(*is_open()).order_by(OutboxMessage.id)
    return (await session.scalars(found.execution_options(populate_existing=True))).all()


async def test_half_of_the_daily_cap_is_kept_for_alerts(session: AsyncSession, by_sms: School) -> None:
    await set_rule(session, "sms_daily_cap", "4", now=NOW)
    for pupil in (by_sms.budi, by_sms.rina):
        await scan(session, pupil.nis)
    for minute in range(1, 3):
        await confirm_check_ins(session, now=NOW + minute * A_MINUTE)
    assert len(await owed(session, Channel.SMS)) == 2


async def test_what_did_not_leave_in_time_is_dropped_and_nobody_is_told_to_phone(
    session: AsyncSession, by_sms: School
) -> None:
    await scan(session, by_sms.rina.nis)
    await confirm_check_ins(session, now=NOW)
    assert await give_up_expired(session, now=NOW + USELESS_AFTER) == 1
    assert await owed(session, Channel.TELEGRAM) == []


async def test_many_scans_cost_no_more_statements_than_one(
    session: AsyncSession, by_sms: School, engine: AsyncEngine
) -> None:
    counted: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *given: counted.append(given[2]))

    async def statements() -> int:
        before = len(counted)
        await confirm_check_ins(session, now=NOW + A_MINUTE)
        return len(counted) - before

    await scan(session, by_sms.budi.nis)
    of_one = await statements()
    for pupil in (by_sms.siti, by_sms.andi, by_sms.rina, by_sms.joko):
        await scan(session, pupil.nis)
    assert await statements() == of_one


async def test_the_cost_of_a_month_is_two_sms_a_number_and_school_day(session: AsyncSession, school: School) -> None:
    await choose(session, Confirm.OFF, student_id=school.rina.id, now=NOW)
    rules = await school_rules(session)
    cost = await monthly_cost(session, rules, Confirm.SMS, on=TODAY)
    assert (cost.numbers, cost.messages, cost.rupiah) == (2, 87, 87 * 150)
    assert (await monthly_cost(session, rules, Confirm.TELEGRAM, on=TODAY)).numbers == 0


async def test_a_choice_costs_what_its_class_or_pupil_would(session: AsyncSession, school: School) -> None:
    """Budi has two numbers, Rina in the other class one; the school confirms by Telegram."""

    async def numbers(choice: Confirm | None, **whose: int) -> int:
        return (await cost_of_choice(session, choice, **whose, on=TODAY)).numbers

    own, budi = {"school_class_id": school.x_rpl_1.id}, {"student_id": school.budi.id}
    assert [await numbers(Confirm.SMS, **own), await numbers(Confirm.TELEGRAM, **own)] == [2, 0]
    assert [await numbers(Confirm.SMS, **budi), await numbers(None, **budi)] == [2, 0]
    await choose(session, Confirm.SMS, **own, now=NOW)
    assert [await numbers(None, **budi), await numbers(None, **own)] == [2, 0]
    await choose(session, Confirm.OFF, **budi, now=NOW)
    assert await numbers(Confirm.SMS, **own) == 0
    assert await choice_of(session, **budi) is Confirm.OFF
    assert await choice_of(session, student_id=school.siti.id) is None
