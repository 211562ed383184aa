"""Sentences of the command line about the school, in Indonesian. (What concerns the machine alone is in English.)"""

from datetime import date, datetime, timedelta

from core.errors import AlreadyClosed, BadCalendarEntry, BadRule, NotFound, Refusal
from core.periods import Period
from core.vitals import Vitals
from core.wording.calendar import already_closed, unreadable
from core.wording.dates import clock_time, day_long
from core.wording.periods import period_name


def refusal(reason: Refusal) -> str:
    match reason:
        case BadRule(key=key, value=value, allowed=allowed):
            return f"{key} {value!r} tidak bisa dipakai; yang boleh: {allowed}"
        case BadCalendarEntry(part=part):
            return unreadable(part)
        case AlreadyClosed():
            return already_closed()
        case NotFound():
            return "Tidak ditemukan."
        case _:
            return "Permintaan ini tidak bisa dijalankan."


def class_unknown(name: str) -> str:
    return f"Kelas {name!r} tidak ada pada tahun pelajaran ini."


def department_unknown(code: str) -> str:
    return f"Jurusan {code!r} tidak ada."


def student_unknown(nis: str) -> str:
    return f"NIS {nis!r} tidak ada."


def person_unknown(name: str) -> str:
    return f"Tidak ada orang bernama {name!r}."


def not_begun(period: Period) -> str:
    return f"{period_name(period)} belum dimulai."


def nobody_sat(period: Period, school_class: str | None) -> str:
    where = f"di kelas {school_class!r}" if school_class else "di kelas mana pun"
    return f"Tidak ada siswa {where} pada {period_name(period)}."


def no_school_on(day: date) -> str:
    return f"{day_long(day)}: tidak ada kelas yang masuk sekolah, jadi tidak ada laporan."


def person_ambiguous(name: str, count: int) -> str:
    return f"Ada {count} orang bernama {name!r}; sebutkan NIP atau NIS-nya."


def invitation(role: str, who: str | None, code: str, expires: datetime) -> str:
    for_whom = f" untuk {who}" if who else ""
    until = f"{day_long(expires.date())} pukul {clock_time(expires)}"
    return f"Undangan {role}{for_whom}, sekali pakai, berlaku sampai {until}.\nKirim ke bot: /start {code}"


def bot_name_unknown() -> str:
    return "Nama bot belum diketahui (Telegram tidak terjangkau); ganti NAMA_BOT dengan nama bot sekolah:"


def without_codes_for_phones() -> str:
    return (
        "Nama bot belum diketahui (token kosong, atau Telegram tidak bisa dihubungi), jadi dicetak tanpa kode QR yang "
        "dibuka dengan kamera HP. Jalankan `absensi doctor`, lalu cetak lagi bila kode itu diperlukan."
    )


def withdrawn(what: str) -> str:
    return f"{what} dicabut."


def nothing_to_withdraw() -> str:
    return "Tidak ada yang bisa dicabut: tidak ada, sudah dipakai, atau sudah dicabut."


DATABASE, CLOCK, DISK, TELEGRAM = "Basis data", "Jam", "Ruang disk", "Telegram"
MODEM, ADMINISTRATOR, LEADERSHIP_GROUP = "Modem", "Administrator", "Grup pimpinan"


def finding(about: str, advice: str) -> str:
    return f"[perlu dilihat] {about}: {advice}" if advice else f"[baik] {about}"


def clock_differs(skew: timedelta) -> str:
    return (
        f"jam mesin ini berbeda {skew.total_seconds():.0f} detik dari jam basis data; nyalakan penyetelan jam otomatis."
    )


def disk_is_full(free: int) -> str:
    return f"tinggal {free // 1024**2} MB; kosongkan ruang atau pindahkan ABSENSI_DATA_DIR."


def no_token() -> str:
    return "ABSENSI_BOT_TOKEN kosong; mintalah kepada BotFather dan isikan di .env."


def telegram_is_away() -> str:
    return "tidak terjangkau, atau token ditolak; periksa internet dan ABSENSI_BOT_TOKEN."


def no_modem() -> str:
    return "tidak ada di ABSENSI_MODEMS; SMS tidak terkirim dan tidak diterima."


def modem_is_away(device: str) -> str:
    return f"{device} tidak ada; periksa kabelnya, atau ABSENSI_MODEMS."


def modem_is_closed(device: str) -> str:
    return f"{device} tidak boleh dibuka; masukkan pengguna ini ke grup dialout."


def queues(found: Vitals, sms: int, rupiah: int) -> str:
    waiting = f"{found.sms_open} SMS dan {found.telegram_open} pesan Telegram menunggu"
    return f"Antrean: {waiting}; hari ini {sms} SMS, sekitar Rp{rupiah}"


def queues_are_late() -> str:
    return "ada pesan yang menunggu lebih dari 10 menit; apakah `absensi run` berjalan, dan modem menyala?"


def no_administrator() -> str:
    return "belum ada yang tersambung; jalankan: absensi invite administrator"


def no_leadership_group() -> str:
    return "belum ditetapkan; administrator mengetik /grup_pimpinan di dalam grupnya."
