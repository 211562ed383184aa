"""Why the bot does not do as it was asked: strangers, refusals, what it did not understand, breakdowns."""

from html import escape

from bot.questions import AlreadyAnswered
from bot.wording import admin
from bot.wording.statuses import reason_word
from core.answers import MOST_PARTS
from core.errors import (
    AlreadyAsked,
    AlreadyClosed,
    AlreadyDecided,
    AlreadySent,
    AlreadySettled,
    AlreadySo,
    AnswerTooLong,
    BadCalendarEntry,
    CutOffPassed,
    DayIsOver,
    DraftChanged,
    InvitationRefused,
    NoSchoolToday,
    NotAllowed,
    NotFound,
    NothingToSettle,
    NotNumber,
    NotYet,
    NoWords,
    Refusal,
    ReportOvertaken,
    TimeImpossible,
    TooLongAgo,
    TooManyGuesses,
    WhyMissing,
)
from core.wording.calendar import already_closed, unreadable
from core.wording.dates import day_long
from core.wording.full_stops import stop_after


def stranger() -> str:
    return (
        "Bot ini untuk warga sekolah yang sudah diundang. Punya undangan? Buka tautannya, atau kirim /start diikuti "
        "isinya. "
        "Orang tua/wali siswa: kirim 10 huruf pada slip dari sekolah."
    )


def something_went_wrong() -> str:
    return "Maaf, ada gangguan di pihak kami. Tidak ada yang berubah. Silakan coba lagi."


def file_not_sent(file_name: str) -> str:
    """HTML."""
    return (
        f"⚠️ Berkas {escape(file_name)} gagal dikirim karena gangguan di Telegram. "
        "Tekan lagi tombolnya; bila tombolnya sudah tidak berlaku, mulai lagi dari menu."
    )


def not_understood() -> str:
    return "Maaf, pesan itu tidak kami mengerti. Ketik /bantuan untuk melihat yang bisa dilakukan."


def edits_are_not_read() -> str:
    return "Pesan yang diubah tidak kami baca; kirim lagi sebagai pesan baru."


def reply_goes_nowhere() -> str:
    return "Balasan ini tidak diteruskan kepada siapa pun. Ketik /bantuan untuk melihat yang bisa dilakukan."


def refusal(reason: Refusal) -> str:
    """Why the school said no, in words for the person who asked."""
    match reason:
        case InvitationRefused():
            return (
                "Undangan ini tidak berlaku: salah ketik, sudah dipakai, atau sudah lewat waktunya. "
                "Mintalah yang baru kepada administrator."
            )
        case TooManyGuesses():
            return (
                "Terlalu banyak percobaan. Silakan coba lagi besok, atau mintalah undangan baru kepada administrator."
            )
        case DayIsOver(on=on):
            return f"Tombol ini dari {day_long(on)} dan tidak berlaku lagi. Ketik /lapor untuk hari ini."
        case TooLongAgo(on=on, earliest=earliest):
            return f"{day_long(on)} terlalu lama berlalu; Anda bisa memperbaiki sejak {day_long(earliest)}."
        case CutOffPassed(at=at):
            return f"Batas perbaikan pukul {at:%H.%M} sudah lewat. Hubungi wali kelas untuk memperbaiki."
        case ReportOvertaken(by=by):
            return (
                f"Kelas ini baru saja dilaporkan oleh {by}{stop_after(by)} Periksa isinya, lalu kirim lagi bila perlu."
            )
        case NoSchoolToday(why=why):
            return f"Hari ini tidak ada sekolah ({why})." if why else "Hari ini bukan hari sekolah."
        case BadCalendarEntry(part=part):
            return unreadable(part)
        case AlreadyClosed():
            return already_closed()
        case AlreadyAnswered():
            return "Sudah dijawab sebelumnya; hasilnya tampak di atas. Untuk mengubahnya, mulai lagi dari menu."
        case AlreadySent():
            return "Sudah terkirim."
        case AlreadyAsked():
            return "Pertanyaan ini sudah dikirim."
        case NoWords():
            return "Emoji saja tidak bisa dikirim lewat SMS; tulis dengan kata-kata. Belum ada yang dikirim."
        case AnswerTooLong(letters_over=letters_over, parts=parts):
            how_long = f": {parts} SMS, paling banyak {MOST_PARTS}" if parts else ""
            return (
                f"Terlalu panjang{how_long}. Belum ada yang dikirim. "
                f"Mohon dipendekkan kira-kira {letters_over} huruf, lalu balas lagi."
            )
        case DraftChanged():
            return "Belum terkirim: layar ini sudah lama, isinya berubah sejak itu. Periksa isinya, lalu kirim lagi."
        case AlreadyDecided(by=by, accepted=accepted):
            return f"Sudah {'disetujui' if accepted else 'ditolak'} oleh {by}{stop_after(by)}"
        case AlreadySettled(by=by):
            return f"Sudah diperiksa oleh {by}{stop_after(by)}"
        case NothingToSettle():
            return "Datanya sudah sesuai; tidak perlu diperiksa lagi."
        case AlreadySo(reason=stands):
            return f"Hari itu sudah tercatat {reason_word(stands)}. Tidak ada yang berubah."
        case WhyMissing():
            return "Perbaikan perlu alasan. Balas pesan tadi dengan alasannya."
        case TimeImpossible():
            return "Jam itu tidak terbaca, belum tiba, atau bukan hari ini. Balas lagi, misalnya: 06.45"
        case NotNumber():
            return "Pengirim ini tidak bisa dibalas."
        case NotAllowed():
            return "Anda tidak berwenang untuk ini."
        case NotYet():
            return "Pesan itu baru saja dikirim. Silakan coba sebentar lagi."
        case _ if said := admin.refusal(reason):
            return said
        case NotFound():
            return "Tidak ditemukan, atau tidak berlaku lagi."
        case _:
            return "Permintaan ini tidak bisa dijalankan."
