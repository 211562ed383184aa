"""Indonesian sentences of the bot's own screens and answers. HTML, names escaped."""

from collections.abc import Sequence
from datetime import date
from html import escape

from bot.wording import admin
from core.attendance import Source, Status
from core.days import StudentDay
from core.errors import (
    AlreadyClosed,
    AlreadyDecided,
    AlreadySettled,
    BadCalendarEntry,
    CutOffPassed,
    DayIsOver,
    InvitationRefused,
    NoSchoolToday,
    NotAllowed,
    NotFound,
    NothingChosen,
    NothingToSettle,
    NotNumber,
    Refusal,
    ReportOvertaken,
    SomebodyChosen,
    TooLongAgo,
    TooManyGuesses,
    WhyMissing,
)
from core.overview import ClassDay
from core.wording.calendar import already_closed, unreadable
from core.wording.dates import day_long
from core.wording.notices import REASONS
from core.wording.roles import ROLES
from db.models import AbsenceReason, Role


def stranger() -> str:
    return (
        "Bot ini untuk warga sekolah yang sudah diundang. "
        "Bila Anda punya undangan, buka tautannya atau kirim /start diikuti isi undangan."
    )


def welcome(name: str, role: Role, place: str | None) -> str:
    where = f" {escape(place)}" if place else ""
    who = f"Selamat datang, {escape(name)}! Anda terdaftar sebagai <b>{ROLES[role]}{where}</b>."
    return f"{who}\n\nKetik /bantuan untuk melihat yang bisa dilakukan."


def something_went_wrong() -> str:
    return "Maaf, ada gangguan di pihak kami. Tidak ada yang berubah. Silakan coba lagi."


def not_understood() -> str:
    return "Maaf, pesan itu tidak kami mengerti. Ketik /bantuan untuk melihat yang bisa dilakukan."


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
            return f"Kelas ini baru saja dilaporkan oleh {by}. Periksa isinya, lalu kirim lagi bila perlu."
        case NoSchoolToday(why=why):
            return f"Hari ini tidak ada sekolah ({why})." if why else "Hari ini bukan hari sekolah."
        case BadCalendarEntry(part=part):
            return unreadable(part)
        case AlreadyClosed():
            return already_closed()
        case NothingChosen():
            return "Belum ada nama yang dipilih. Bila semua hadir, tekan NIHIL."
        case SomebodyChosen():
            return "Masih ada nama yang dipilih. Batalkan dulu sebelum NIHIL."
        case AlreadyDecided(by=by, accepted=accepted):
            return f"Sudah {'disetujui' if accepted else 'ditolak'} oleh {by}."
        case AlreadySettled(by=by):
            return f"Sudah diperiksa oleh {by}."
        case NothingToSettle():
            return "Datanya sudah sesuai; tidak perlu diperiksa lagi."
        case WhyMissing():
            return "Perbaikan perlu alasan. Balas pesan tadi dengan alasannya."
        case NotNumber():
            return "Pengirim ini tidak bisa dibalas lewat SMS."
        case NotAllowed():
            return "Anda tidak berwenang untuk ini."
        case NotFound():
            return "Tidak ditemukan, atau tidak berlaku lagi."
        case _:
            return admin.refusal(reason) or "Permintaan ini tidak bisa dijalankan."


def today(classes: Sequence[ClassDay], on: date) -> str:
    """Each class with its absentees; classes that have not reported say so."""
    if not classes:
        return "Tidak ada siswa yang bisa Anda lihat."
    head = [f"<b>Hari ini, {day_long(on)}</b>", ""]
    return "\n".join(head + [_class_today(one) for one in classes])


def _class_today(one: ClassDay) -> str:
    absent = [day for day in one.days if day.status.reason is not None]
    listed = ", ".join(f"{escape(day.student.name)} ({status_word(day.status).lower()})" for day in absent)
    name = f"<b>{escape(one.school_class.name)}</b>"
    if not one.has_reported and (one.why_closed or not one.is_school_day):
        return f"{name}: {escape(one.why_closed or 'libur')}" + (f" · kabar: {listed}" if listed else "")
    if not one.has_reported:
        return f"{name}: belum melapor" + (f" · kabar: {listed}" if listed else "")
    return f"{name}: {len(one.days) - len(absent)}/{len(one.days)} hadir" + (f" · {listed}" if listed else " · NIHIL")


def student_lines(days: Sequence[StudentDay]) -> str:
    if not days:
        return "Tidak ada siswa dengan nama itu yang bisa Anda lihat."
    return "\n".join(
        f"<b>{escape(day.student.name)}</b> · {escape(day.school_class.name)}: {status_word(day.status)}"
        for day in days
    )


CORRECT_DAY, PRESENT, WHY_HINT = "Perbaiki", "Hadir", "Alasan perbaikan"


def what_is_right(student: str, on: date) -> str:
    return f"<b>{escape(student)}</b>\n{day_long(on)} seharusnya:"


def why(student: str, on: date, reason: AbsenceReason | None) -> str:
    return (
        f"<b>{escape(student)}</b>, {day_long(on)}, menjadi <b>{_reason_word(reason)}</b>.\n"
        "Apa alasan perbaikannya? Balas pesan ini."
    )


def corrected(reason: AbsenceReason | None) -> str:
    return f"Tersimpan: {_reason_word(reason)}. Yang bersangkutan diberi tahu."


def _reason_word(reason: AbsenceReason | None) -> str:
    return REASONS[reason.value] if reason else PRESENT


def how_to_search() -> str:
    return "Ketik namanya juga, misalnya: /siswa Budi"


def group_named(title: str) -> str:
    return f"Grup <b>{escape(title)}</b> sekarang grup pimpinan. INFO dari masyarakat akan masuk ke sini."


def only_in_group() -> str:
    return "Perintah ini dipakai di dalam grup yang hendak dijadikan grup pimpinan."


def answer_on_its_way() -> str:
    return "Jawaban Anda dikirim lewat SMS."


def decided(*, accepted: bool) -> str:
    return "Disetujui." if accepted else "Ditolak."


def decided_below(notice: str, *, accepted: bool) -> str:
    """The notice (HTML) with how it was settled under it."""
    return f"{notice}\n\n<b>{decided(accepted=accepted)}</b>"


ACCEPT, REJECT = "Setujui", "Tolak"


def status_word(status: Status) -> str:
    """`Sakit (kabar orang tua)`."""
    if not status.is_known:
        return "Belum dilaporkan"
    if status.reason is None:
        return PRESENT
    told = " (kabar orang tua)" if status.source is Source.GUARDIAN else ""
    return REASONS[status.reason.value] + told
