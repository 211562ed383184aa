"""What a station knows of cards without network: fingerprints over HTTP, and what the page makes of them."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, expect
from sqlalchemy import update

from core.card_codes import new_card_code
from core.cards import issue_temporary
from core.stations import add_station
from db.models import Card, ClassMembership
from tests.school import NOW, TODAY
from tests.station.conftest import GateHouse, type_as_scanner


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


@pytest.fixture
async def device(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    await context.close()


async def revoke(house: GateHouse, nis: str) -> str:
    code = house.codes[nis]
    async with house.transaction() as session:
        await session.execute(update(Card).where(Card.code == code).values(revoked_at=NOW - timedelta(days=1)))
    return code


def prints(text: str) -> set[str]:
    return {text[at : at + 12] for at in range(0, len(text), 12)}


async def test_the_list_tells_good_lent_and_revoked_cards_apart_without_their_codes(
    http: ClientSession, house: GateHouse
) -> None:
    lost = await revoke(house, "00001")
    async with house.transaction() as session:
        lent = (await issue_temporary(session, house.school.siti, on=TODAY, now=NOW)).payload
        left = update(ClassMembership).where(ClassMembership.student_id == house.school.joko.id)
        await session.execute(left.values(valid_until=TODAY - timedelta(days=1)))
    async with http.get(f"{house.address}/cards") as response:
        body, told = await response.text(), await response.json()
    assert not any(code in body for code in (*house.codes.values(), lent))
    found = {
        name: [code for code in (*house.codes.values(), lent) if _print(told["salt"], code) in prints(told[name])]
        for name in ("lasting", "temporary", "revoked")
    }
    good = [code for nis, code in house.codes.items() if nis not in ("00001", house.school.joko.nis)]
    assert found == {"lasting": good, "temporary": [lent], "revoked": [lost]}
    assert told["on"] == TODAY.isoformat()


def _print(salt: str, code: str) -> str:
    return hashlib.sha256((salt + code).encode()).hexdigest()[:12]


async def test_an_unchanged_list_is_not_sent_again_and_another_stations_differs(
    http: ClientSession, house: GateHouse
) -> None:
    async with http.get(f"{house.address}/cards") as response:
        etag, first = response.headers["ETag"], await response.text()
    async with http.get(f"{house.address}/cards", headers={"If-None-Match": etag}) as response:
        assert (response.status, response.headers["ETag"]) == (304, etag)
    async with house.transaction() as session:
        other = await add_station(session, "Gerbang belakang", now=NOW)
    async with http.get(f"{house.url}/station/{other}/cards", headers={"If-None-Match": etag}) as response:
        assert not prints((await response.json())["lasting"]) & prints(first)
    await revoke(house, "00001")
    async with http.get(f"{house.address}/cards", headers={"If-None-Match": etag}) as response:
        assert response.status == 200


async def test_without_network_revoked_unknown_and_seen_cards_are_told_apart_and_all_are_delivered(
    device: BrowserContext, house: GateHouse
) -> None:
    lost, seen, good, foreign = (
        await revoke(house, "00001"),
        house.codes["00100"],
        house.codes["00101"],
        new_card_code(),
    )
    page = await device.new_page()
    async with page.expect_response("**/cards"):
        await page.goto(house.address)
    await type_as_scanner(page, seen)
    await expect(page.locator("#headline")).to_have_text("MASUK")
    await device.set_offline(True)
    for code, headline, name, tone in [
        (lost, "DITOLAK: KARTU LAMA", f"Kartu …{lost[-4:]}", "refused"),
        (foreign, "BELUM DIKENAL ALAT INI", f"Kartu …{foreign[-4:]}", "saved"),
        (good, "TERSIMPAN", f"Kartu …{good[-4:]}", "saved"),
        (seen, "TERSIMPAN", "Murid 100", "saved"),
    ]:
        await type_as_scanner(page, code)
        await expect(page.locator("#headline")).to_have_text(headline)
        await expect(page.locator("#name")).to_have_text(name)
        await expect(page.locator("#result")).to_have_attribute("data-tone", tone)
    await device.set_offline(False)
    await expect(page.locator("#network")).to_have_text("Tersambung")
    await expect(page.locator("#recent li[data-tone=saved]")).to_have_count(0)
    outcomes = [one.outcome for one in await house.scans()]
    assert outcomes == ["on_time", "revoked_card", "unknown_card", "on_time", "again"]


async def test_the_pages_sha256_is_the_one_of_the_standard(device: BrowserContext, house: GateHouse) -> None:
    texts = ["", "abc", "a" * 55, "b" * 56, "c" * 64, "d" * 119, house.codes["00001"]]
    page = await device.new_page()
    await page.goto(house.address)
    made = await page.evaluate(
        "async (texts) => texts.map((await import('/station/assets/js/sha256.js')).sha256)", texts
    )
    assert made == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
