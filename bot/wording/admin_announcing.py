"""Indonesian sentences about announcements: to whom, the preview with its costs, how far it has got."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core.announcements import Costs, Progress
from core.wording.dates import clock_time, day_short
from core.wording.numbers import rupiah, thousands
from core.wording.roles import ROLES
from db.models import Announcement, Role

STAFF, GUARDIANS = "💬 Petugas (Telegram)", "📱 Orang tua (SMS dan Telegram)"
WHOM = {"all": "Semua", "class": "Satu kelas", "department": "Satu jurusan", "role": "Satu tugas"}
SEND, STOP, TEXT_HINT = "Kirim", "⏹ Hentikan", "Isi pengumuman"


def overview(last: Sequence[tuple[Announcement, str]], now: datetime) -> str:
    head = "<b>Pengumuman</b>\nKepada siapa?"
    if not last:
        return head
    return f"{head}\n\n<b>Terakhir</b>\n" + "\n".join(_one(announcement, who, now) for announcement, who in last)


def _one(announcement: Announcement, who: str, now: datetime) -> str:
    at = (announcement.confirmed_at or announcement.written_at).astimezone(now.tzinfo)
    words = escape(announcement.body if len(announcement.body) <= 60 else announcement.body[:59] + "…")
    stopped = " · dihentikan" if announcement.stopped_at else ""
    return f"· {day_short(at.date())} {clock_time(at)}, {escape(who)}: {words}{stopped}"


def whom(*, for_guardians: bool) -> str:
    return "Orang tua siswa mana?" if for_guardians else "Petugas mana?"


def which(role_or_place: str) -> str:
    return f"{WHOM[role_or_place]}: yang mana?"


def audience(place: str | None, role: Role | None, *, for_guardians: bool) -> str:
    """`orang tua siswa X RPL 1`, `semua petugas`, `guru piket`."""
    if for_guardians:
        return f"orang tua siswa {escape(place)}" if place else "semua orang tua siswa"
    if role is not None:
        return f"semua {ROLES[role]}"
    return f"petugas {escape(place)}" if place else "semua petugas"


def ask_text(to: str, *, for_guardians: bool) -> str:
    by_sms = "Paling banyak tiga SMS; nama sekolah ditambahkan di depan. Di Telegram isinya sama."
    limit = by_sms if for_guardians else "Paling banyak 3000 huruf."
    return f"Pengumuman untuk <b>{to}</b>.\nBalas pesan ini dengan isinya. {limit}"


def preview(announcement: Announcement, to: str, costs: Costs) -> str:
    lines = [f"<b>Pratinjau</b> untuk {to}", f"<blockquote>{escape(announcement.body)}</blockquote>"]
    if announcement.for_guardians:
        lines += [
            f"📱 {thousands(costs.numbers)} HP × {costs.parts} SMS · 💰 {rupiah(costs.rupiah)}",
            f"💬 {thousands(costs.accounts)} akun Telegram, tanpa biaya",
            f"Sisa jatah hari ini: {thousands(costs.left_today)} SMS",
        ]
    else:
        lines.append(f"👥 {thousands(costs.accounts)} orang di Telegram")
    return "\n".join([*lines, "", "Kirim?" if costs.messages else "Tidak ada penerimanya."])


def confirmed(costs: Costs) -> str:
    """Numbers are guardians' alone."""
    by_sms = f"{thousands(costs.numbers)} HP (SMS) dan " if costs.numbers else ""
    to = f"{by_sms}{thousands(costs.accounts)} akun Telegram"
    return f"✅ Dikirim kepada {to}. Selama belum habis, masih bisa dihentikan."


def stopped(progress: Progress) -> str:
    return f"⏹ Dihentikan: {progress.sent} dari {progress.total} sudah terkirim, sisanya ditarik."


def dropped() -> str:
    return "Dibatalkan. Tidak ada yang dikirim."
