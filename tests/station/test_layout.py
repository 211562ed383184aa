"""What a result says stands on the screen whole: on small phones and large tablets, with everything that takes room."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from core.clock import school_clock
from core.photos import Portrait, keep_photos
from db.models import Student
from station.gate import Gate
from tests.browser import chromium
from tests.school import NOW, WIB
from tests.station.conftest import GateHouse, opened, served, type_as_scanner

SIZES = [(360, 640), (390, 844), (768, 1024), (800, 1280), (1024, 768), (1280, 800)]
LONGEST_NAME = "Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro & Hadiningrat"
SMALLEST_SIGN = 40  # pixels
TEXTS = ("headline", "name", "place", "detail")


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Give or take the part of a pixel."""
        return (
            self.left <= other.left + 1
            and self.top <= other.top + 1
            and other.right <= self.right + 1
            and other.bottom <= self.bottom + 1
        )


@pytest.fixture(scope="module")
async def watching() -> AsyncIterator[Browser]:
    """A browser whose camera sees something."""
    async with chromium("--use-fake-device-for-media-stream") as running:
        yield running


@pytest.fixture
async def late(house: GateHouse) -> AsyncIterator[GateHouse]:
    """The gate long after the bell, where Budi has the longest name and a photo."""
    packed = BytesIO()
    Image.new("RGB", (240, 320), "navy").save(packed, "JPEG")
    async with house.transaction() as session:
        budi = await session.get_one(Student, house.school.budi.id)
        budi.name = LONGEST_NAME
        await keep_photos(session, [Portrait("00001", packed.getvalue())], now=NOW)
    clock = school_clock(WIB, NOW + timedelta(minutes=80) - datetime.now(UTC))
    async with served(Gate(house.transaction, clock)) as url:
        yield replace(house, url=url, clock=clock)


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_nothing_of_a_result_is_covered_or_cut_beside_photo_banner_and_camera(
    watching: Browser, late: GateHouse, width: int, height: int
) -> None:
    context = await watching.new_context(viewport={"width": width, "height": height}, permissions=["camera"])
    page = await opened(context, late)
    await page.get_by_text("Masuk", exact=True).last.click()
    await expect(page.locator("#overridden")).to_be_visible()
    await page.get_by_role("button", name="Kamera", exact=True).click()
    await expect(page.locator("#video")).to_be_visible()
    for nis, tone, has_photo in [("00001", "late", True), ("00001", "again", True), ("00002", "late", False)]:
        await type_as_scanner(page, late.codes[nis])
        await expect(page.locator("#result")).to_have_attribute("data-tone", tone)
        await expect(page.locator("#photo")).to_be_visible(visible=has_photo)
        await _all_is_seen(page, width, height)
    await context.close()


async def test_a_screen_that_is_turned_shows_its_result_whole_again(watching: Browser, late: GateHouse) -> None:
    context = await watching.new_context(viewport={"width": 1280, "height": 800})
    page = await opened(context, late)
    await type_as_scanner(page, late.codes["00001"])
    await expect(page.locator("#photo")).to_be_visible()
    for width, height in [(360, 640), (640, 360), (800, 1280)]:
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        await _all_is_seen(page, width, height)
    await context.close()


async def _all_is_seen(page: Page, width: int, height: int) -> None:
    boxes = await _boxes(page)
    field, sign = boxes.pop("result"), boxes["sign"]
    assert Box(0, 0, width, height).holds(field)
    assert {part for part, box in boxes.items() if not field.holds(box)} == set()
    assert {a + b for a in boxes for b in boxes if a < b and boxes[a].touches(boxes[b])} == set()
    assert sign.right - sign.left == pytest.approx(sign.bottom - sign.top, abs=1)
    assert sign.right - sign.left >= SMALLEST_SIGN
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def _boxes(page: Page) -> Mapping[str, Box]:
    """Of what is shown of the big field: of texts where their letters are."""
    found = await page.evaluate(
        """(texts) => {
          const boxes = {};
          for (const id of ["result", "sign", "photo", "video", ...texts]) {
            const part = document.getElementById(id);
            const range = document.createRange();
            range.selectNodeContents(part);
            const { left, top, right, bottom } = (texts.includes(id) ? range : part).getBoundingClientRect();
            if (right > left) boxes[id] = [left, top, right, bottom];
          }
          return boxes;
        }""",
        TEXTS,
    )
    return {part: Box(*sides) for part, sides in found.items()}
