"""A station's page and endpoint on a real database, at a quarter of an hour before the bell, and a browser."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from core.card_codes import new_card_code
from core.clock import Clock, school_clock
from core.stations import add_station
from db.engine import Transaction, make_engine, transactions
from db.models import Card, ClassMembership, Scan, Student
from station.gate import Gate
from station.http import LARGEST_BODY
from tests.browser import chromium
from tests.school import NOW, TODAY, WIB, School, found_school

CLASSMATES = 50


@dataclass(slots=True)
class GateHouse:
    """`codes`: card by NIS; the cast has 00001 to 00005, and fifty more sit in X RPL 1."""

    url: str
    secret: str
    transaction: Transaction
    clock: Clock
    school: School
    codes: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"{self.url}/station/{self.secret}"

    async def scans(self) -> list[Scan]:
        async with self.transaction() as session:
            return list(await session.scalars(select(Scan).order_by(Scan.scanned_at)))


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[GateHouse]:
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    clock = school_clock(WIB, NOW - timedelta(minutes=20) - datetime.now(UTC))
    async with transaction() as session:
        school = await found_school(session)
        more = [Student(nis=f"{n:05}", name=f"Murid {n}", created_at=NOW) for n in range(100, 100 + CLASSMATES)]
        session.add_all(more)
        await session.flush()
        seats = [ClassMembership(student_id=s.id, school_class_id=school.x_rpl_1.id, valid_from=TODAY) for s in more]
        pupils = [*more, school.budi, school.siti, school.andi, school.rina, school.joko]
        codes = {pupil.nis: new_card_code() for pupil in pupils}
        cards = [Card(student_id=pupil.id, code=codes[pupil.nis], issued_at=NOW) for pupil in pupils]
        session.add_all([*seats, *cards])
        secret = await add_station(session, "Gerbang depan", now=NOW)
    async with served(Gate(transaction, clock)) as url:
        yield GateHouse(url, secret, transaction, clock, school, codes)
    await engine.dispose()


@contextlib.asynccontextmanager
async def served(gate: Gate) -> AsyncIterator[str]:
    """Where the gate listens."""
    app = web.Application(client_max_size=LARGEST_BODY)
    gate.add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


async def opened(context: BrowserContext, house: GateHouse) -> Page:
    """The station's page on a device, connected."""
    page = await context.new_page()
    await page.goto(house.address)
    await expect(page.locator("#network")).to_have_text("Tersambung")
    return page


async def type_as_scanner(page: Page, code: str) -> None:
    """As a USB scanner hands over a card: quick letters and Enter, wherever the page's focus is."""
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
