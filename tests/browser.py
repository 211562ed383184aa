"""The browser in which the service's pages are tried: the machine's own Chromium, with nothing that no page needs."""

import contextlib
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

_LEAN = ("--no-sandbox", "--disable-gpu", "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup")
"""Root may have no sandbox. Nobody sees the screen, nor what the address bar would suggest: a third of the work."""

expect.set_options(timeout=90_000.0)  # milliseconds; a deadline, for other tests may run at the same time


@contextlib.asynccontextmanager
async def chromium(*arguments: str) -> AsyncIterator[Browser]:
    """A running one. The test is skipped where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is not installed: no page was tried in a browser (apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*_LEAN, *arguments])
        yield browser
        await browser.close()
