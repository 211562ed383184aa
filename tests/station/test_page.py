"""The station's page in a real browser: a scanner that types, a network that goes, a page that is closed."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select, update

from core.arrival import Outcome
from core.card_links import card_link
from core.stations import remove_station, renew_station
from core.wording import gate as wording
from db.models import Card, Direction
from tests.station.conftest import GateHouse, opened, type_as_scanner

PAGE = Path(__file__).parents[2] / "station/page"


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A device, with a clock of its own that is days away from the school's."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    await context.close()


def codes_of(house: GateHouse) -> list[str]:
    return [code for nis, code in house.codes.items() if nis >= "00100"]


async def test_a_scanner_that_types_checks_in_and_the_screen_says_who(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await opened(context, house)
    await expect(page.locator("#station")).to_have_text("Gerbang depan")
    await type_as_scanner(page, house.codes["00001"].lower())
    await expect(page.locator("#headline")).to_have_text("MASUK")
    await expect(page.locator("#name")).to_have_text("Budi Santoso")
    await expect(page.locator("#place")).to_have_text("X RPL 1")
    await expect(page.locator("#result")).to_have_attribute("data-tone", "good")
    await expect(page.locator("#arrived")).to_have_text("1")
    await expect(page.locator("#recent li b")).to_have_text(["Budi Santoso"])
    [scan] = await house.scans()
    assert abs((scan.scanned_at - scan.received_at).total_seconds()) < 60  # not the device's own date


async def test_the_officer_chooses_the_direction_and_types_a_code_by_hand(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await opened(context, house)
    await page.get_by_text("Pulang", exact=True).last.click()
    await page.get_by_role("button", name="Tanpa kartu").click()
    await page.get_by_label("Kode kartu").fill(house.codes["00002"])
    await page.get_by_role("button", name="Kirim kode").click()
    await expect(page.locator("#headline")).to_have_text("PULANG AWAL")
    await expect(page.locator("#left")).to_have_text("1")


async def test_a_code_typed_with_digits_for_letters_that_look_like_them_is_the_card(
    context: BrowserContext, house: GateHouse
) -> None:
    code = "A1BOIO234567BIO"
    async with house.transaction() as session:
        await session.execute(update(Card).where(Card.code == house.codes["00001"]).values(code=code))
    page = await opened(context, house)
    await page.get_by_role("button", name="Tanpa kartu").click()
    await page.get_by_label("Kode kartu").fill("a1 80 10 234567 810")
    await page.get_by_role("button", name="Kirim kode").click()
    await expect(page.locator("#name")).to_have_text("Budi Santoso")


async def test_a_second_scan_and_a_foreign_code_look_different(context: BrowserContext, house: GateHouse) -> None:
    page = await opened(context, house)
    for text, headline, tone in [
        (house.codes["00001"], "MASUK", "good"),
        (card_link("SekolahBot", house.codes["00001"]), "SUDAH MASUK", "again"),  # its small code, for phones
        ("A1" + "Z" * 13, "DITOLAK: KARTU TIDAK DIKENAL", "refused"),
        ("https://example.com/" + "x" * 500, "BUKAN KARTU", "refused"),
    ]:
        await type_as_scanner(page, text)
        await expect(page.locator("#headline")).to_have_text(headline)
        await expect(page.locator("#result")).to_have_attribute("data-tone", tone)
    assert len(await house.scans()) == 3


async def test_fifty_scans_survive_a_cut_network_and_a_reload_with_their_true_times(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await opened(context, house)
    await page.evaluate("navigator.serviceWorker.ready")
    codes = codes_of(house)
    moments: dict[str, tuple[datetime, datetime]] = {}

    async def scan(code: str) -> None:
        before = house.clock()
        await type_as_scanner(page, code)
        moments[code] = (before, house.clock())

    for code in codes[:20]:
        await scan(code)
    await context.set_offline(True)
    for code in codes[20:35]:
        await scan(code)
    await expect(page.locator("#recent li")).to_have_count(35)  # shown is stored, and may be closed
    await expect(page.locator("#headline")).to_have_text("TERSIMPAN")
    await expect(page.locator("#network")).to_contain_text("Tanpa jaringan")
    await expect(page.locator("#network")).to_contain_text("belum terkirim")
    await page.reload()
    await expect(page.locator("#network")).to_contain_text("Tanpa jaringan")
    await expect(page.locator("#station")).to_have_text("Gerbang depan")
    for code in codes[35:]:
        await scan(code)
    await context.set_offline(False)
    back = house.clock()
    await expect(page.locator("#network")).to_have_text("Tersambung")
    await expect(page.locator("#arrived")).to_have_text(str(len(codes)))
    await expect(page.locator("#recent li[data-tone=saved]")).to_have_count(0)

    scans = await house.scans()
    assert [scan.counts for scan in scans] == [True] * len(codes)
    cards = await _cards(house)
    assert all(_is_within(scan.scanned_at, *moments[cards[scan.student_id or 0]]) for scan in scans)
    delivered_later = [scan for scan in scans if scan.received_at > back]
    assert len(delivered_later) >= len(codes) - 20


async def test_without_network_the_counts_are_the_last_that_were_heard_that_day_and_say_when(
    context: BrowserContext, house: GateHouse
) -> None:
    await context.clock.install()
    page = await opened(context, house)
    await type_as_scanner(page, house.codes["00001"])
    arrived, counted = page.locator("#arrived"), page.locator("#counted")
    await expect(arrived).to_have_text("1")
    await expect(counted).to_be_hidden()
    await page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    await context.set_offline(True)
    await page.reload()
    await expect(page.locator("#network")).to_contain_text("Tanpa jaringan")
    await expect(arrived).to_have_text("1")
    await expect(counted).to_have_text(re.compile(r"Hitungan pukul 06\.4\d"))
    await page.clock.fast_forward("24:00:00")
    await expect(arrived).to_have_text("–")
    await expect(counted).to_be_hidden()


async def test_a_scan_from_before_the_device_was_first_told_the_time_is_set_right(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await context.new_page()
    for path in ("state", "scans"):
        await context.route(f"**/{path}", lambda route: route.abort())
    await page.goto(house.address)
    await expect(page.locator("#network")).to_contain_text("Tanpa jaringan")
    await type_as_scanner(page, house.codes["00001"])
    await expect(page.locator("#result")).to_have_attribute("data-tone", "saved")
    for path in ("state", "scans"):
        await context.unroute(f"**/{path}")
    await expect(page.locator("#name")).to_have_text("Budi Santoso")  # it tries ever less often
    [scan] = await house.scans()
    assert scan.outcome == "on_time"
    assert abs((scan.scanned_at - scan.received_at).total_seconds()) < 60


async def _cards(house: GateHouse) -> dict[int, str]:
    """Code by pupil."""
    async with house.transaction() as session:
        rows = await session.execute(select(Card.student_id, Card.code))
        return {student_id: code for student_id, code in rows if student_id is not None}


def _is_within(moment: datetime, before: datetime, after: datetime) -> bool:
    """Within the time it took to type, give or take what measuring a clock over a network costs."""
    return (before - moment).total_seconds() < 1 and (moment - after).total_seconds() < 1


async def test_a_removed_station_keeps_what_it_has_and_says_so(context: BrowserContext, house: GateHouse) -> None:
    page = await opened(context, house)
    async with house.transaction() as session:
        await remove_station(session, "Gerbang depan", now=house.clock())
    await type_as_scanner(page, house.codes["00001"])
    await expect(page.locator("#network")).to_have_text("ALAT DICABUT, catat di kertas · 1 belum terkirim")
    await expect(page.locator("#headline")).to_have_text("ALAT DICABUT")
    await expect(page.locator("#detail")).to_contain_text("Catat di kertas")


async def test_a_removed_station_calls_out_its_last_scan_once(context: BrowserContext, house: GateHouse) -> None:
    await context.clock.install()
    page = await opened(context, house)
    async with house.transaction() as session:
        await remove_station(session, "Gerbang depan", now=house.clock())
    await page.evaluate(
        """() => {
          globalThis.tones = [];
          const field = document.getElementById("result");
          new MutationObserver(() => tones.push(field.dataset.tone)).observe(field, { attributeFilter: ["data-tone"] });
        }"""
    )
    await type_as_scanner(page, house.codes["00001"])
    await expect(page.locator("#headline")).to_have_text("ALAT DICABUT")
    await _try_to_deliver(page, 2)  # while the scan stands there still
    await page.clock.fast_forward("00:11")
    await expect(page.locator("#result")).to_have_attribute("data-tone", "idle")
    await _try_to_deliver(page, 2)
    assert (await page.evaluate("tones")).count("refused") == 1


async def _try_to_deliver(page: Page, times: int) -> None:
    """The page's clock runs until it has tried so often again."""
    for _ in range(times):
        async with page.expect_response("**/scans") as answer:
            while not answer.is_done():
                await page.clock.fast_forward("00:01")


async def test_what_waits_under_a_stations_old_address_goes_out_under_its_new_one(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await opened(context, house)
    await context.set_offline(True)
    await type_as_scanner(page, house.codes["00001"])
    await expect(page.locator("#network")).to_contain_text("1 belum terkirim")
    async with house.transaction() as session:
        new = replace(house, secret=await renew_station(session, "Gerbang depan", now=house.clock()))
    await context.set_offline(False)
    await expect(page.locator("#network")).to_contain_text("ALAT DICABUT")
    await page.goto(new.address)
    await expect(page.locator("#arrived")).to_have_text("1")
    [scan] = await house.scans()
    assert (scan.outcome, scan.unmeasured) == ("on_time", False)


async def test_a_chosen_direction_is_loud_and_ends_by_a_tap_or_ten_minutes_after_the_last_scan(
    context: BrowserContext, house: GateHouse
) -> None:
    await context.clock.install()
    page = await opened(context, house)
    banner, choose = page.locator("#overridden"), page.get_by_text("Pulang", exact=True).last
    await choose.click()
    await expect(banner).to_contain_text("SEMUA DICATAT PULANG")
    await banner.click()
    await expect(banner).to_be_hidden()
    await choose.click()
    await page.clock.fast_forward("09:00")
    await type_as_scanner(page, house.codes["00001"])  # goes on with it
    await expect(page.locator("#name")).to_have_text("Budi Santoso")
    await page.clock.fast_forward("09:00")
    await expect(banner).to_be_visible()
    await page.clock.fast_forward("01:30")
    await expect(banner).to_be_hidden()
    await expect(page.get_by_label("Otomatis")).to_be_checked()


async def test_a_page_that_may_not_sound_yet_asks_to_be_touched(context: BrowserContext, house: GateHouse) -> None:
    page = await opened(context, house)
    await expect(page.locator("#silent")).to_have_text("Ketuk layar agar bersuara")
    await page.locator("#result").click()
    await expect(page.locator("#silent")).to_be_hidden()


def test_the_worker_keeps_every_file_of_the_page() -> None:
    listed = set(re.findall(r'^  "(.+)",$', (PAGE / "sw.js").read_text(), re.MULTILINE))
    files = {str(path.relative_to(PAGE)) for path in PAGE.rglob("*.*")}
    assert listed == files - {"index.html", "sw.js"}


def test_every_result_has_words_and_a_colour_of_its_own_on_which_white_reads() -> None:
    codes = {outcome.value for outcome in Outcome} | {"not_a_card"}
    rules = (PAGE / "css/colours.css").read_text()
    colours = dict(re.findall(r'\[data-result="(\w+)"\] \{ --result: #(\w{6}); \}', rules))
    assert set(colours) == codes
    assert len(set(colours.values())) == len(codes)
    assert not {code: colour for code, colour in colours.items() if _contrast_with_white(colour) < 5}
    assert len({wording.headline(outcome, None) for outcome in Outcome}) == len(Outcome)


def test_the_headline_says_how_late() -> None:
    headlines = [wording.headline(Outcome.LATE, Direction.IN, minutes) for minutes in (25, 65, 120)]
    assert headlines == ["TERLAMBAT 25 MENIT", "TERLAMBAT 1 JAM 5 MENIT", "TERLAMBAT 2 JAM"]


def _contrast_with_white(colour: str) -> float:
    """As WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
