"""What people call each thing they can ask for: on its key, in Telegram's menu of commands and in the help."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.wording.roles import ROLES
from db.models import Role


@dataclass(frozen=True, slots=True)
class Words:
    """`line` completes "with this you can …"; `key` is empty where a key would need more words typed; `example` is
    what to type behind the command.
    """

    line: str
    key: str = ""
    example: str = ""


START = Words("mulai, dengan undangan dari sekolah")
REPORT = Words("melaporkan yang tidak hadir hari ini, atau NIHIL", "📝 Lapor")
TODAY = Words("keadaan hari ini", "📋 Hari ini")
NOT_REPORTED = Words("kelas yang belum melapor", "⏳ Belum lapor")
CALENDAR = Words("kalender sekolah: libur, jam khusus, penutupan", "📅 Kalender")
STUDENT = Words("mencari siswa menurut nama", example="NAMA")
RECAP = Words("rekap hari, minggu, bulan, semester; grafik, Excel, PDF", "📊 Rekap")
RECAP_OF_TODAY = Words("rekap hari ini; grafik, Excel, PDF", RECAP.key)
LATE = Words("yang terlambat hari ini, minggu ini, bulan ini")
LATE_TODAY = Words("yang terlambat hari ini")
REGISTERED = Words("berapa orang tua yang sudah terdaftar, per kelas")
GATE = Words("keadaan di gerbang, alatnya, dan yang janggal")
BY_HAND = Words("mencatat orang tanpa kartu, atau memberi QR sementara", "✋ Catat manual", example="NAMA")
CARDS = Words("mencetak kartu sekelas, atau mengganti kartu seseorang (ketik juga namanya)")
CHILDREN = Words("keadaan anak saya hari ini, dan sebulan", "🎒 Anak saya")
AWAY = Words("mengabarkan anak sakit atau izin", "🤒 Kabarkan sakit/izin")
STOP = Words("berhenti menerima kabar tentang anak")
HELP = Words("yang bisa dilakukan di sini", "❓ Bantuan")
ADMINISTRATION = Words("impor data, undangan, tugas, slip, aturan, pengumuman", "⚙️ Administrasi")
STATUS = Words("keadaan modem, antrean dan biaya SMS")
HISTORY = Words("siapa mengubah apa, dan kapan")
MESSAGES = Words("pesan orang tua yang belum dijawab", "✉️ Pesan")
TO_CHECK = Words("data gerbang, kelas, dan orang tua yang berbeda dan belum diperiksa", "🔎 Perlu diperiksa")
APPROVALS = Words("orang tua yang menunggu persetujuan")
LETTERS = Words("foto surat izin dan surat dokter")
DEPUTY = Words("menunjuk wakil pelapor selama ketua dan sekretaris tidak ada")
LEADERSHIP_GROUP = Words("di dalam grup: menjadikannya grup pimpinan penerima INFO")
CLASS_GROUP = Words("di dalam grup guru: jumlah yang tidak hadir dikirim ke sini, tanpa nama", example="KELAS")

TYPED_REPORT = (
    "Laporan juga boleh diketik sekaligus, misalnya:\n<code>A: Budi, Siti; S: Andi</code> atau <code>NIHIL</code>"
)
LETTER_PHOTOS = "Kirim foto surat ke sini untuk melampirkannya pada siswa yang tidak hadir."
SHOWN_CARDS = "Kirim foto kartu, atau buka QR kecil di kartu dengan kamera HP, untuk mencatat masuk dan pulang."
REPLYING = "Balas pesan orang tua di sini untuk menjawab lewat SMS."


def welcome_back(name: str, posts: Sequence[tuple[Role, str | None]]) -> str:
    return f"Halo {escape(name)} ({_listed(posts)}). Ketik /bantuan untuk melihat yang bisa dilakukan."


def your_tasks_changed(posts: Sequence[tuple[Role, str | None]]) -> str:
    return f"Tugas Anda di sini berubah: {_listed(posts)}. Tombol di bawah sudah disesuaikan."


def help_text(
    posts: Sequence[tuple[Role, str | None]], commands: Sequence[tuple[str, Words]], notes: Sequence[str]
) -> str:
    """`commands` are (command, its words); without any, that there is nothing to do today."""
    lines = [f"Anda terdaftar sebagai {_listed(posts)}.", "", "<b>Yang bisa Anda lakukan</b>"]
    lines += [f"/{command}{' ' * bool(w.example)}{w.example} – {w.line}" for command, w in commands]
    if not commands:
        lines = ["Akun Anda tersambung. Belum ada tugas untuk Anda hari ini."]
    return "\n".join(lines + [f"\n{note}" for note in notes])


def _listed(posts: Sequence[tuple[Role, str | None]]) -> str:
    """`guru piket, wali kelas X RPL 1`."""
    named = [f"{ROLES[role]} {escape(place)}" if place else ROLES[role] for role, place in posts]
    return ", ".join(named) or "tanpa tugas saat ini"
