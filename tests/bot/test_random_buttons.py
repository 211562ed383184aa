"""Whoever presses whatever, replayed, tampered with, of yesterday or of another's chat: it is done exactly when the
policy says so, and a refusal changes nothing. Every kind of button there is takes part.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import closures
from core.errors import AlreadyClosed
from db.engine import make_engine, transactions
from db.models import OutboxMessage, Student
from tests.bot.busy_school import ask_whether_to_close, begin_day, found_busy_school
from tests.bot.button_rules import AT_GATE, KINDS, RULES, Verdict, names_for, read, verdict
from tests.bot.keypad import Keypad, Outcome, Press
from tests.bot.random_presses import Presser
from tests.school import BUDIS_MOTHER, NOW, RINAS_MOTHER, School

SEED, PRESSES = 20261123, 400
PAUSE = timedelta(seconds=20)
"""Between two presses: the morning is over before the reports' cut-off."""


@dataclass(frozen=True, slots=True)
class Day:
    keypad: Keypad
    school: School

    async def begin(self) -> None:
        async with self.keypad.transaction() as session:
            await begin_day(session, self.school, now=self.keypad.now)
        await self.keypad.deliver()

    async def sleep(self) -> None:
        self.keypad.now += timedelta(days=1)
        await self.begin()

    async def close_school(self) -> None:
        """Unless a press has done so."""
        async with self.keypad.transaction() as session:
            with suppress(AlreadyClosed):
                await closures.close_now(session, None, "Banjir", now=self.keypad.now)


@dataclass(frozen=True, slots=True)
class Tally:
    done: Counter[type[CallbackData] | None] = field(default_factory=Counter)
    refused: Counter[type[CallbackData] | None] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.done.total() + self.refused.total()

    def never_done(self) -> list[type[CallbackData]]:
        return [kind for kind in KINDS if not self.done[kind]]


@pytest.fixture
async def day(database_url: str) -> AsyncIterator[Day]:
    whole = make_engine(database_url, sees_whole_school=True)
    limited = make_engine(database_url, sees_whole_school=False)
    keypad = Keypad(transactions(whole), transactions(limited), NOW)
    async with keypad.transaction() as session:
        school = await found_busy_school(session, now=NOW)
    yield Day(keypad, school)
    await keypad.bot.session.close()
    await asyncio.gather(whole.dispose(), limited.dispose())


def test_the_policy_is_asked_about_every_kind_of_button() -> None:
    assert set(RULES) == set(KINDS)


async def test_a_press_is_done_exactly_when_the_policy_says_so(day: Day) -> None:
    presser, tally = Presser.seeded(SEED), Tally()
    await day.begin()
    for number in range(PRESSES):
        if number == PRESSES // 2:
            await day.sleep()
        if number == PRESSES * 2 // 3:
            await day.close_school()
        await press_one(day, presser, tally, asks_to_close=number > PRESSES * 2 // 3 and number % 10 == 0)
    await day.sleep()
    for left_out in (tally.never_done(), tally.never_done()):  # by chance: a morning of their own, and a closed school
        presser.turn_to(left_out)
        for _ in range(3 * len(left_out)):
            await press_one(day, presser, tally)
        await day.close_school()
    assert {kind.__name__ for kind in tally.never_done()} == set(), f"seed {SEED}: never done"
    assert sum(tally.refused.values()) > PRESSES // 5


async def press_one(day: Day, presser: Presser, tally: Tally, *, asks_to_close: bool = False) -> None:
    keypad = day.keypad
    keypad.now += PAUSE
    async with keypad.transaction() as session:
        if asks_to_close:  # other questions would bury a single one
            await ask_whether_to_close(session, now=keypad.now)
        press = await presser.next_press(session, await messages(session), tally.done, keypad.now)
        expected = await verdict(session, press, keypad.now)
        could_name = await names_for(session, press.who, press, keypad.now.date())
    told = f"seed {SEED}, press {tally.total}: {press}, expected: {expected.value}"
    outcome = await keypad.press(press, watched=expected is not Verdict.DONE or is_of_another_day(press, keypad))
    check_answer(press, outcome, expected, keypad, told)
    await check_names(day, press, outcome, could_name, told)
    (tally.refused if outcome.refused else tally.done)[type(read(press.data))] += 1


def check_answer(press: Press, outcome: Outcome, expected: Verdict, keypad: Keypad, told: str) -> None:
    if expected is not Verdict.EITHER:
        assert outcome.refused == (expected is not Verdict.DONE), f"{told}: {outcome.shown}"
    if expected is Verdict.FORBIDDEN:
        assert not outcome.changed(), told
    elif outcome.refused:
        assert not outcome.changed("outbox_messages", "report_drafts"), told
    if is_of_another_day(press, keypad):
        assert not outcome.changed("outbox_messages"), f"a button of another day: {told}"


def is_of_another_day(press: Press, keypad: Keypad) -> bool:
    """At the gate such a button is answered, but writes nothing."""
    data = read(press.data)
    return type(data) in AT_GATE and getattr(data, "day", None) not in (None, keypad.now.date().toordinal())


async def check_names(day: Day, press: Press, outcome: Outcome, could_name: set[str], told: str) -> None:
    """Nobody reads of a pupil whom they may not look up, and nobody a guardian's whole number. A guardian who leaves
    reads once more of the child whom they `could_name` until then.
    """
    async with day.keypad.transaction() as session:
        everybody = set(await session.scalars(select(Student.name)))
        for chat, text in outcome.shown:
            named = {name for name in everybody if name in text}
            may_name = await names_for(session, chat, press, day.keypad.now.date())
            may_name |= could_name if chat == press.who else set()
            assert named <= may_name, f"{told}: {chat} reads {text[:500]!r}"
            assert not any(number[1:] in text for number in (BUDIS_MOTHER, RINAS_MOTHER)), f"{told}: {text[:500]!r}"


async def messages(session: AsyncSession) -> dict[int, list[int]]:
    """The newest messages of each chat, and the newest of those that ask something."""
    found: dict[int, list[int]] = {}
    asking: Counter[int] = Counter()
    rows = await session.execute(
        select(OutboxMessage.recipient, OutboxMessage.reference, OutboxMessage.extras.has_key("question"))
        .where(OutboxMessage.reference.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(300)
    )
    for recipient, number, asks in rows:
        chat = int(recipient)
        if len(found.setdefault(chat, [])) < 5 or (asks and asking[chat] < 4):
            found[chat].append(number)
            asking[chat] += asks
    return found
