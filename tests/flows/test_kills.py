"""Processes that are killed in the middle: nothing is lost, and each that died costs at most one duplicate."""

import asyncio
import contextlib
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from core.outbox import Debt, owe
from db.engine import make_engine, transactions
from db.models import Channel, OutboxMessage, TelegramUpdate
from simulator.modem import Modem, Network
from simulator.telegram import Person, TelegramServer
from tests.school import found_school

KILLS = 3
PEOPLE = 100
ALERTS, MODEMS, GATEWAY_KILLS = 100, 5, 2  # a modem sends 1.4 SMS a second at most


async def start_part(part: str, **settings: str) -> asyncio.subprocess.Process:
    """`absensi run PART` as a process of its own, as a school runs it."""
    environment = {**os.environ, **{f"ABSENSI_{name.upper()}": value for name, value in settings.items()}}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "absensi", "run", part, env=environment, cwd=Path(__file__).parents[2]
    )


async def test_the_bot_killed_in_the_middle_of_a_hundred_updates(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    async with transaction() as session:
        await found_school(session)
    async with TelegramServer() as telegram:
        people = [telegram.user(f"Orang {number}", id=2000 + number) for number in range(PEOPLE)]

        def start() -> object:
            return start_part(
                "bot",
                database_url=database_url,
                bot_token=telegram.token,
                telegram_api_url=telegram.url,
                data_dir=str(tmp_path),
            )

        for person in people:
            await person.send("/start")
        for kill in range(1, KILLS + 1):
            bot = await start()  # type: ignore[misc]  # a coroutine
            enough = kill * PEOPLE // (KILLS + 2)
            await telegram.wait_until(lambda n=enough: len(telegram.calls("sendMessage")) >= n, 30)
            bot.kill()
            await bot.wait()
        bot = await start()  # type: ignore[misc]  # a coroutine
        await asyncio.gather(
            *(person.view.until(lambda p=person: bool(answers(p)), 30, "no answer") for person in people)
        )
        bot.terminate()
        await bot.wait()
    duplicates = sum(len(answers(person)) - 1 for person in people)
    assert duplicates <= KILLS
    async with transaction() as session:
        assert await session.scalar(select(func.count()).where(TelegramUpdate.done_at.is_not(None))) == PEOPLE
        per_person = Counter(await session.scalars(select(OutboxMessage.recipient)))
    assert set(per_person.values()) == {1}
    await engine.dispose()


def answers(person: Person) -> list[str]:
    return [message.text for message in person.chat if message.from_bot]


async def test_the_gateway_killed_in_the_middle_of_a_hundred_alerts(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    numbers = [f"+62812{number:08}" for number in range(10_000_000, 10_000_000 + ALERTS)]
    async with transaction() as session:
        await found_school(session)
        debts = (Debt(recipient=n, body=f"tanpa keterangan {n}", dedupe_key=f"alert:{n}") for n in numbers)
        await owe(session, Channel.SMS, *debts, now=datetime.now(UTC))
    async with contextlib.AsyncExitStack() as stack:
        network = await stack.enter_async_context(Network())
        modems = [
            await stack.enter_async_context(Modem(tmp_path / f"m{i}", network=network, number=f"+62811{i:07}"))
            for i in range(MODEMS)
        ]
        setting = ",".join(f"m{i}=at115200:{modem.device}" for i, modem in enumerate(modems))
        arrived: set[str] = set()

        def rung() -> int:
            arrived.update(number for number in numbers if network.phone(number).inbox)
            return len(arrived)

        for kill in range(1, GATEWAY_KILLS + 1):
            gateway = await start_part("sms-gateway", database_url=database_url, modems=setting)
            await network.wait_until(lambda n=kill * ALERTS // (GATEWAY_KILLS + 2): rung() >= n, timeout=30)
            gateway.kill()
            await gateway.wait()
        gateway = await start_part("sms-gateway", database_url=database_url, modems=setting)
        await network.wait_until(lambda: rung() == ALERTS, timeout=90)
        gateway.terminate()
        await gateway.wait()
        duplicates = sum(len(network.phone(number).inbox) - 1 for number in numbers)
    assert duplicates <= GATEWAY_KILLS * MODEMS  # a killed gateway takes a worker for each modem with it
    await engine.dispose()
