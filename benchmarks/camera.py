"""Printed cards before a station's camera, one after another: how many are read, and how soon each is on the screen."""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import ImageDraw
from playwright.async_api import Page, async_playwright, expect
from sqlalchemy import func, select, text

from benchmarks.devices import listening
from benchmarks.figures import Figure, NotMeasured
from benchmarks.ground import MORNING, Ground, ground
from benchmarks.machine import free_port
from benchmarks.school import found_school
from core.arrival import Outcome
from core.card_qr import card_qr
from core.cards import issue_missing
from core.stations import add_station
from db.models import Card, Scan, Student
from simulator.camera import PER_SECOND, WAYS, Picture, camera_arguments, held_up, shoot, wall

CARDS = 60
FASTER = (0.5, 0.25, 0.125)  # seconds a card
_HELD = 0.7  # of the time that a card has; then the wall is seen, while one hand goes and another comes
_SOON = 3.0  # seconds of bare wall before the first card, in which the page opens its reader
_SQUARES, _SIDE = 6, 16  # a card's number in the corner of the picture, for camera.js
_WATCH = Path(__file__).with_name("camera.js")
_PATIENCE = 30_000  # ms, for what a busy machine does slowly
_OVER = "() => performance.now() > noted.last + 2500"  # ms; soon after that the film begins again


@dataclass(frozen=True, slots=True)
class _Place:
    """`codes`: card by the name of its pupil."""

    house: Ground
    address: str
    codes: dict[str, str]


async def camera() -> list[Figure]:
    """Sixty cards in a minute, read in the browser."""
    async with _place() as place:
        return await _held_up(place, 1.0, reader="zxing")


async def camera_server() -> list[Figure]:
    """The same, read by the station's server, as where the set-up found no npm."""
    async with _place() as place:
        return await _held_up(place, 1.0, reader="server")


async def camera_faster() -> list[Figure]:
    """Read in the browser, faster and faster: where it ends."""
    async with _place() as place:
        return [figure for seconds in FASTER for figure in await _held_up(place, seconds, reader="zxing")]


async def _held_up(place: _Place, seconds: float, *, reader: str) -> list[Figure]:
    """Every card once, a card each so many seconds."""
    film = place.house.folder / "cards.mjpeg"
    shoot(film, _takes(list(place.codes.values()), seconds))
    async with _tablet(film, reader) as page:
        noted = await _noted(page, place.address, reader)
    seen, shown = noted["seen"], noted["shown"]
    numbers = {name: str(number) for number, name in enumerate(place.codes, start=1)}
    waits = [shown[name] - seen[number] for name, number in numbers.items() if name in shown and number in seen]
    about = f"{reader}, a card each {seconds:g} s"
    return [
        Figure(f"{about}: from one to the next", "s", [(b - a) / 1000 for a, b in pairwise(seen.values())]),
        Figure(f"{about}: recorded, each once", f"of {CARDS}", [await _recorded(place)]),
        Figure(f"{about}: shown by name", f"of {CARDS}", [len(shown)]),
        Figure(f"{about}: in sight until shown", "ms", waits),
    ]


def _takes(codes: Sequence[str], seconds: float) -> Iterator[tuple[Picture, int]]:
    """The bare wall, then each card in one way or another and the wall again."""
    yield _numbered(wall(), 0), round(_SOON * PER_SECOND)
    moments = [round(seconds * number * PER_SECOND) for number in range(len(codes) + 1)]
    for number, (code, (begin, end)) in enumerate(zip(codes, pairwise(moments), strict=True), start=1):
        way, held = WAYS[number % len(WAYS)], round(_HELD * (end - begin))
        yield _numbered(way(held_up(card_qr(code))), number), held
        yield _numbered(wall(), 0), end - begin - held


def _numbered(picture: Picture, number: int) -> Picture:
    pen = ImageDraw.Draw(picture)
    for bit in range(_SQUARES):
        left = bit * _SIDE
        pen.rectangle((left, 0, left + _SIDE - 1, _SIDE - 1), fill=255 if number >> bit & 1 else 0)
    return picture


async def _noted(page: Page, address: str, reader: str) -> Any:
    """What camera.js noted until all cards had been held up once and everything was delivered. Raises NotMeasured where
    the page reads by another reader.
    """
    network, video = page.locator("#network"), page.locator("#video")
    await page.goto(address)
    await expect(network).to_have_text("Tersambung", timeout=_PATIENCE)
    await page.get_by_role("button", name="Kamera", exact=True).click()
    await expect(video).to_have_attribute("data-reader", re.compile("."), timeout=_PATIENCE)
    if (used := await video.get_attribute("data-reader")) != reader:
        raise NotMeasured(f"the page reads by {used}, not by {reader}")
    await page.wait_for_function(_OVER, timeout=0)  # a benchmark has a limit of its own
    await expect(network).to_have_text("Tersambung", timeout=_PATIENCE)
    return await page.evaluate("noted")


async def _recorded(place: _Place) -> int:
    """How many pupils have come. Raises RuntimeError where there are more scans. The day is wiped clean."""
    async with place.house.transaction() as session:
        scans = await session.scalar(select(func.count(Scan.id)))
        counting = select(func.count(Scan.student_id.distinct())).where(Scan.counts, Scan.outcome == Outcome.ON_TIME)
        pupils = await session.scalar(counting) or 0
        await session.execute(text("TRUNCATE scans, superseded_verdicts"))
    if scans != pupils:
        raise RuntimeError(f"{pupils} pupils have come, by {scans} scans")
    return pupils


@contextlib.asynccontextmanager
async def _tablet(film: Path, reader: str) -> AsyncIterator[Page]:
    """A page of a browser whose camera sees the film from the moment it is asked for. Raises NotMeasured where there is
    no browser.
    """
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise NotMeasured("Chromium is not installed")
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", *camera_arguments(film)]
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
        await context.add_init_script(path=_WATCH)
        if reader == "server":
            await context.route("**/station/zxing/**", lambda route: route.abort())
        yield await context.new_page()
        await browser.close()


@contextlib.asynccontextmanager
async def _place() -> AsyncIterator[_Place]:
    async with ground() as house:
        await found_school(house, 1, CARDS)
        async with house.transaction() as session:
            await issue_missing(session, now=MORNING - timedelta(days=30))
            cards = select(Student.name, Card.code).join(Card, Card.student_id == Student.id).order_by(Card.id)
            codes = dict((await session.execute(cards)).tuples().all())
            secret = await add_station(session, "Gerbang", now=house.clock())
        port = free_port()
        async with house.absensi("run", "station", http_port=str(port)):
            await listening(port)
            yield _Place(house, f"http://127.0.0.1:{port}/station/{secret}", codes)
