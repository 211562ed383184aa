"""The whole service on real parts: the bot over HTTP, the gateway's workers on pseudo-terminals, a database of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.service import TelegramBot, TelegramSettings
from core.clock import Clock, school_clock
from core.school_rules import set_rule
from db.engine import Transaction, make_engine, transactions
from scheduler.service import Scheduler
from simulator.modem import Modem, Network, Phone
from simulator.telegram import Person, TelegramServer
from tests.school import (
    ADMIN,
    BUDIS_FATHER,
    BUDIS_MOTHER,
    COUNSELOR,
    DUTY,
    HEAD_RPL,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
    WIB,
    School,
    found_school,
)

NAMES = {
    SECRETARY: "Dewi",
    PRESIDENT: "Agus",
    HOMEROOM: "Ratna",
    OTHER_HOMEROOM: "Harto",
    HEAD_RPL: "Bambang",
    COUNSELOR: "Konsel",
    DUTY: "Piket",
    LEADER: "Kepala",
    ADMIN: "Admin",
    STRANGER: "Orang Asing",
}


@dataclass(slots=True)
class House:
    """What a flow test touches: people in Telegram, phones on the network, and the database behind."""

    school: School
    transaction: Transaction
    database_url: str
    clock: Clock
    telegram: TelegramServer
    bot: TelegramBot
    people: dict[int, Person]
    network: Network | None = None

    def person(self, telegram_id: int) -> Person:
        return self.people[telegram_id]

    def phone(self, number: str) -> Phone:
        assert self.network is not None, "this house has no modem"
        return self.network.phone(number)

    async def rule(self, key: str, value: str) -> None:
        """As `absensi settings set` does."""
        async with self.transaction() as session:
            await set_rule(session, key, value, now=self.clock())


@contextlib.asynccontextmanager
async def running_bot(house_url: str, *, webhook: bool = False) -> AsyncIterator[House]:
    """The bot and the scheduler, with everybody having pressed start; no modem."""
    async with contextlib.AsyncExitStack() as stack:
        offset = NOW - datetime.now(UTC)
        clock = school_clock(WIB, offset)
        engine = make_engine(house_url, sees_whole_school=True)
        limited = make_engine(house_url, sees_whole_school=False)
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(limited.dispose)
        transaction = transactions(engine)
        async with transaction() as session:
            school = await found_school(session)
        telegram = await stack.enter_async_context(TelegramServer(now=clock))
        bot = TelegramBot(
            TelegramSettings(telegram.token, telegram.url, None, ""),
            limited=transactions(limited),
            transaction=transaction,
            clock=clock,
            database_url=house_url,
        )
        for part in (bot.run(), Scheduler(transaction, clock).run()):
            await stack.enter_async_context(_in_background(part))
        people = {number: telegram.user(name, id=number) for number, name in NAMES.items()}
        house = House(school, transaction, house_url, clock, telegram, bot, people)
        await asyncio.gather(*(_start(person) for person in people.values()))
        yield house


@contextlib.asynccontextmanager
async def _in_background(part: object) -> AsyncIterator[None]:
    """Run until the block ends; a part that fails before makes the test fail with its error."""
    task = asyncio.ensure_future(part)  # type: ignore[call-overload]  # coroutines of either kind
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _start(person: Person) -> None:
    await person.send("/start")
    await person.wait_for(lambda _: True)


__all__ = ["BUDIS_FATHER", "BUDIS_MOTHER", "House", "Modem", "running_bot"]
