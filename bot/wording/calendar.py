"""Indonesian sentences of the calendar's screens. HTML, names escaped."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from core.calendar_month import Month
from core.wording.calendar import entry_line
from core.wording.dates import month_name
from db.models import CalendarEntry

PROPOSALS, ADD, REMOVE, BACK, CONFIRM_ALL = "📌 Usulan libur", "➕ Tambah", "🗑 Hapus", "‹ Kalender", "✅ Setujui semua"
CLOSE, REOPEN = "🚨 Tutup sekarang", "🔓 Buka kembali"
CLOSE_NOW, STAY_OPEN = "Ya, tutup", "Batal"
ADD_HINT, CLOSE_HINT = "14-18/12/2026 Libur semester", "Alasan penutupan"

_ROOM = 3500  # letters for a month's entries; a message holds 4096
_WEEK = "Sn  Sl  Rb  Km  Jm  Sb  Mg"


def month_title(day: date) -> str:
    """`November 2026`."""
    return f"{month_name(day)} {day.year}"


def month_before(day: date) -> str:
    return f"◀️ {month_title(day)}"


def month_after(day: date) -> str:
    return f"{month_title(day)} ▶️"


def month(seen: Month) -> str:
    """The days at a glance, and what makes them special."""
    lines = [f"<b>Kalender {month_title(seen.first_day)}</b>", f"<pre>{_WEEK}\n{_grid(seen)}</pre>"]
    lines.append("× tidak ada sekolah · ° jam khusus")
    listed = _listed(seen)
    lines += ["", *(f"• {escape(line)}" for line in listed)] if listed else []
    if len(listed) < len(seen.entries):
        lines.append(f"… dan {len(seen.entries) - len(listed)} lagi")
    if seen.proposed:
        lines += ["", f"📌 {seen.proposed} usulan libur menunggu keputusan."]
    if seen.is_closed_now:
        lines += ["", "🚨 Sekolah sedang ditutup."]
    return "\n".join(lines)


def proposals(entries: Sequence[CalendarEntry], year: int) -> str:
    if not entries:
        return f"Semua usulan libur {year} sudah diputuskan."
    return (
        f"<b>Usulan libur {year}</b>\n\nLibur nasional dan cuti bersama, sejauh sudah diketahui. "
        "Ketuk yang berlaku di sekolah ini, atau ✖️ bila tidak. "
        "Tanggal yang masih perkiraan sebaiknya menunggu keputusan pemerintah."
    )


def removable(entries: Sequence[CalendarEntry], first_day: date) -> str:
    if not entries:
        return f"Tidak ada yang bisa dihapus pada {month_title(first_day)}."
    return f"<b>Hapus dari {month_title(first_day)}</b>\n\nKetuk yang hendak dihapus."


def button(entry: CalendarEntry) -> str:
    """`25 Des Hari Raya Natal`."""
    return f"{entry.first_day.day} {month_name(entry.first_day)[:3]} {entry.name}"


def what_to_add() -> str:
    return (
        "Balas pesan ini dengan tanggal dan namanya, misalnya:\n\n"
        "<code>14-18/12/2026 Libur semester</code>\n"
        "<code>7-11/12/2026 ANBK kelas X, XII</code> (kelas itu libur)\n"
        "<code>1/2-30/4/2027 PKL XI RPL 1</code>\n"
        "<code>17/2-18/3/2027 Ramadan 07.30-12.00, jumat 07.30-11.00</code>"
    )


def why_close() -> str:
    return (
        "🚨 <b>Menutup sekolah mulai sekarang?</b>\n\n"
        "Kabar alfa yang belum terkirim ditarik, dan kelas tidak melapor lagi hari ini.\n\n"
        "Balas pesan ini dengan alasannya; sesudah itu Anda masih ditanya sekali lagi. Bila tidak jadi, abaikan saja."
    )


def confirm_closing(reason: str) -> str:
    return (
        f"🚨 <b>Tutup sekolah sekarang?</b>\n\nAlasan: {escape(reason)}\n\n"
        f"Belum ada yang berubah sampai Anda menekan <b>{CLOSE_NOW}</b>."
    )


def added(entry: CalendarEntry, school_class: str | None) -> str:
    return f"✅ Tersimpan: {escape(entry_line(entry, school_class))}"


CLOSED_NOW, REOPENED_NOW = "Sekolah ditutup.", "Sekolah dibuka kembali."
STAYS_OPEN = "Dibatalkan. Sekolah tetap buka."
SETTLED_BEFORE = "Sudah diputuskan."


def settled(*, accepted: bool) -> str:
    return "Disetujui." if accepted else "Ditolak."


def confirmed(count: int) -> str:
    return f"{count} usulan disetujui."


def removed(entry: CalendarEntry) -> str:
    return f"Dihapus: {entry.name}"


SEND, WITHDRAW = "Kirim", "Tarik"


def _grid(seen: Month) -> str:
    """Weeks from Monday on; each day two digits and its mark."""
    days = [seen.first_day + timedelta(days=i) for i in range((seen.last_day - seen.first_day).days + 1)]
    cells = ["   "] * seen.first_day.weekday() + [f"{day.day:>2}{_mark(seen, day)}" for day in days]
    weeks = [" ".join(cells[i : i + 7]) for i in range(0, len(cells), 7)]
    return "\n".join(week.rstrip() for week in weeks)


def _mark(seen: Month, day: date) -> str:
    if not seen.calendar.is_school_day(day):
        return "×"
    return "°" if seen.is_special(day) else " "


def _listed(seen: Month) -> list[str]:
    """The entries in words, as many as there is room for."""
    lines: list[str] = []
    for entry in seen.entries:
        lines.append(entry_line(entry, seen.class_names.get(entry.school_class_id or 0)))
        if sum(map(len, lines)) > _ROOM:
            return lines[:-1]
    return lines
