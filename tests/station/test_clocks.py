"""Devices whose clocks are wrong: what they scan is recorded when it was, or put before a person."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.station.conftest import GateHouse, opened, type_as_scanner

OFF_BY = """
(days) => {
  const right = Date.now;
  globalThis.setClock = (days) => { Date.now = () => right() + days * 86400000; };
  setClock(Number(localStorage.getItem("days") ?? 0));
}
"""
"""A device whose clock is so many days off, from the next opening of the page on."""


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    await context.add_init_script(f"({OFF_BY})()")
    yield context
    await context.close()


async def booted_without_network(context: BrowserContext, house: GateHouse, days: int) -> Page:
    """A page that was told the time once, and is opened again on a device that has lost it since."""
    page = await opened(context, house)
    await page.evaluate("navigator.serviceWorker.ready")
    await expect(page.locator("#silent")).to_be_visible()
    await page.evaluate(f"localStorage.setItem('days', {days})")
    await context.set_offline(True)
    await page.reload()
    await expect(page.locator("#network")).to_contain_text("Tanpa jaringan")
    return page


async def scan(page: Page, code: str) -> None:
    await type_as_scanner(page, code)
    await expect(page.locator("#result")).to_have_attribute("data-tone", "saved")


@pytest.mark.parametrize(("days", "is_set_right"), [(-400, False), (-2, False), (-2, True), (3, True)])
async def test_a_device_that_has_lost_the_time_records_the_true_one_once_it_is_told(
    context: BrowserContext, house: GateHouse, days: int, is_set_right: bool
) -> None:
    page = await booted_without_network(context, house, days)
    await scan(page, house.codes["00001"])
    if is_set_right:  # as networks do when they come back
        await page.evaluate("setClock(0)")
    await context.set_offline(False)
    await expect(page.locator("#arrived")).to_have_text("1")
    [kept] = await house.scans()
    assert kept.outcome == "on_time"
    assert kept.received_at - kept.scanned_at < timedelta(minutes=1)
    assert kept.unmeasured == (is_set_right and days < 0)  # it may as well have slept for days


async def test_a_scan_of_a_page_that_was_never_told_the_time_counts_by_the_device_and_says_so(
    context: BrowserContext, house: GateHouse
) -> None:
    page = await booted_without_network(context, house, 0)
    await scan(page, house.codes["00001"])
    await page.reload()
    await context.set_offline(False)
    await expect(page.locator("#arrived")).to_have_text("1")
    [kept] = await house.scans()
    assert (kept.outcome, kept.unmeasured) == ("on_time", True)


async def test_a_time_that_the_server_refuses_stays_before_a_person(context: BrowserContext, house: GateHouse) -> None:
    page = await booted_without_network(context, house, -400)
    await scan(page, house.codes["00001"])
    await page.evaluate("localStorage.setItem('days', 0)")
    await page.reload()
    await context.set_offline(False)
    unsettled = page.locator("#unsettled")
    await expect(unsettled).to_contain_text("1 pemindaian belum dihitung")
    await expect(page.locator("#recent li b")).to_have_text(["Budi Santoso"])
    await page.reload()
    await unsettled.click()
    await expect(unsettled).to_be_hidden()
    [kept] = await house.scans()
    assert (kept.outcome, kept.counts) == ("bad_clock", False)
