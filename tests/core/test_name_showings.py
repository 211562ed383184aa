"""Names on a station's screen: asked for there, allowed in Telegram by the keeper who was named, for minutes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.calendar_changes import add
from core.errors import AlreadyDecided, NotAllowed, NotFound
from core.missing_names import MissingOfClass, missing_of_class
from core.name_showings import (
    QUESTION_LASTS,
    SHOWN_FOR,
    NoAccount,
    Standing,
    answer_showing,
    ask_to_show,
    hide,
    standing_of,
)
from core.stations import add_station, remove_station, station_by_secret
from db.models import (
    AbsenceReason,
    AuditEntry,
    Direction,
    NameShowing,
    OutboxMessage,
    Role,
    RoleGrant,
    Station,
    TelegramAccount,
)
from tests.core.school_day import report, scan
from tests.school import ADMIN, DUTY, NOW, OFFICER, SECRETARY, School, actor


@pytest.fixture
async def gate(session: AsyncSession, school: School) -> Station:
    return await station_by_secret(session, await add_station(session, "Tablet <Utara>", now=NOW))


@pytest.fixture
async def duty(session: AsyncSession, gate: Station) -> Actor:
    return await actor(session, DUTY)


async def allowed(session: AsyncSession, gate: Station, duty: Actor) -> NameShowing:
    asked = await ask_to_show(session, gate, duty, now=NOW)
    return (await answer_showing(session, duty, asked.id, show=True, now=NOW))[0]


async def names(session: AsyncSession, gate: Station, showing: NameShowing, school: School) -> MissingOfClass:
    return await missing_of_class(session, gate, showing.id, school.x_rpl_1.id, now=NOW)


async def test_the_keeper_who_was_named_is_asked_once_and_everything_is_on_record(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    showing = await allowed(session, gate, duty)
    assert showing.until == NOW + SHOWN_FOR
    await names(session, gate, showing, school)
    await hide(session, gate, showing.id, now=NOW)
    [question] = await session.scalars(select(OutboxMessage))
    assert (question.recipient, question.extras) == (str(DUTY), {"show_names": showing.id})
    assert "<b>Tablet &lt;Utara&gt;</b> selama 10 menit" in question.body
    acts = select(AuditEntry.act).where(AuditEntry.person_id == duty.person_id).order_by(AuditEntry.id)
    assert list(await session.scalars(acts)) == ["ask_to_show_names", "answer_showing", "show_names", "hide_names"]
    with pytest.raises(NotFound):
        await names(session, gate, showing, school)


async def test_a_question_that_waits_is_not_asked_again_and_one_without_answer_expires(
    session: AsyncSession, gate: Station, duty: Actor
) -> None:
    first = await ask_to_show(session, gate, duty, now=NOW)
    assert await ask_to_show(session, gate, duty, now=NOW + timedelta(minutes=4)) is first
    late = NOW + QUESTION_LASTS
    assert standing_of(first, late) is Standing.OVER
    with pytest.raises(NotFound):
        await answer_showing(session, duty, first.id, show=True, now=late)
    assert await ask_to_show(session, gate, duty, now=late) is not first


async def test_who_came_is_not_named_and_who_is_excused_stands_apart(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    showing = await allowed(session, gate, duty)
    await scan(session, school.siti)
    await report(session, school, budi=AbsenceReason.SICK, andi=AbsenceReason.UNEXCUSED)
    expected = MissingOfClass("X RPL 1", True, ["Andi Wijaya"], [], ["Budi Santoso"])
    assert await names(session, gate, showing, school) == expected


async def test_whom_the_class_has_seen_or_the_gate_on_leaving_is_not_missing(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    showing = await allowed(session, gate, duty)
    await scan(session, school.siti, direction=Direction.OUT)
    await report(session, school, andi=AbsenceReason.UNEXCUSED)
    expected = MissingOfClass("X RPL 1", True, ["Andi Wijaya"], ["Budi Santoso"], [])
    assert await names(session, gate, showing, school) == expected


async def test_nobody_is_named_of_a_class_that_is_not_waited_for(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    showing = await allowed(session, gate, duty)
    await add(session, None, "23/11/2026 PKL X RPL 1", now=NOW)
    assert await names(session, gate, showing, school) == MissingOfClass("X RPL 1", False, (), (), ())


async def test_an_officer_and_whoever_cannot_be_asked_get_no_question(session: AsyncSession, gate: Station) -> None:
    with pytest.raises(NotAllowed):
        await ask_to_show(session, gate, await actor(session, OFFICER), now=NOW)
    admin = await actor(session, ADMIN)
    await session.execute(update(TelegramAccount).where(TelegramAccount.telegram_id == ADMIN).values(unlinked_at=NOW))
    with pytest.raises(NoAccount):
        await ask_to_show(session, gate, admin, now=NOW)
    assert not (await session.scalars(select(OutboxMessage))).all()


@pytest.mark.parametrize("telegram_id", [ADMIN, OFFICER, SECRETARY])
async def test_nobody_but_who_was_asked_can_answer(
    session: AsyncSession, gate: Station, duty: Actor, telegram_id: int
) -> None:
    asked = await ask_to_show(session, gate, duty, now=NOW)
    with pytest.raises(NotFound):
        await answer_showing(session, await actor(session, telegram_id), asked.id, show=True, now=NOW)
    assert asked.answered_at is None


async def test_a_no_is_a_no_and_an_answer_is_given_once(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    asked = await ask_to_show(session, gate, duty, now=NOW)
    await answer_showing(session, duty, asked.id, show=False, now=NOW)
    with pytest.raises(AlreadyDecided):
        await answer_showing(session, duty, asked.id, show=True, now=NOW)
    assert standing_of(asked, NOW) is Standing.REFUSED
    with pytest.raises(NotFound):
        await names(session, gate, asked, school)


async def test_names_are_for_that_station_for_minutes_and_while_the_role_lasts(
    session: AsyncSession, school: School, gate: Station, duty: Actor
) -> None:
    waiting = await ask_to_show(session, gate, duty, now=NOW)
    with pytest.raises(NotFound):
        await names(session, gate, waiting, school)
    showing = await allowed(session, gate, duty)
    other = await station_by_secret(session, await add_station(session, "Selatan", now=NOW))
    with pytest.raises(NotFound):
        await names(session, other, showing, school)
    with pytest.raises(NotFound):
        await hide(session, other, showing.id, now=NOW)
    with pytest.raises(NotFound):
        await missing_of_class(session, gate, showing.id, school.x_rpl_1.id, now=NOW + SHOWN_FOR)
    assert (await names(session, gate, showing, school)).missing
    await session.execute(update(RoleGrant).where(RoleGrant.role == Role.DUTY_TEACHER).values(withdrawn_at=NOW))
    with pytest.raises(NotFound):
        await names(session, gate, showing, school)


async def test_a_removed_station_and_a_role_that_ended_meanwhile_are_answered_no(
    session: AsyncSession, gate: Station, duty: Actor
) -> None:
    asked = await ask_to_show(session, gate, duty, now=NOW)
    with pytest.raises(NotAllowed):
        await answer_showing(session, replace(duty, grants=frozenset()), asked.id, show=True, now=NOW)
    await remove_station(session, gate.name, now=NOW)
    with pytest.raises(NotFound):
        await answer_showing(session, duty, asked.id, show=True, now=NOW)
