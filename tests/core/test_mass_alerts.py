"""Before most of the school is alarmed a person is asked, and nothing leaves until that person has said so."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import courier
from core.alerts import take_back_stragglers, waiting_pupils
from core.errors import AlreadyDecided, DayIsOver, NotAllowed, NotFound
from core.mass_alerts import LEAST_PUPILS, ask_before_mass_alarm, decide
from core.school_rules import set_rule
from db.models import AbsenceReason, Channel, ClassMembership, Guardian, Keycode, MassAlert, OutboxMessage, Student
from tests.core.reporting import report_class
from tests.school import ADMIN, COUNSELOR, DUTY, HOMEROOM, LEADER, NOW, OTHER_HOMEROOM, SECRETARY, School, actor

SOON, AFTER_HOLD = NOW + timedelta(minutes=1), NOW + timedelta(minutes=20)
PUPILS = 40


@pytest.fixture
async def crowd(session: AsyncSession, school: School) -> Sequence[int]:
    """Many pupils of X TKRO 1, each with a guardian's number; Joko sits among them without one."""
    pupils = [Student(nis=f"9{i:04}", name=f"Murid {i}", created_at=NOW) for i in range(PUPILS - 1)]
    session.add_all(pupils)
    await session.flush()
    keycodes = [Keycode(student_id=p.id, code=f"C{p.id}", issued_at=NOW) for p in pupils]
    seat = {"school_class_id": school.x_tkro_1.id, "valid_from": date(2026, 7, 1)}
    session.add_all([*keycodes, *(ClassMembership(student_id=p.id, **seat) for p in pupils)])
    await session.flush()
    session.add_all(
        Guardian(student_id=k.student_id, phone=f"+62815{i:08}", keycode_id=k.id, registered_at=NOW)
        for i, k in enumerate(keycodes)
    )
    await session.flush()
    return [pupil.id for pupil in pupils]


async def report(session: AsyncSession, school: School, absent: Sequence[int], now: datetime = NOW) -> None:
    entries = dict.fromkeys(absent, AbsenceReason.UNEXCUSED)
    homeroom = await actor(session, OTHER_HOMEROOM)
    await report_class(session, homeroom, school.x_tkro_1.id, entries, seen=now, now=now)


async def leaving(session: AsyncSession, now: datetime) -> int:
    return len(await courier.claim(session, Channel.SMS, now=now, courier="satu", limit=100))


async def asked(session: AsyncSession) -> set[int]:
    """Whom the question went to."""
    found = await session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("mass:")))
    return {int(message.recipient) for message in found if message.extras["mass_alert"]}


async def question(session: AsyncSession) -> int:
    return (await session.scalars(select(MassAlert.id))).one()


async def test_too_many_alerts_wait_until_one_tap_sends_them(
    session: AsyncSession, school: School, crowd: Sequence[int]
) -> None:
    await report(session, school, crowd)
    await ask_before_mass_alarm(session, now=SOON)
    await ask_before_mass_alarm(session, now=SOON + timedelta(minutes=1))
    assert await asked(session) == {DUTY, LEADER, ADMIN}
    assert await leaving(session, AFTER_HOLD) == 0
    await decide(session, await actor(session, DUTY), await question(session), send=True, now=AFTER_HOLD)
    assert await leaving(session, AFTER_HOLD + timedelta(minutes=10)) == PUPILS - 1
    await ask_before_mass_alarm(session, now=AFTER_HOLD)
    assert len((await session.scalars(select(MassAlert))).all()) == 1


async def test_taken_back_nothing_leaves_that_day_whatever_is_reported_later(
    session: AsyncSession, school: School, crowd: Sequence[int]
) -> None:
    await report(session, school, crowd)
    await ask_before_mass_alarm(session, now=SOON)
    await decide(session, await actor(session, LEADER), await question(session), send=False, now=SOON)
    secretary = await actor(session, SECRETARY)
    absent = {school.budi.id: AbsenceReason.UNEXCUSED}
    await report_class(session, secretary, school.x_rpl_1.id, absent, seen=SOON, now=SOON)
    assert await leaving(session, AFTER_HOLD) == 0


async def test_while_nobody_has_decided_a_new_report_alarms_nobody_either(
    session: AsyncSession, school: School, crowd: Sequence[int]
) -> None:
    await report(session, school, crowd)
    await ask_before_mass_alarm(session, now=SOON)
    await report(session, school, crowd[1:], now=SOON)
    assert await leaving(session, AFTER_HOLD) == 0


async def test_a_report_that_was_being_written_meanwhile_is_taken_back_within_its_hold(
    session: AsyncSession, school: School, crowd: Sequence[int]
) -> None:
    """Its transaction began before the question was asked: it owed what it should not."""
    await report(session, school, crowd)
    await take_back_stragglers(session, now=SOON)
    assert await waiting_pupils(session) == PUPILS - 1
    session.add(MassAlert(on_date=SOON.date(), asked_at=SOON))
    await session.flush()
    await take_back_stragglers(session, now=SOON)
    assert await waiting_pupils(session) == 0


@pytest.mark.parametrize(("absent", "percent"), [(LEAST_PUPILS - 1, "30"), (LEAST_PUPILS, "50"), (PUPILS - 1, "100")])
async def test_few_pupils_or_a_share_that_the_school_allows_need_no_question(
    session: AsyncSession, school: School, crowd: Sequence[int], absent: int, percent: str
) -> None:
    await set_rule(session, "mass_alert_percent", percent, now=NOW)
    await report(session, school, crowd[:absent])
    await ask_before_mass_alarm(session, now=SOON)
    assert await asked(session) == set()
    assert await leaving(session, AFTER_HOLD) == absent


async def test_a_share_just_above_is_asked_about(session: AsyncSession, school: School, crowd: Sequence[int]) -> None:
    await set_rule(session, "mass_alert_percent", "49", now=NOW)
    await report(session, school, crowd[:LEAST_PUPILS])
    await ask_before_mass_alarm(session, now=SOON)
    assert len(await asked(session)) == 3


async def test_it_is_decided_once_on_its_day_by_those_who_were_asked(
    session: AsyncSession, school: School, crowd: Sequence[int]
) -> None:
    await report(session, school, crowd)
    await ask_before_mass_alarm(session, now=SOON)
    alert = await question(session)
    for telegram_id in (SECRETARY, HOMEROOM, COUNSELOR):
        with pytest.raises(NotAllowed):
            await decide(session, await actor(session, telegram_id), alert, send=True, now=SOON)
    duty = await actor(session, DUTY)
    with pytest.raises(NotFound):
        await decide(session, duty, alert + 1, send=True, now=SOON)
    with pytest.raises(DayIsOver):
        await decide(session, duty, alert, send=True, now=SOON + timedelta(days=1))
    await decide(session, duty, alert, send=False, now=SOON)
    with pytest.raises(AlreadyDecided) as second:
        await decide(session, await actor(session, ADMIN), alert, send=True, now=SOON)
    assert (second.value.by, second.value.accepted) == ("Pak Piket", False)
    told = await session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.dedupe_key.startswith("mass-decided:"))
    )
    assert set(map(int, told)) == {LEADER, ADMIN}
