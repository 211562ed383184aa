"""Setting the stage: a Telegram and a mobile network that are simulated, and the real service between them."""

import asyncio
import contextlib
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from yarl import URL

from absensi.demo.cast import Cast, link_cast
from absensi.demo.clock import MovableClock
from absensi.demo.database import empty_database
from absensi.demo.gate import NAME, FrontGate
from absensi.demo.gateway import DemoGateway
from absensi.opening import Opened, opened
from absensi.parts import Part
from absensi.sample_school import SCHOOL_NAME, sample_school
from absensi.service import Service
from absensi.settings import ModemSettings, Settings, load_settings
from core.cards import issue_missing
from core.roster import import_workbook
from core.school_rules import set_rule
from core.stations import add_station
from db.embedded import EmbeddedPostgres
from simulator.modem import Modem, Network
from simulator.telegram import TelegramServer

ZONE = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 11, 23, 6, 40, tzinfo=ZONE)  # a Monday
LATE, REPORT_DUE = time(7, 25), time(15, 30)  # by the rules as a fresh school has them
SCHOOL_PHONE = "+6281100000001"


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a played morning needs. `pace`: seconds between two taps, for those who watch."""

    telegram: TelegramServer
    network: Network
    modem: Modem
    house: Opened
    cast: Cast
    clock: MovableClock
    gateway: DemoGateway
    gate: FrontGate
    pace: float = 0.0

    async def move_clock(self, moment: datetime) -> None:
        """Return once everything lives by the new time."""
        self.clock.move_to(moment)
        await self.gateway.restart()


@contextlib.asynccontextmanager
async def set_stage(server: EmbeddedPostgres, data_dir: Path) -> AsyncIterator[Stage]:
    """Start everything with a fresh sample school; at the end no process is left."""
    clock = MovableClock(ZONE, MORNING)
    async with contextlib.AsyncExitStack() as stack:
        database_url = await empty_database(server)
        network = await stack.enter_async_context(Network(now=clock))
        modem = await stack.enter_async_context(Modem(_device(stack), network=network, number=SCHOOL_PHONE))
        telegram = await stack.enter_async_context(TelegramServer(now=clock))
        settings = _settings(data_dir, database_url, telegram, modem)
        house = replace(await stack.enter_async_context(opened(settings)), clock=clock, clock_offset=clock.offset)
        gate = FrontGate(_address(settings, await _found_school(house)), clock)
        gateway = DemoGateway(house, clock)
        await stack.enter_async_context(_running(Service(house, [part for part in Part if part != Part.SMS_GATEWAY])))
        await stack.enter_async_context(gateway.running())
        stack.callback(modem.heal)  # a worker whose modem answers ends at once
        cast = await link_cast(house, telegram)
        await gate.opened()
        yield Stage(telegram, network, modem, house, cast, clock, gateway, gate)


def _device(stack: contextlib.AsyncExitStack) -> Path:
    folder = tempfile.mkdtemp(prefix="absensi-modem-")
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / "modem"


def _settings(data_dir: Path, database_url: str, telegram: TelegramServer, modem: Modem) -> Settings:
    """Nothing of a real school's environment is used: neither its token nor its modems."""
    return load_settings(
        database_url=SecretStr(database_url),
        data_dir=data_dir,
        bot_token=SecretStr(telegram.token),
        telegram_api_url=telegram.url,
        webhook_url=None,
        http_host="127.0.0.1",
        http_port=_free_port(),
        modems=(ModemSettings("demo", "at115200", modem.device),),
        timezone=ZONE,
        now=None,
    )


def _free_port() -> int:
    """The station's address must be known before it listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _address(settings: Settings, secret: str) -> URL:
    return URL(f"http://{settings.http_host}:{settings.http_port}/station/{secret}")


async def _found_school(house: Opened) -> str:
    """The school with its rules, everybody's cards and one station, whose secret is returned."""
    async with house.transaction() as session:
        now = house.clock()
        await import_workbook(session, sample_school(), now=now)
        for key, value in {
            "school_name": SCHOOL_NAME,
            "school_phone": SCHOOL_PHONE,
            "alert_hold_minutes": "0",
        }.items():
            await set_rule(session, key, value, now=now)
        await issue_missing(session, now=now)
        return await add_station(session, NAME, now=now)


@contextlib.asynccontextmanager
async def _running(service: Service) -> AsyncIterator[None]:
    task = asyncio.create_task(service.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
