"""Indonesian sentences about daily reports that went out: who got them and when. HTML, names escaped."""

from html import escape

from bot.wording.fitting import first_lines
from core.sent_reports import Fate, Recipient, SentDay, SentVersion
from core.wording.dates import day_long
from core.wording.sent_reports import recipient, version

TITLE = "📨 Laporan harian terkirim"
BEFORE, AFTER = "◀ Sebelumnya", "Berikutnya ▶"
FILES = {"pdf": "PDF", "xlsx": "Excel"}
_MARKS = {Fate.SENT: "✅", Fate.WAITING: "⏳", Fate.FAILED: "❌"}


def sent(day: SentDay, shown: SentVersion | None) -> str:
    """`shown` None: nothing was ever sent until then."""
    head = f"<b>{TITLE}</b>\n{day_long(day.on)}"
    if shown is None:
        return f"{head}\n\nBelum ada laporan harian yang dikirim."
    lines = [_line(one, shown) for one in shown.recipients]
    return f"{head}\n\n{version(shown)}\n\n{first_lines(lines) if lines else 'Tidak ada yang tersambung ke bot.'}"


def version_label(report: SentVersion) -> str:
    return f"Versi {report.version}"


def _line(one: Recipient, report: SentVersion) -> str:
    return f"{_MARKS[one.fate]} {escape(recipient(one, report.on))}"
