"""`absensi demo` in a real browser: the guided morning by clicking, by hand, and everything that stands around it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser import chromium
from tests.flows.demo import running_demo

STEPS = 17
GATE = "Gerbang depan"

# What stands on the station when such a step is done, and who it is about.
SEEN_AT_GATE = {2: ("MASUK", "Andi Baso Parenrengi"), 4: ("TERLAMBAT 25 MENIT", "Fajar Halim")}


@pytest.fixture(scope="module")
async def demo() -> AsyncIterator[str]:
    """The address of a running demo."""
    async with running_demo() as (_, address):
        yield address


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture
async def page(browser: Browser, demo: str) -> AsyncIterator[Page]:
    """The demo's page with the school as the last test left it; an error of the page's scripts fails the test."""
    context = await browser.new_context(viewport={"width": 1366, "height": 768})
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(demo)
    await expect(page.locator("#guide .steps > li")).to_have_count(STEPS)
    yield page
    await context.close()
    assert errors == []


async def test_the_whole_morning_by_pressing_do_it(page: Page) -> None:
    if await page.locator("#guide .steps > .done").count():
        await start_over(page)
    for done in range(STEPS):
        await expect(page.locator("#guide .running")).to_have_count(0)
        if await page.locator("#guide .steps > .done").count() <= done:  # the alert may have come by itself
            await page.get_by_role("button", name="Lakukan").click()
            await expect(page.locator("#guide .steps > .done").nth(done)).to_be_visible()
            if found := SEEN_AT_GATE.get(done + 1):
                await expect(station(page).locator("#headline")).to_have_text(found[0])
                await expect(station(page).locator("#name")).to_have_text(found[1])
    await expect(page.locator("#guide .intro")).to_contain_text("Pagi selesai")
    await page.get_by_role("button", name="Ibu Agus").first.click()
    await expect(page.locator("#phones .message.other").last).to_contain_text("Ralat")
    await expect(page.locator("#phones .message.other .cost").last).to_have_text("Rp150")
    await chat(page, "Wali kelas")
    asked = page.locator("#chat .message", has_text="Perlu diperiksa")  # about others too, if they were found later
    await expect(asked.filter(has_text="✓ Laporan keliru, hadir")).to_have_count(1)
    await expect(page.locator("#chat .document").last).to_contain_text("Laporan harian")
    await chat(page, "Administrator")
    await expect(page.locator("#chat .document", has_text=".xlsx")).to_be_visible()
    await at_gate(page)
    shown = station(page).locator("#recent li span")
    answers = ("MASUK, LAPOR PIKET", "TERLAMBAT 25 MENIT", "SUDAH MASUK", "MASUK")
    await expect(shown).to_contain_text([f"{answer} · X RPL 1" for answer in answers])


async def test_after_starting_over_the_morning_by_hand_is_recognised(page: Page) -> None:
    await start_over(page)
    codes = re.findall(r"«DAFTAR ([A-Z ]+)»", await page.locator("#guide .details").inner_text())
    for phone, code in zip(("Ibu Agus", "Ayah Ahmad"), codes, strict=True):
        await sms(page, phone, f"daftar {code.lower()}")
        await expect(page.locator("#phones .message.other")).to_contain_text("terdaftar")
    await expect(done(page, 1)).to_be_visible()

    await at_gate(page)
    for headline in ("MASUK", "SUDAH MASUK"):
        await hold(page, "Andi Baso Parenrengi")
        await expect(station(page).locator("#headline")).to_have_text(headline)
    await expect(done(page, 3)).to_be_visible()
    await page.get_by_role("button", name="ke 07.25").click()
    await expect(station(page).locator("#clock")).to_contain_text("07.25")
    await hold(page, "Fajar Halim")
    await expect(station(page).locator("#headline")).to_have_text("TERLAMBAT 25 MENIT")
    await expect(done(page, 4)).to_be_visible()

    await chat(page, "Sekretaris kelas")
    await page.locator(".reply-keyboard").get_by_role("button", name="Lapor", exact=False).first.click()
    await key(page, "Alfa").click()
    await key(page, "Agus Prabowo").click()
    await expect(key(page, "A · Agus Prabowo")).to_have_class(re.compile("danger"))
    await key(page, "Kirim (1").click()
    await expect(page.locator("#chat .message").last).to_contain_text("terkirim")
    await expect(done(page, 5)).to_be_visible()
    await expect(done(page, 6)).to_be_visible()
    await expect(entry(page, "Wali kelas").locator(".badge")).to_have_text("1")

    await sms(page, "Ayah Ahmad", "Assalamualaikum bu, Ahmad hari ini tidak masuk karena demam")
    await expect(done(page, 7)).to_be_visible()
    await chat(page, "Wali kelas")
    notice = page.locator("#chat .message", has_text="Kabar orang tua").last
    await notice.hover()
    await notice.get_by_role("button", name="Balas").click()
    await page.locator("#chat textarea").fill("Semoga lekas sembuh.")
    await page.keyboard.press("Enter")
    await expect(done(page, 8)).to_be_visible()
    await expect(page.locator("#chat .quoted").last).to_contain_text("Kabar orang tua")
    await key(page, "Setujui").click()
    await expect(page.locator(".toast")).to_contain_text("Disetujui")
    await expect(done(page, 9)).to_be_visible()

    await page.locator("#guide [data-step='16']").click()
    link = re.search(r"https://t\.me/\S+", await page.locator("#guide .details").inner_text())
    assert link
    for who, answer in (("Guru piket baru", "Selamat datang"), ("Orang asing", "tidak berlaku")):
        await chat(page, who)
        await page.locator("#chat textarea").fill(link[0])
        await page.keyboard.press("Enter")
        await expect(page.locator("#chat .message.other").last).to_contain_text(answer)
    await expect(done(page, 16)).to_be_visible()


async def test_trouble_is_made_and_mended_and_the_service_goes_along_with_the_clock(page: Page) -> None:
    number = "+6281277776666"
    await add_phone(page, number)
    await page.get_by_label("Dicabut").check()
    await sms(page, number, "INFO banjir di jalan")
    await page.get_by_label("Sinyal", exact=True).uncheck()
    await expect(page.locator("#phones .warning")).to_contain_text("Tanpa sinyal")
    today = await page.locator("#clock span").inner_text()
    await page.get_by_role("button", name="hari sekolah berikutnya").click()
    await expect(page.locator("#clock")).not_to_contain_text(today)
    tomorrow = (await page.locator("#clock span").inner_text()).strip()
    await chat(page, "Guru BK")
    await page.locator(".reply-keyboard").get_by_role("button", name="Hari ini").click()
    await expect(page.locator("#chat .message.other").last).to_contain_text(tomorrow)
    await page.locator("#modem-well").check()
    await chat(page, "Grup pimpinan")
    await expect(page.locator("#chat .message").last).to_contain_text("banjir di jalan")
    await expect(page.locator("#phones .message.other")).to_have_count(0)
    await page.get_by_label("Sinyal", exact=True).check()
    await expect(page.locator("#phones .message.other")).to_contain_text("INFO")


async def test_a_file_is_sent_to_the_bot(page: Page, tmp_path: Path) -> None:
    (tmp_path / "daftar.csv").write_text("NIS;Nama")
    await chat(page, "Administrator")
    await page.locator("#chat .popup summary[aria-label='Lampirkan']").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Berkas", exact=True).click()
    await (await chooser.value).set_files(tmp_path / "daftar.csv")
    await expect(page.locator("#chat .document", has_text="daftar.csv")).to_be_visible()


async def test_in_english_on_a_small_screen_by_keyboard(page: Page) -> None:
    await page.get_by_label("English").focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("heading", name="A guided morning at school")).to_be_visible()
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#people")).to_be_hidden()
    await page.locator("#tabs [data-tab='chats']").press("Enter")
    await entry(page, "Counselor").press("Enter")
    await expect(page.locator("#chat .thread")).to_be_visible()
    await expect(page.locator("#people")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


def done(page: Page, number: int) -> Locator:
    """The tick of a step."""
    return page.locator(f"#guide .steps > .done [data-step='{number}']")


def key(page: Page, label: str) -> Locator:
    """A button under the newest message that has some."""
    return page.locator("#chat .inline-keyboard").last.get_by_role("button", name=label)


def entry(page: Page, who: str) -> Locator:
    return page.locator("#people .entry", has=page.locator("b", has_text=who)).first


async def chat(page: Page, who: str) -> None:
    await entry(page, who).click()
    await expect(page.locator("#chat h2")).to_have_text(who)


def station(page: Page) -> FrameLocator:
    """The station's own page."""
    return page.frame_locator("#gate iframe")


async def at_gate(page: Page) -> None:
    await entry(page, GATE).click()
    await expect(page.locator("#gate iframe")).to_be_visible()


async def hold(page: Page, name: str) -> None:
    await page.get_by_role("button", name=f"Tempelkan kartu {name}").click()


async def sms(page: Page, phone: str, text: str) -> None:
    await page.locator(".phone-tab", has_text=phone).click()
    await page.locator("#phones textarea").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator("#phones .message.own").last).to_contain_text(text)


async def add_phone(page: Page, number: str) -> None:
    await page.locator(".add-phone summary").click()
    await page.get_by_label("Nomor (0812").fill(number.replace("+62", "0"))
    await page.get_by_role("button", name="Tambah").click()
    await expect(page.locator(".phone-tab[aria-pressed='true']")).to_have_text(number)


async def start_over(page: Page) -> None:
    await page.locator("#start-over").click()
    await page.get_by_role("button", name="Ya, mulai lagi").click()
    await expect(page.locator("#stage[inert]")).to_have_count(1)
    await expect(page.locator("#stage[inert]")).to_have_count(0)
    await expect(page.locator("#guide .steps > .done")).to_have_count(0)
    await expect(page.locator("#guide .steps > li")).to_have_count(STEPS)
