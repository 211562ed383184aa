"""A duty teacher stands at the gate, asks the tablet who is missing, and says yes on the phone."""

from playwright.async_api import expect

from core.stations import add_station
from simulator.telegram import Person
from station.gate import Gate
from tests.flows.house import House
from tests.school import DUTY, OFFICER, STRANGER
from tests.station.conftest import Browser, browser, served

__all__ = ["browser"]  # pytest's: found here


async def refused(person: Person, data: str) -> None:
    await person.press_data(data)
    assert (await person.wait_for_toast()).alert


async def test_a_tap_in_telegram_shows_the_names_at_that_station_until_they_are_hidden(
    house: House, browser: Browser
) -> None:
    async with house.transaction() as session:
        secret = await add_station(session, "Tablet Gerbang Utara", now=house.clock())
    piket = house.person(DUTY)
    async with served(Gate(house.transaction, house.clock)) as url:
        page = await browser.new_page()
        await page.goto(f"{url}/station/{secret}")
        await page.get_by_role("button", name="Siapa belum hadir?").click()
        await page.get_by_role("button", name="Pak Piket").click()
        question = await piket.wait_for("Tampilkan nama yang belum hadir di Tablet Gerbang Utara selama 10 menit?")
        for somebody_else in (OFFICER, STRANGER):
            await refused(house.person(somebody_else), "names:1:1")
        await piket.press("Tampilkan", on=question)
        await page.get_by_role("button", name="X RPL 1").click()
        await expect(page.locator("#names li")).to_have_text(["Andi Wijaya", "Budi Santoso", "Siti Aminah"])
        await expect(page.locator("#missing-left")).to_contain_text("lagi")
        await piket.wait_for("ditampilkan di Tablet Gerbang Utara sampai pukul")
        await page.get_by_role("button", name="Sembunyikan").click()
        await expect(page.locator("#names li")).to_have_count(0)
        assert "Andi Wijaya" not in await page.content()
        await refused(piket, "names:1:1")
        await page.close()
