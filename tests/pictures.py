"""The pictures of docs/panduan, and of the station for docs/station.md too, taken of the demo: `python -m
tests.pictures`. Needs Chromium.
"""

import asyncio
import io
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import chromium
from tests.flows.demo import running_demo
from tests.flows.test_guided_morning import chat, key, sms

DOCS = Path(__file__).parents[1] / "docs"
FOLDER, OF_STATION = DOCS / "panduan" / "gambar", DOCS / "pictures"
VIEWPORT = ViewportSize(width=1280, height=860)  # at this width a chat is as wide as on a phone
TABLET, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
COLOURS = 48
CARDS = (
    "import('/static/js/store.js').then(({ store }) => store.scene.gate.cards.map((one) => [one.name, one.payload]))"
)


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with chromium() as browser:
        async with running_demo() as (_, address):
            page = await browser.new_page(viewport=VIEWPORT, device_scale_factor=1.5)
            await page.goto(address)
            await take_all(page)
        async with running_demo() as (_, address):  # a morning of its own: who was at the gate is marked in the class
            await take_station(browser, address)


async def take_all(page: Page) -> None:
    """One morning; each picture shows how the last step has left the page."""
    await register_father(page)
    await menu(page, "Sekretaris kelas", "📝 Lapor", "Semua hadir?")
    await press(page, "Alfa", "● Alfa")
    await press(page, "Agus Prabowo", "A · Agus")
    await press(page, "Euis Nurjaman", "A · Euis")
    await take(page, "lapor", below="Laporan X RPL 1")
    await press(page, "Kirim", "terkirim")
    await sms(page, "Ayah Ahmad", "Assalamualaikum bu, Ahmad hari ini tidak masuk karena demam")
    await heard(page, "#phones", "sudah kami terima")
    await take(page, "sms", "#phones")
    await chat(page, "Wali kelas")
    await heard(page, "#chat", "Kabar orang tua")
    await take(page, "kabar")
    await chat(page, "Guru piket")
    await say(page, "/masuk euis nurjaman", "Tanpa kartu?")
    await take(page, "catat-manual")
    for school_class, absent in {"X TKRO 1": "S: Euis", "XI RPL 1": "nihil", "XI TKRO 1": "I: Maria"}.items():
        await say(page, f"{school_class} {absent}", f"Laporan {school_class}")
        await page.locator("#chat .inline-keyboard").last.get_by_role("button").last.click()
        await heard(page, "#chat", "terkirim")
    await menu(page, "Guru piket", "⏳ Belum lapor", "Belum melapor")
    await take(page, "belum-lapor")
    await menu(page, "Kepala sekolah", "📊 Rekap", "Rekap periode apa?")
    await press(page, "Hari ini", "Rekap siapa?")
    await press(page, "Seluruh sekolah", "Jumlah")
    await take(page, "rekap", below="Rekap Seluruh sekolah")
    await menu(page, "Ketua jurusan", "📊 Rekap", "Rekap periode apa?")
    await press(page, "Hari ini", "Rekap siapa?")
    await press(page, "Jurusan RPL", "Jumlah")
    await press(page, "Alasan", "Jurusan RPL ·")
    await page.locator("#chat .message img").last.evaluate("picture => picture.decode()")
    await take(page, "grafik", below="Jurusan RPL ·")
    await chat(page, "Guru BK")
    await say(page, "/siswa agus prabowo", "Hari ini: Alfa")
    await take(page, "siswa", below="Hari ini: Alfa")
    await menu(page, "Administrator", "⚙️ Administrasi", "Pilih yang hendak dikerjakan")
    await take(page, "administrasi")
    await press(page, "Undangan", "Undang untuk tugas apa?")
    await press(page, "Wali kelas", "Wali kelas di mana?")
    await press(page, "XI RPL 1", "Sekali pakai")
    await take(page, "undangan", below="Sekali pakai")
    await as_pupil(page)


async def as_pupil(page: Page) -> None:
    """A stranger who is invited as the pupil whom the class has reported looks at the own record."""
    await menu(page, "Administrator", "⚙️ Administrasi", "Pilih yang hendak dikerjakan")
    await press(page, "HP orang tua", "Siswa siapa")
    await page.locator("#chat .message.other").last.locator("button.reply").click()
    await say(page, "agus prabowo", "Pilih orangnya")
    await press(page, "Agus Prabowo", "Agus Prabowo")
    await press(page, "Undang", "Sekali pakai")
    invited = await page.locator("#chat .message.other").last.inner_text()
    [code] = re.findall(r"start=([A-Z0-9]+)", invited)
    await chat(page, "Orang asing")
    await say(page, f"/start {code}", "Selamat datang")
    await say(page, "/siswa agus", "Hari ini: Alfa")
    await take(page, "catatan-siswa", below="Hari ini: Alfa")


async def take_station(browser: Browser, address: str) -> None:
    """The station's own page on a tablet and a phone; beside it the demo, from which the cards are and the yes."""
    demo, tablet, phone = [await browser.new_page(viewport=size) for size in (VIEWPORT, TABLET, PHONE)]
    await demo.goto(address)
    await register_father(demo)
    await sms(demo, "Ayah Ahmad", "Ahmad sakit demam")
    await heard(demo, "#phones", "sudah kami terima")
    path = await demo.locator("#gate header a").get_attribute("href")
    for page in (tablet, phone):
        await page.goto(f"{address.rstrip('/')}{path}")
        await expect(page.locator("#network")).to_have_text("Tersambung")
    await hold(tablet, "A1BBBBBBBBBBBBB", "DITOLAK")
    for name, payload in reversed(await demo.evaluate(CARDS)):
        await hold(tablet, payload, name)
    await expect(tablet.locator("#arrived")).to_have_text("4")
    keep(await tablet.screenshot(animations="disabled"), OF_STATION / "station.png")

    await phone.get_by_role("button", name="Tanpa kartu").click()
    await phone.get_by_role("button", name="Maria Goreti").click()
    await phone.get_by_label("Cari nama atau NIS").fill("euis nurjaman")
    await phone.get_by_role("button", name="Euis Nurjaman").click()
    await phone.get_by_label("Jam di kertas").fill("06:15")
    keep(await phone.screenshot(animations="disabled"), OF_STATION / "station-desk.png")

    await tablet.get_by_role("button", name="Siapa belum hadir?").click()
    await tablet.get_by_role("button", name="Maria Goreti").click()
    await chat(demo, "Guru piket")
    await key(demo, "Tampilkan").click()
    await tablet.get_by_role("button", name="X RPL 1").click()
    await expect(tablet.locator("#names p").last).to_have_text("Sudah ada keterangan")
    keep(await tablet.screenshot(animations="disabled"), OF_STATION / "station-missing.png")


async def hold(page: Page, code: str, words: str) -> None:
    """Type the code as a USB scanner does; the station says these words."""
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    await expect(page.locator("#result")).to_contain_text(words)


async def register_father(page: Page) -> None:
    code = re.findall(r"«DAFTAR ([A-Z ]+)»", await page.locator("#guide .details").inner_text())[1]
    await sms(page, "Ayah Ahmad", f"DAFTAR {code}")
    await heard(page, "#phones", "terdaftar")


async def menu(page: Page, who: str, label: str, answer: str) -> None:
    await chat(page, who)
    await page.locator(".reply-keyboard").get_by_role("button", name=label).click()
    await heard(page, "#chat", answer)


async def say(page: Page, text: str, answer: str) -> None:
    await page.locator("#chat textarea").fill(text)
    await page.keyboard.press("Enter")
    await heard(page, "#chat", answer)


async def press(page: Page, label: str, answer: str) -> None:
    await key(page, label).first.click()
    await heard(page, "#chat", answer)


async def heard(page: Page, place: str, words: str) -> None:
    await expect(page.locator(f"{place} .message.other").last).to_contain_text(words)


async def take(page: Page, name: str, place: str = "#chat", *, below: str = "") -> None:
    """`below`: the message to be shown from its beginning, where it is longer than the page."""
    if below:
        await page.locator(f"{place} .message.other", has_text=below).last.evaluate("m => m.scrollIntoView()")
    await expect(page.locator(".toast")).to_have_count(0)
    await page.mouse.move(0, 0)
    keep(await page.locator(place).screenshot(animations="disabled"), FOLDER / f"{name}.png")


def keep(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
