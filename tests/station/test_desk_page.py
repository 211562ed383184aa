"""The sheet for people without a card, and the page as an application, in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, Response, Route, expect
from sqlalchemy import update

from db.models import Person
from tests.school import WIB
from tests.station.conftest import GateHouse, opened, type_as_scanner


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    await context.close()


async def look_for_siti(page: Page) -> None:
    """By Pak Gerbang, who is on duty from now on."""
    await page.get_by_role("button", name="Tanpa kartu").click()
    await page.get_by_role("button", name="Pak Gerbang").click()
    await page.get_by_label("Cari nama atau NIS").fill("siti")


async def test_an_officer_says_who_is_on_duty_once_then_finds_enters_and_lends(
    phone: BrowserContext, house: GateHouse
) -> None:
    page = await opened(phone, house)
    await look_for_siti(page)
    await page.get_by_role("button", name="Siti Aminah").click()
    await page.get_by_role("button", name="Catat", exact=True).click()
    await expect(page.locator("#desk-hint")).to_contain_text("alasannya")
    await page.get_by_role("button", name="Kartu tertinggal").click()
    await expect(page.locator("#desk-hint")).to_be_empty()
    await page.get_by_label("Jam di kertas").fill("23:59")
    await page.get_by_role("button", name="Catat", exact=True).click()
    await expect(page.locator("#desk-hint")).to_contain_text("belum tiba")
    await page.get_by_label("Jam di kertas").fill("06:15")
    await page.get_by_role("button", name="Catat", exact=True).click()
    await expect(page.locator("#headline")).to_have_text("MASUK")
    await expect(page.locator("#recent li b")).to_have_text(["Siti Aminah"])
    await expect(page.locator("#recent li time")).to_have_text(["06.15"])
    await expect(page.locator("#arrived")).to_have_text("1")
    await page.reload()  # the shift lasts
    await page.get_by_role("button", name="Tanpa kartu").click()
    await page.get_by_label("Cari nama atau NIS").fill("andi wijaya")
    await page.get_by_role("button", name="Andi Wijaya").click()
    await page.get_by_role("button", name="QR hari ini").click()
    await expect(page.locator("#qr path")).to_be_visible()
    await expect(page.locator("#card b")).to_have_text("Andi Wijaya")
    await expect(page.locator("#validity")).to_have_text("Berlaku Senin, 23 November saja")
    [scan] = await house.scans()
    assert scan.why == "Kartu tertinggal"
    assert f"{scan.scanned_at.astimezone(WIB):%H.%M}" == "06.15"


async def test_a_keeper_with_a_long_name_may_still_be_changed(phone: BrowserContext, house: GateHouse) -> None:
    async with house.transaction() as session:
        keeper = update(Person).where(Person.name == "Pak Gerbang")
        await session.execute(keeper.values(name="Raden Ahmad Fauzan Kusumawardhana"))
    page = await opened(phone, house)
    await page.get_by_role("button", name="Tanpa kartu").click()
    await page.get_by_role("button", name="Raden Ahmad").click()
    await expect(page.locator("#keeper")).to_be_visible()
    shown, whole = await page.locator("#keeper span").bounding_box(), await page.locator("#keeper").bounding_box()
    assert shown is not None
    assert whole is not None
    assert shown["x"] + shown["width"] <= whole["x"] + whole["width"]


async def test_an_entry_that_is_pressed_twice_is_told_once(phone: BrowserContext, house: GateHouse) -> None:
    page = await opened(phone, house)
    await look_for_siti(page)
    await page.get_by_role("button", name="Siti Aminah").click()
    await page.get_by_role("button", name="Kartu tertinggal").click()
    answered: list[str] = []

    def is_second(response: Response) -> bool:
        answered.extend([response.url] * response.url.endswith("/by-hand"))
        return len(answered) == 2

    async with page.expect_response(is_second):
        await page.locator("#enter").evaluate("(button) => { button.click(); button.click(); }")
    await expect(page.locator("#desk")).to_be_hidden()
    await type_as_scanner(page, house.codes["00004"])
    await expect(page.locator("#recent li b")).to_have_text(["Rina", "Siti Aminah"])


async def test_a_name_that_is_merely_like_the_one_asked_for_is_shown_with_a_doubt(
    phone: BrowserContext, house: GateHouse
) -> None:
    page = await opened(phone, house)
    await look_for_siti(page)
    siti, hint = page.get_by_role("button", name="Siti Aminah"), page.locator("#desk-hint")
    await expect(siti).to_be_visible()
    await expect(hint).to_be_empty()
    await page.get_by_label("Cari nama atau NIS").fill("siti gumilar")
    await expect(hint).to_have_text("Tidak ada yang bernama persis begitu. Maksudnya yang mana?")
    await siti.click()
    await expect(hint).to_be_empty()


async def test_a_search_that_is_answered_late_says_nothing_on_another_step(
    phone: BrowserContext, house: GateHouse
) -> None:
    page = await opened(phone, house)
    await look_for_siti(page)
    await expect(page.get_by_role("button", name="Siti Aminah")).to_be_visible()
    chosen = asyncio.Event()

    async def slowly(route: Route) -> None:
        await chosen.wait()
        await route.continue_()

    await page.route("**/search", slowly)
    async with page.expect_response("**/search"):
        async with page.expect_request("**/search"):
            await page.get_by_label("Cari nama atau NIS").fill("nobody at all")
        await page.get_by_role("button", name="Siti Aminah").click()
        chosen.set()
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await expect(page.locator("#why")).to_be_visible()
    await expect(page.locator("#desk-hint")).to_be_empty()


async def test_without_network_the_desk_says_so_and_takes_a_typed_code(phone: BrowserContext, house: GateHouse) -> None:
    page = await opened(phone, house)
    await phone.set_offline(True)
    await page.get_by_role("button", name="Tanpa kartu").click()
    await expect(page.locator("#desk-hint")).to_contain_text("Perlu jaringan")
    await page.get_by_label("Kode kartu").fill(house.codes["00002"])
    await page.get_by_role("button", name="Kirim kode").click()
    await expect(page.locator("#headline")).to_have_text("TERSIMPAN")


async def test_classes_show_numbers_and_no_name_of_who_is_missing(phone: BrowserContext, house: GateHouse) -> None:
    page = await opened(phone, house)
    await type_as_scanner(page, house.codes["00004"])
    await expect(page.locator("#headline")).to_have_text("MASUK")
    await page.get_by_text("Per kelas").click()
    rows = page.locator("#classes li")
    await expect(rows.locator("b")).to_have_text(["X RPL 1", "X RPL 2", "X TKRO 1"])
    await expect(rows.locator("span")).to_have_text(["0/53", "lengkap 1", "0/1"])
    assert "Joko" not in await page.content()


async def test_the_page_can_be_kept_on_a_home_screen(phone: BrowserContext, house: GateHouse) -> None:
    page = await opened(phone, house)
    manifest = await page.locator("link[rel=manifest]").get_attribute("href")
    async with ClientSession() as http:
        async with http.get(f"{house.url}{manifest}") as response:
            assert response.content_type == "application/manifest+json"
            told = await response.json()
        assert (told["start_url"], told["display"]) == (f"/station/{house.secret}", "fullscreen")
        for icon in told["icons"]:
            async with http.get(f"{house.url}{icon['src']}") as response:
                picture = Image.open(BytesIO(await response.read()))
                assert f"{picture.width}x{picture.height}" == icon["sizes"]
