"""Processes that are killed in the middle: nothing is lost, and each that died costs at most one duplicate."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import Process
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.outbox import Debt, owe
from db.engine import make_engine, transactions
from db.models import Channel, OutboxMessage, TelegramUpdate
from simulator.modem import Modem, Network
from simulator.telegram import Person, TelegramServer
from tests.school import found_school

ANSWERED_WITHIN = 120  # seconds; a deadline, for a machine that does other things as well


async def start_part(part: str, **settings: str) -> Process:
    """`absensi run PART` as a process of its own, as a school runs it."""
    environment = {**os.environ, **{f"ABSENSI_{name.upper()}": value for name, value in settings.items()}}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "absensi", "run", part, env=environment, cwd=Path(__file__).parents[2]
    )


async def end(process: Process) -> None:
    process.terminate()
    await process.wait()


def answers(person: Person) -> list[str]:
    return [message.text for message in person.chat if message.from_bot]


@pytest.mark.parametrize(("count", "kills"), [(60, 2), pytest.param(1000, 20, marks=pytest.mark.faults)])
async def test_the_bot_killed_in_the_middle_of_many_updates(
    database_url: str, tmp_path: Path, count: int, kills: int
) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    async with transaction() as session:
        await found_school(session)
    async with TelegramServer() as telegram:
        people = [telegram.user(f"Orang {number}", id=2000 + number) for number in range(count)]
        for person in people:
            await person.send("/start")
        settings = {
            "database_url": database_url,
            "bot_token": telegram.token,
            "telegram_api_url": telegram.url,
            "data_dir": str(tmp_path),
        }
        for kill in range(1, kills + 1):
            bot = await start_part("bot", **settings)
            enough = kill * count // (kills + 2)
            await telegram.wait_until(lambda n=enough: len(telegram.calls("sendMessage")) >= n, ANSWERED_WITHIN)
            bot.kill()
            await bot.wait()
        bot = await start_part("bot", **settings)
        for person in people:
            await person.view.until(lambda p=person: bool(answers(p)), ANSWERED_WITHIN, "no answer")
        await end(bot)
    assert sum(len(answers(person)) - 1 for person in people) <= kills
    async with transaction() as session:
        assert await session.scalar(select(func.count()).where(TelegramUpdate.done_at.is_not(None))) == count
        per_person = Counter(await session.scalars(select(OutboxMessage.recipient)))
    assert set(per_person.values()) == {1}
    await engine.dispose()


@pytest.mark.parametrize(
    ("alerts", "modem_count", "kills"), [(24, 2, 1), pytest.param(200, 3, 10, marks=pytest.mark.faults)]
)
async def test_the_gateway_killed_in_the_middle_of_many_alerts(
    database_url: str, tmp_path: Path, alerts: int, modem_count: int, kills: int
) -> None:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    numbers = [f"+62812{number:08}" for number in range(10_000_000, 10_000_000 + alerts)]
    async with transaction() as session:
        await found_school(session)
        debts = (Debt(recipient=n, body=f"tanpa keterangan {n}", dedupe_key=f"alert:{n}") for n in numbers)
        await owe(session, Channel.SMS, *debts, now=datetime.now(UTC))
    async with contextlib.AsyncExitStack() as stack:
        network = await stack.enter_async_context(Network())
        modems = [
            await stack.enter_async_context(Modem(tmp_path / f"m{i}", network=network, number=f"+62811{i:07}"))
            for i in range(modem_count)
        ]
        setting = ",".join(f"m{i}=at115200:{modem.device}" for i, modem in enumerate(modems))
        arrived: set[str] = set()

        def rung() -> int:
            arrived.update(number for number in numbers if network.phone(number).inbox)
            return len(arrived)

        for kill in range(1, kills + 1):
            gateway = await start_part("sms-gateway", database_url=database_url, modems=setting)
            await network.wait_until(lambda n=kill * alerts // (kills + 2): rung() >= n, timeout=ANSWERED_WITHIN)
            gateway.kill()
            await gateway.wait()
        gateway = await start_part("sms-gateway", database_url=database_url, modems=setting)
        await network.wait_until(lambda: rung() == alerts, timeout=ANSWERED_WITHIN)
        await end(gateway)
        duplicates = sum(len(network.phone(number).inbox) - 1 for number in numbers)
    assert duplicates <= kills * modem_count  # a killed gateway takes a worker for each modem with it
    await engine.dispose()
