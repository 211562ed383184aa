"""Who has not come, by name, over real HTTP and in a real browser: only after a yes, and gone afterwards."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from core.name_showings import answer_showing
from core.stations import add_station
from db.models import AbsenceReason, NameShowing, OutboxMessage
from station.missing import QUESTIONS_AT_ONCE
from tests.core.school_day import report
from tests.school import DUTY, OFFICER, actor
from tests.station.conftest import GateHouse, opened


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


@pytest.fixture
async def tablet(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    await context.close()


async def person(house: GateHouse, telegram_id: int) -> int:
    async with house.transaction() as session:
        return (await actor(session, telegram_id)).person_id


async def say(house: GateHouse, *, show: bool) -> None:
    """What the duty teacher's tap does."""
    async with house.transaction() as session:
        asked = (await session.scalars(select(func.max(NameShowing.id)))).one()
        assert asked is not None
        await answer_showing(session, await actor(session, DUTY), asked, show=show, now=house.clock())


async def asked_for(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Siapa belum hadir?").click()
    await page.get_by_role("button", name=name).click()


async def test_names_come_after_the_yes_from_that_station_alone_and_are_cached_nowhere(
    http: ClientSession, house: GateHouse
) -> None:
    async with http.post(f"{house.address}/missing", json={"keeper": await person(house, DUTY)}) as response:
        told = await response.json()
    assert (told["standing"], told["until"]) == ("waiting", None)
    names = f"missing/{told['showing']}/{house.school.x_rpl_2.id}"
    assert (await http.get(f"{house.address}/{names}")).status == 404
    await say(house, show=True)
    async with house.transaction() as session:
        other = await add_station(session, "Gerbang belakang", now=house.clock())
    for secret in (other, "x" * 32):
        assert (await http.get(f"{house.url}/station/{secret}/{names}")).status == 404
    async with http.get(f"{house.address}/{names}") as response:
        assert response.headers["Cache-Control"] == "no-store"
        assert await response.json() == {
            "class_name": "X RPL 2",
            "has_school": True,
            "missing": ["Rina"],
            "in_class": [],
            "explained": [],
        }
    assert (await http.post(f"{house.address}/missing/{told['showing']}/hide", json={})).status == 200
    assert (await http.get(f"{house.address}/{names}")).status == 404


async def test_an_officer_a_stranger_and_nonsense_ask_nobody_and_questions_are_few(
    http: ClientSession, house: GateHouse
) -> None:
    keepers = [await person(house, OFFICER), 999_999, "1"]
    statuses = [(await http.post(f"{house.address}/missing", json={"keeper": one})).status for one in keepers]
    assert statuses == [403, 404, 400]
    while len(statuses) < QUESTIONS_AT_ONCE:
        statuses.append((await http.post(f"{house.address}/missing", json={"keeper": 999_999})).status)
    assert (await http.post(f"{house.address}/missing", json={"keeper": keepers[0]})).status == 429
    async with house.transaction() as session:
        assert not (await session.scalars(select(OutboxMessage))).all()


async def test_a_keeper_who_may_not_and_a_no_are_said_kindly(tablet: BrowserContext, house: GateHouse) -> None:
    page = await opened(tablet, house)
    await asked_for(page, "Pak Gerbang")
    await expect(page.locator("#missing-hint")).to_contain_text("izin guru piket")
    await page.get_by_role("button", name="Pak Piket").click()
    await expect(page.locator("#waiting-for")).to_contain_text("Telegram Pak Piket")
    await say(house, show=False)
    await expect(page.locator("#missing-hint")).to_contain_text("Ditolak")


async def test_whom_the_class_has_seen_and_the_gate_has_not_stands_apart(
    tablet: BrowserContext, house: GateHouse
) -> None:
    async with house.transaction() as session:
        await report(session, house.school, house.clock(), siti=AbsenceReason.SICK, andi=AbsenceReason.UNEXCUSED)
    page = await opened(tablet, house)
    await asked_for(page, "Pak Piket")
    await expect(page.locator("#waiting-for")).to_be_visible()
    await say(house, show=True)
    await page.get_by_role("button", name="X RPL 1").click()
    await expect(page.locator("#names p")).to_have_text(
        ["Belum hadir: 1", "Di kelas, belum dipindai: 51", "Sudah ada keterangan"]
    )
    missing, in_class, explained = (page.locator("#names ol").nth(n) for n in range(3))
    await expect(missing).to_have_text("Andi Wijaya")
    await expect(in_class).to_contain_text("Budi Santoso")
    await expect(explained).to_have_text("Siti Aminah")


async def test_without_network_there_are_no_names_and_none_stay(tablet: BrowserContext, house: GateHouse) -> None:
    page = await opened(tablet, house)
    await asked_for(page, "Pak Piket")
    await expect(page.locator("#waiting-for")).to_be_visible()
    await say(house, show=True)
    await page.get_by_role("button", name="X TKRO 1").click()
    await expect(page.locator("#names li")).to_have_text(["Joko"])
    await tablet.set_offline(True)
    await expect(page.locator("#missing-hint")).to_contain_text("Perlu jaringan")
    assert "Joko" not in await page.content()
