"""Indonesian sentences of the administration: its menu, imports, slips, and answers that all of it shares."""

from collections.abc import Mapping
from html import escape

from bot.files import FileUnavailable
from bot.wording.admin_people import dates_not_understood
from bot.wording.admin_rules import bad_value
from core.announcements import BeyondTheCap, DraftOfAnotherDay, NothingSaid, TooLong
from core.errors import (
    AlreadyHeld,
    BadRule,
    DatesImpossible,
    DatesUnreadable,
    LastAdministrator,
    NoRoleToInviteTo,
    Refusal,
)
from core.roster import ImportPlan
from core.roster.refusals import WorkbookRefused
from core.wording.dates import day_long
from core.wording.roster import import_preview, workbook_refused

YES, NO, BACK = "Ya", "Batal", "‹ Kembali"

SECTIONS: Mapping[str, str] = {
    "import": "📥 Impor data",
    "invite": "✉️ Undangan",
    "people": "👤 Orang & tugas",
    "classes": "🏫 Kelas & ketua",
    "slips": "📄 Slip kode wali",
    "numbers": "📱 HP orang tua",
    "announce": "📢 Pengumuman",
    "rules": "🔧 Aturan & teks SMS",
    "status": "🩺 Status layanan",
    "history": "🕘 Riwayat",
}
"""The menu's buttons by the section's name, most used first."""

_BAD_ROWS_SHOWN = 8


def menu() -> str:
    return "<b>Administrasi</b>\nPilih yang hendak dikerjakan."


def refusal(reason: Refusal) -> str | None:
    """What only administrators can run into; None: not one of these."""
    match reason:
        case BadRule(key=key):
            return bad_value(key)
        case DatesUnreadable():
            return dates_not_understood()
        case DatesImpossible():
            return "Tanggalnya tidak mungkin: selesai sebelum mulai, atau sudah lewat."
        case AlreadyHeld():
            return "Orang ini sudah memegang tugas itu."
        case LastAdministrator():
            return "Ini administrator terakhir yang tersambung. Undang administrator lain dulu."
        case NoRoleToInviteTo():
            return "Orang ini tidak punya tugas yang berlaku hari ini. Beri tugas dulu, lalu undang."
        case WorkbookRefused():
            return workbook_refused(reason)
        case FileUnavailable():
            return "Berkas tidak bisa diambil dari Telegram (paling besar 20 MB). Silakan kirim lagi."
        case NothingSaid():
            return "Pengumumannya kosong."
        case TooLong(letters=letters, parts=parts):
            most = f"{letters} huruf" if letters else f"{parts} SMS"
            return f"Terlalu panjang; paling banyak {most}."
        case BeyondTheCap(wanted=wanted, left=left):
            return (
                f"Perlu {wanted} SMS, sedangkan jatah hari ini tinggal {left}. "
                "Tulis lagi besok, atau naikkan jatahnya di Aturan."
            )
        case DraftOfAnotherDay(on=on):
            return (
                f'Belum dikirim: pengumuman ini ditulis {day_long(on)}, dan kata seperti "besok" sudah lain artinya. '
                "Silakan tulis lagi lewat 📢 Pengumuman."
            )
        case _:
            return None


def how_to_import() -> str:
    return (
        "<b>Impor data</b>\nKirim berkas Excel ke sini: unduhan Dapodik, daftar siswa, atau berkas sekolah dengan "
        "lembar Guru, Kelas, Jurusan, Siswa, Petugas. Log mesin sidik jari atau RFID dimasukkan di komputer "
        "sekolah.\n\nAnda melihat dulu apa yang akan berubah; baru sesudah Anda setuju data disimpan."
    )


def import_preview_screen(file_name: str, plan: ImportPlan, *, changed: bool) -> str:
    """`changed`: the school has changed since the file was shown first."""
    head = f"<b>Pratinjau {escape(file_name)}</b>"
    warning = "\n⚠️ Data sekolah berubah sejak pratinjau sebelumnya. Inilah yang berlaku sekarang." if changed else ""
    body = f"<pre>{escape(import_preview(plan, bad_rows=_BAD_ROWS_SHOWN))}</pre>"
    question = "" if plan.is_empty else "\nSimpan? Belum ada yang berubah sampai Anda menekan <b>Simpan</b>."
    return f"{head}{warning}\n{body}{question}"


SAVE = "Simpan"


def imported(plan: ImportPlan) -> str:
    slips = "\nSlip kode wali siap dicetak dari /admin." if plan.additions else ""
    return f"✅ <b>Tersimpan.</b>\n<pre>{escape(import_preview(plan, bad_rows=0))}</pre>{slips}"


def details_caption() -> str:
    return "Rincian lengkap"


def details_name() -> str:
    return "rincian-impor.txt"


def choose_class_for_slips() -> str:
    return (
        "<b>Slip kode wali</b>\nPilih kelas: slipnya dikirim sebagai PDF siap cetak.\n"
        "Slip satu siswa hilang? Cari siswanya lewat HP orang tua."
    )


def slips_caption(school_class: str, count: int) -> str:
    return f"Slip kode wali {escape(school_class)}: {count} siswa"


def slips_name(school_class: str) -> str:
    return f"slip-{'-'.join(school_class.split())}.pdf"


def no_slips() -> str:
    return "Belum ada siswa di kelas ini."


def slips_on_their_way() -> str:
    return "PDF sedang dikirim."
