"""Couriers: nothing twice at once, nothing lost, in order for each recipient, failures that say what they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import courier, delivery_reports, interruptions, outbox
from core.outbox import Debt
from core.school_rules import set_rule
from core.sms_budget import may_send
from db.engine import make_engine, transactions
from db.models import Channel, OutboxMessage
from tests.school import ADMIN, DUTY, NOW, School

SMS, TELEGRAM = Channel.SMS, Channel.TELEGRAM


async def owe(session: AsyncSession, *keys: str, to: str = "+6281211112222", channel: Channel = SMS) -> None:
    debts = [Debt(recipient=to, body=f"isi {key}", dedupe_key=key) for key in keys]
    await outbox.owe(session, channel, *debts, now=NOW)


async def claim(session: AsyncSession, seconds: float = 0, channel: Channel = SMS) -> list[str]:
    now = NOW + timedelta(seconds=seconds)
    return [m.dedupe_key for m in await courier.claim(session, channel, now=now, courier="satu")]


async def the(session: AsyncSession, key: str) -> OutboxMessage:
    query = select(OutboxMessage).where(OutboxMessage.dedupe_key == key).execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def test_the_same_reason_is_owed_once(session: AsyncSession) -> None:
    await owe(session, "a")
    await owe(session, "a", "b")
    assert await claim(session) == ["a", "b"]


async def test_what_is_claimed_is_off_the_table_until_the_lease_runs_out(session: AsyncSession) -> None:
    await owe(session, "a")
    assert await claim(session) == ["a"]
    assert await claim(session, 60) == []
    assert await claim(session, 121) == ["a"]


async def test_while_one_message_is_held_the_same_recipients_others_wait(session: AsyncSession) -> None:
    await owe(session, "a", to="1", channel=TELEGRAM)
    assert await claim(session, channel=TELEGRAM) == ["a"]
    await owe(session, "b", to="1", channel=TELEGRAM)
    await owe(session, "c", to="2", channel=TELEGRAM)
    assert await claim(session, channel=TELEGRAM) == ["c"]
    await courier.mark_sent(session, (await the(session, "a")).id, now=NOW)
    assert await claim(session, channel=TELEGRAM) == ["b"]


async def test_who_waits_is_served_before_news(session: AsyncSession) -> None:
    await owe(session, "news")
    await outbox.owe(session, SMS, Debt(recipient="1", body="x", dedupe_key="answer", urgency=outbox.URGENT), now=NOW)
    assert await claim(session) == ["answer", "news"]


async def test_a_sure_failure_is_tried_again_after_growing_pauses(session: AsyncSession) -> None:
    await owe(session, "a")
    elapsed, pauses = 0.0, []
    for _ in range(3):
        assert await claim(session, elapsed) == ["a"]
        message = await the(session, "a")
        await courier.mark_failed(session, message.id, now=NOW + timedelta(seconds=elapsed), error="no signal")
        waits_until = (await the(session, "a")).not_before
        pauses.append((waits_until - NOW).total_seconds() - elapsed)
        elapsed = (waits_until - NOW).total_seconds()
    assert pauses == [15, 30, 60]


async def test_retry_after_is_obeyed_to_the_second(session: AsyncSession) -> None:
    await owe(session, "a")
    await claim(session)
    message = await the(session, "a")
    await courier.mark_failed(session, message.id, now=NOW, error="429", retry_after=timedelta(seconds=7))
    assert await claim(session, 6) == []
    assert await claim(session, 7) == ["a"]


@pytest.mark.parametrize("how", ["permanent", "too often", "unknown"])
async def test_what_nobody_will_get_is_told_to_those_who_can_phone(
    session: AsyncSession, school: School, how: str
) -> None:
    await owe(session, "a")
    message_id = (await the(session, "a")).id
    if how == "unknown":
        await courier.mark_unknown(session, message_id, now=NOW, error="no answer")
    elif how == "permanent":
        await courier.mark_failed(session, message_id, now=NOW, error="no such number", permanent=True)
    else:
        for day in range(courier.MOST_ATTEMPTS):
            assert await claim(session, day * 86400) == ["a"]
            await courier.mark_failed(session, message_id, now=NOW + timedelta(days=day), error="busy")
    assert await claim(session, 10**7) == []
    told = set(await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.channel == TELEGRAM)))
    assert told == {str(ADMIN), str(DUTY)}


async def interrupt(session: AsyncSession, *, hung: bool = False, seconds: float = 0) -> None:
    now = NOW + timedelta(seconds=seconds)
    [message] = await courier.claim(session, SMS, now=now, courier="satu", limit=1)
    assert await courier.mark_sending(session, message.id, now=now)
    assert await interruptions.settle_interrupted(session, SMS, courier="satu", now=now, hung=hung) == 1


async def test_what_was_being_sent_when_the_courier_was_killed_is_sent_again_once(
    session: AsyncSession, school: School
) -> None:
    await owe(session, "a")
    await interrupt(session)
    assert await claim(session, 19) == []
    await interrupt(session, seconds=20)
    assert await claim(session, 10**6) == []
    assert (await the(session, "a")).unknown_at is not None


async def test_a_delivery_report_shows_that_it_had_left_and_it_is_not_sent_again(
    session: AsyncSession, school: School
) -> None:
    await owe(session, "a", to="+6281")
    await interrupt(session)
    soon = NOW + timedelta(seconds=5)
    assert await delivery_reports.mark_delivery(
        session, courier="satu", phone="+6281", sms_reference=9, delivered=True, now=soon
    )
    assert await claim(session, 600) == []
    assert (await the(session, "a")).delivered_at == soon


async def test_a_message_with_a_modem_that_fell_silent_is_never_sent_again_blindly(
    session: AsyncSession, school: School
) -> None:
    await owe(session, "a", "b")
    await interrupt(session, hung=True)
    assert (await the(session, "a")).unknown_at == NOW
    assert await claim(session, 600) == ["b"]


async def test_what_a_dead_courier_had_only_claimed_its_successor_has_at_once(session: AsyncSession) -> None:
    await owe(session, "a")
    assert await claim(session) == ["a"]
    await interruptions.release(session, SMS, courier="dua")
    assert await claim(session) == []
    await interruptions.release(session, SMS, courier="satu")
    assert await claim(session) == ["a"]


async def test_withdrawing_takes_back_only_what_has_not_left(session: AsyncSession) -> None:
    await owe(session, "a", to="1")
    await claim(session)
    await owe(session, "b", to="2")
    await outbox.withdraw(session, ["a", "b"], now=NOW)
    assert (await the(session, "a")).withdrawn_at is None
    assert (await the(session, "b")).withdrawn_at == NOW


async def test_a_delivery_report_finds_its_message_by_reference_number_and_hours(
    session: AsyncSession, school: School
) -> None:
    for key, to, day in [("old", "+6281", -10), ("mine", "+6281", 0), ("other", "+6282", 0)]:
        await owe(session, key, to=to)
        await courier.claim(session, SMS, now=NOW, courier="satu")
        sent = NOW + timedelta(days=day)
        await courier.mark_sent(session, (await the(session, key)).id, now=sent, sms_references=[6, 7])
    report = {"courier": "satu", "sms_reference": 7, "now": NOW}
    assert await delivery_reports.mark_delivery(session, phone="+6281", delivered=True, **report)  # type: ignore[arg-type]
    assert [(await the(session, key)).delivered_at for key in ("old", "mine", "other")] == [None, NOW, None]
    assert not await delivery_reports.mark_delivery(session, phone="+6289", delivered=True, **report)  # type: ignore[arg-type]


async def test_couriers_that_claim_at_the_same_time_never_get_the_same_message(database_url: str) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    async with transaction() as session:
        for number in range(20):
            await owe(session, f"k{number}", to=str(number))
    async with transaction() as one, transaction() as two, transaction() as three:
        claims = [
            [m.id for m in await courier.claim(s, SMS, now=NOW, courier=name, limit=8)]
            for s, name in ((one, "satu"), (two, "dua"), (three, "tiga"))
        ]
    await engine.dispose()
    assert [len(claimed) for claimed in claims] == [8, 8, 4]
    assert len({message for claimed in claims for message in claimed}) == 20


async def test_the_daily_cap_stops_sending_until_midnight(session: AsyncSession) -> None:
    await set_rule(session, "sms_daily_cap", "2", now=NOW)
    for number in range(2):
        assert await may_send(session, now=NOW)
        await owe(session, f"k{number}", to=str(number))
        [message] = await courier.claim(session, SMS, now=NOW, courier="satu")
        await courier.mark_sending(session, message.id, now=NOW)
        await courier.mark_sent(session, message.id, now=NOW, sms_references=[1])
    assert not await may_send(session, now=NOW)
    assert await may_send(session, now=NOW + timedelta(hours=17))


async def test_what_a_modem_has_in_hand_is_not_taken_back_however_long_it_takes(session: AsyncSession) -> None:
    await owe(session, "a")
    [message] = await courier.claim(session, SMS, now=NOW, courier="satu")
    await courier.mark_sending(session, message.id, now=NOW)
    await outbox.withdraw(session, ["a"], now=NOW + timedelta(hours=1))
    assert (await the(session, "a")).withdrawn_at is None


async def test_a_whole_schools_alerts_are_owed_at_once(session: AsyncSession) -> None:
    """Three thousand rows are more parameters than PostgreSQL takes in one statement."""
    await owe(session, *(f"many:{i}" for i in range(3000)))
    found = await session.scalars(select(OutboxMessage.id).where(OutboxMessage.dedupe_key.startswith("many:")))
    assert len(found.all()) == 3000
