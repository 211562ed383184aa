"""The pictures of docs/panduan, taken of the demo's page: `python -m tests.pictures`. Needs Chromium."""

import asyncio
import io
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from tests.flows.demo import running_demo
from tests.flows.test_guided_morning import CHROMIUM, chat, key, sms

FOLDER = Path(__file__).parents[1] / "docs" / "panduan" / "gambar"
VIEWPORT = {"width": 1280, "height": 860}  # at this width a chat is as wide as on a phone
COLOURS = 48


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with running_demo() as (_, address), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport=VIEWPORT, device_scale_factor=1.5)  # type: ignore[arg-type]  # a dict will do
        await page.goto(address)
        await take_all(page)
        await browser.close()


async def take_all(page: Page) -> None:
    """One morning; each picture shows how the last step has left the page."""
    code = re.findall(r"«DAFTAR ([A-Z ]+)»", await page.locator("#guide .details").inner_text())[1]
    await sms(page, "Ayah Ahmad", f"DAFTAR {code}")
    await heard(page, "#phones", "terdaftar")
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
    picture = Image.open(io.BytesIO(await page.locator(place).screenshot(animations="disabled")))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
