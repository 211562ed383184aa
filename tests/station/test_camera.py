"""The camera: a film of printed cards before Chromium, read in the browser, or by the station where it cannot."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from core.card_codes import new_card_code
from core.card_qr import card_qr
from db.models import Card
from simulator.camera import PER_SECOND, WAYS, camera_arguments, held_up, shoot
from tests.browser import chromium
from tests.station.conftest import GateHouse, opened

LIBRARY = Path(__file__).parents[2] / "station/browser/node_modules/zxing-wasm/dist"


CARDS = {f"{number:05}": new_card_code() for number in range(100, 100 + len(WAYS))}
"""By NIS, those of Murid 100, 101, …: on the film."""


@pytest.fixture(scope="module")
async def tablet(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Its camera sees one of the cards each second, over and over."""
    film = tmp_path_factory.mktemp("film") / "cards.mjpeg"
    shoot(film, [(way(held_up(card_qr(code))), PER_SECOND) for way, code in zip(WAYS, CARDS.values(), strict=True)])
    async with chromium(*camera_arguments(film)) as browser:
        yield browser


@pytest.fixture
async def filming(tablet: Browser, house: GateHouse) -> AsyncIterator[BrowserContext]:
    """The page may use the camera, and the cards are those of pupils."""
    async with house.transaction() as session:
        for nis, code in CARDS.items():
            await session.execute(update(Card).where(Card.code == house.codes[nis]).values(code=code))
    context = await tablet.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
    yield context
    await context.close()


async def with_camera(context: BrowserContext, house: GateHouse) -> Page:
    page = await opened(context, house)
    await page.get_by_role("button", name="Kamera", exact=True).click()
    return page


async def with_camera_and_clock(context: BrowserContext, house: GateHouse) -> Page:
    """The picture is there; the page's clock is the test's."""
    await context.clock.install()
    page = await with_camera(context, house)
    await expect(page.locator("#video")).to_have_attribute("data-reader", re.compile("."))
    return page


async def test_cards_held_up_each_second_are_all_read_and_shown_and_each_is_one_scan(
    filming: BrowserContext, house: GateHouse
) -> None:
    if not LIBRARY.is_dir():
        pytest.skip("npm was not there at set-up: reading in the browser was not tried")
    # Chromium for Linux has no reader of its own, so zxing reads here.
    page = await with_camera(filming, house)
    await expect(page.locator("#arrived")).to_have_text(str(len(WAYS)))
    await expect(page.locator("#video")).to_have_attribute("data-reader", "zxing")
    names = await page.locator("#recent li b").all_text_contents()
    assert {f"Murid {number}" for number in range(100, 100 + len(WAYS))} <= set(names)
    moments: dict[int | None, list[datetime]] = defaultdict(list)
    for scan in await house.scans():
        moments[scan.student_id].append(scan.scanned_at)
    held = [b - a for times in moments.values() for a, b in pairwise(times)]
    assert all(pause > timedelta(seconds=2) for pause in held)


async def test_a_tablet_that_is_opened_again_without_network_looks_through_its_camera_and_reads(
    filming: BrowserContext, house: GateHouse
) -> None:
    if not LIBRARY.is_dir():
        pytest.skip("npm was not there at set-up: reading in the browser was not tried")
    page = await with_camera(filming, house)
    await page.evaluate("navigator.serviceWorker.ready")
    await expect(page.locator("#recent li").first).to_be_visible()
    await filming.set_offline(True)
    await page.reload()
    await expect(page.locator("#video")).to_have_attribute("data-reader", "zxing")
    await expect(page.locator("#headline")).to_have_text("TERSIMPAN")


async def test_a_browser_that_cannot_read_has_the_station_read_its_frames(
    filming: BrowserContext, house: GateHouse
) -> None:
    await filming.route("**/station/zxing/**", lambda route: route.abort())
    page = await with_camera(filming, house)
    await expect(page.locator("#arrived")).not_to_have_text("0")
    await expect(page.locator("#video")).to_have_attribute("data-reader", "server")
    await expect(page.locator("#recent li b").first).to_contain_text("Murid")


async def test_a_browsers_own_reader_that_always_fails_gives_way_to_the_next(
    filming: BrowserContext, house: GateHouse
) -> None:
    await filming.add_init_script(
        """
        globalThis.BarcodeDetector = class {
          static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
          detect() { return Promise.reject(new Error("Barcode detection service unavailable.")); }
        };
        """
    )
    page = await with_camera(filming, house)
    await expect(page.locator("#arrived")).not_to_have_text("0")
    await expect(page.locator("#video")).to_have_attribute("data-reader", "zxing" if LIBRARY.is_dir() else "server")


async def test_a_camera_that_goes_says_so_and_is_looked_through_again_once_it_is_back(
    filming: BrowserContext, house: GateHouse
) -> None:
    page = await with_camera_and_clock(filming, house)
    button, lost = page.get_by_role("button", name="Kamera", exact=True), page.locator("#camera-lost")
    await page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('unplugged')); }")
    await _happens_to_camera(page, "ended")
    await expect(lost).to_contain_text("KAMERA TERPUTUS")
    await expect(page.locator("#video")).to_be_hidden()
    await page.clock.fast_forward("00:10")
    await expect(lost).to_be_visible()
    await page.evaluate("delete navigator.mediaDevices.getUserMedia")
    await page.clock.fast_forward("00:04")
    await expect(page.locator("#video")).to_be_visible()
    await expect(lost).to_be_hidden()
    await _happens_to_camera(page, "ended")
    await button.click()  # and whoever does not want it any more switches it off
    await expect(lost).to_be_hidden()
    await page.clock.fast_forward("00:10")
    await expect(page.locator("#video")).to_be_hidden()


async def test_a_tablet_that_is_opened_before_its_camera_is_there_looks_for_it_until_it_is(
    filming: BrowserContext, house: GateHouse
) -> None:
    page = await with_camera(filming, house)
    await expect(page.locator("#recent li").first).to_be_visible()
    await filming.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('not there'))")
    await page.reload()
    lost = page.locator("#camera-lost")
    await expect(lost).to_be_visible()
    await expect(page.get_by_role("button", name="Kamera", exact=True)).to_have_attribute("aria-pressed", "true")
    await page.evaluate("delete navigator.mediaDevices.getUserMedia")
    await expect(page.locator("#video")).to_be_visible()
    await expect(lost).to_be_hidden()


async def test_a_camera_that_stays_dark_says_so_until_it_sees_again(filming: BrowserContext, house: GateHouse) -> None:
    page = await with_camera_and_clock(filming, house)
    await page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # or a busy machine's seconds would count too
    lost = page.locator("#camera-lost")
    for pause, is_told in [("00:01", False), ("00:04", True)]:
        await _happens_to_camera(page, "mute")
        await page.clock.fast_forward(pause)
        await expect(lost).to_be_visible(visible=is_told)
        await _happens_to_camera(page, "unmute")
        await page.clock.fast_forward("00:04")
        await expect(lost).to_be_hidden()


async def test_a_camera_that_is_dark_from_the_beginning_says_so(filming: BrowserContext, house: GateHouse) -> None:
    await filming.add_init_script("Object.defineProperty(MediaStreamTrack.prototype, 'muted', { get: () => true })")
    page = await filming.new_page()
    await page.clock.install()
    await page.goto(house.address)
    await page.get_by_role("button", name="Kamera", exact=True).click()
    await expect(page.locator("#video")).to_have_attribute("data-reader", re.compile("."))
    await page.clock.fast_forward("00:04")
    await expect(page.locator("#camera-lost")).to_be_visible()
    await _happens_to_camera(page, "unmute")
    await expect(page.locator("#camera-lost")).to_be_hidden()


async def _happens_to_camera(page: Page, event: str) -> None:
    """As the browser tells it."""
    track = page.locator("#video").evaluate_handle("(video) => video.srcObject.getVideoTracks()[0]")
    await (await track).evaluate("(track, event) => track.dispatchEvent(new Event(event))", event)
