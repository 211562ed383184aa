"""The whole service on real parts: the bot over HTTP, the gateway's workers on pseudo-terminals, its own database."""

import asyncio
import contextlib
import functools
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service import TelegramBot, TelegramSettings
from core import inbound_sms
from core.school_rules import set_rule
from db.engine import Transaction, make_engine, transactions
from scheduler.service import Scheduler
from simulator.modem import Modem, Network, Phone
from simulator.telegram import Person, TelegramServer
from station.http import LARGEST_BODY
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
    OFFICER,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    STRANGER,
    WIB,
    School,
    found_school,
)

HOOK_SECRET = "rahasia_bersama_Telegram-42"  # noqa: S105  # of the simulator

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
    OFFICER: "Gerbang",
    STRANGER: "Orang Asing",
}


@dataclass(slots=True)
class MovableClock:
    """The school's time: it begins at NOW and runs on, and a test may move it."""

    offset: timedelta = field(default_factory=lambda: NOW - datetime.now(UTC))

    def __call__(self) -> datetime:
        return (datetime.now(UTC) + self.offset).astimezone(WIB)

    def move(self, by: timedelta) -> None:
        self.offset += by


@dataclass(slots=True)
class House:
    """What a flow test touches: people in Telegram, phones on the network, and the database behind."""

    school: School
    transaction: Transaction
    limited: Transaction
    database_url: str
    clock: MovableClock
    telegram: TelegramServer
    hook: socket.socket | None
    people: dict[int, Person] = field(default_factory=dict)
    network: Network | None = None
    _bot: TelegramBot | None = None
    _running: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    def person(self, telegram_id: int) -> Person:
        return self.people[telegram_id]

    def phone(self, number: str) -> Phone:
        assert self.network is not None, "this house has no modem"
        return self.network.phone(number)

    @property
    def bot(self) -> TelegramBot:
        assert self._bot is not None, "the bot is stopped"
        return self._bot

    @property
    def hook_url(self) -> str | None:
        """Where Telegram pushes updates to, in a house with a webhook."""
        return f"http://127.0.0.1:{self.hook.getsockname()[1]}" if self.hook else None

    async def rule(self, key: str, value: str) -> None:
        """As `absensi settings set` does."""
        async with self.transaction() as session:
            await set_rule(session, key, value, now=self.clock())

    async def receive_sms(self, sender: str, body: str) -> int:
        """As the gateway does with an SMS: stored, then handled. For houses without a modem."""
        now = self.clock()
        async with self.transaction() as session:
            stored = await inbound_sms.store(session, modem="satu", sender=sender, body=body, sent_at=now, now=now)
        assert stored is not None
        async with self.transaction() as session:
            await inbound_sms.handle(session, stored, now=now)
        return stored

    async def start_bot(self) -> None:
        """As a new process would: nothing is left of the one before."""
        self._bot = TelegramBot(
            TelegramSettings(self.telegram.token, self.telegram.url, self.hook_url, HOOK_SECRET if self.hook else ""),
            limited=self.limited,
            transaction=self.transaction,
            clock=self.clock,
            database_url=self.database_url,
        )
        if self.hook is not None:
            await self._running.enter_async_context(_served(self._bot, self.hook))
        await self._running.enter_async_context(_in_background(self._bot.run()))

    async def stop_bot(self) -> None:
        await self._running.aclose()
        self._bot = None


@functools.cache
def _engine(url: str, *, sees_whole_school: bool) -> AsyncEngine:
    """Kept for the next house, whose database has the same name: compiling every statement anew takes a third of it."""
    return make_engine(url, sees_whole_school=sees_whole_school)


@contextlib.asynccontextmanager
async def running_bot(house_url: str, *, webhook: bool = False) -> AsyncIterator[House]:
    """The bot and the scheduler, with everybody having pressed start; no modem."""
    async with contextlib.AsyncExitStack() as stack:
        clock = MovableClock()
        engine, limited = _engine(house_url, sees_whole_school=True), _engine(house_url, sees_whole_school=False)
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(limited.dispose)
        transaction = transactions(engine)
        async with transaction() as session:
            school = await found_school(session)
        telegram = await stack.enter_async_context(TelegramServer(now=clock))
        hook = stack.enter_context(socket.create_server(("127.0.0.1", 0))) if webhook else None
        house = House(school, transaction, transactions(limited), house_url, clock, telegram, hook)
        stack.push_async_callback(house.stop_bot)
        await house.start_bot()
        await stack.enter_async_context(_in_background(Scheduler(transaction, clock).run()))
        house.people |= {number: telegram.user(name, id=number) for number, name in NAMES.items()}
        await asyncio.gather(*(_start(person) for person in house.people.values()))
        yield house


@contextlib.asynccontextmanager
async def _served(bot: TelegramBot, listening: socket.socket) -> AsyncIterator[None]:
    """The webhook behind the address that `listening` holds also while no bot runs."""
    assert bot.webhook is not None
    app = web.Application(client_max_size=LARGEST_BODY)
    bot.webhook.add_to(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, listening.dup()).start()
        yield
    finally:
        await runner.cleanup()


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


async def join(house: House, **names: int) -> None:
    """People who are not among everybody link up: telegram ids by name."""
    house.people |= {number: house.telegram.user(name, id=number) for name, number in names.items()}
    await asyncio.gather(*(_start(house.people[number]) for number in names.values()))


async def _start(person: Person) -> None:
    await person.send("/start")
    await person.wait_for(lambda _: True)


__all__ = ["BUDIS_FATHER", "BUDIS_MOTHER", "House", "Modem", "running_bot"]
