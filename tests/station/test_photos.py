"""The photo of whoever was scanned: at that station, for a while, and nobody else's."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession
from PIL import Image
from playwright.async_api import Browser, expect

from core.photos import Portrait, keep_photos
from core.stations import add_station
from tests.school import NOW
from tests.station.conftest import GateHouse, type_as_scanner


def portrait(colour: str) -> bytes:
    packed = BytesIO()
    Image.new("RGB", (240, 320), colour).save(packed, "JPEG")
    return packed.getvalue()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


async def test_a_photo_is_had_by_its_scan_at_its_own_station_alone(http: ClientSession, house: GateHouse) -> None:
    async with house.transaction() as session:
        await keep_photos(session, [Portrait("00001", portrait("navy"))], now=NOW)
        other = await add_station(session, "Gerbang belakang", now=NOW)
    moment = int(house.clock().timestamp() * 1000)
    codes = {"b" * 32: house.codes["00001"], "s" * 32: house.codes["00002"]}
    scans = [{"code": code, "nonce": n, "scanned_at": moment, "direction": None} for n, code in codes.items()]
    async with http.post(f"{house.address}/scans", json={"scans": scans}) as response:
        assert [one["photo"] for one in (await response.json())["answers"]] == [True, False]
    async with http.get(f"{house.address}/photo/{'b' * 32}") as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", portrait("navy"))
    for stranger in (
        f"{house.address}/photo/{'s' * 32}",
        f"{house.address}/photo/{'x' * 32}",
        f"{house.url}/station/{other}/photo/{'b' * 32}",
        f"{house.url}/station/{'x' * 32}/photo/{'b' * 32}",
    ):
        assert (await http.get(stranger)).status == 404


async def test_the_screen_shows_the_photo_beside_the_name_and_not_beside_the_next_one(
    browser: Browser, house: GateHouse
) -> None:
    async with house.transaction() as session:
        await keep_photos(session, [Portrait("00001", portrait("navy"))], now=NOW)
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(house.address)
    await expect(page.locator("#network")).to_have_text("Tersambung")
    for nis, name, has_photo in [("00001", "Budi Santoso", True), ("00002", "Siti Aminah", False)]:
        await type_as_scanner(page, house.codes[nis])
        await expect(page.locator("#name")).to_have_text(name)
        await expect(page.locator("#photo")).to_be_visible(visible=has_photo)
    assert len([url for url in asked if "/photo/" in url]) == 1  # the other has none, and nobody asks
    await context.close()
