"""Indonesian sentences to guardians in Telegram, who have asked for them. HTML, names escaped."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from bot.wording.menu import Words
from bot.wording.statuses import status_word
from core.child_days import ChildDay
from core.guardians import Child
from core.wording.dates import clock_time, day_long, days_span
from core.wording.first_names import first_name
from core.wording.gate import minutes
from core.wording.guardian_messages import child, reason_words

YES = "Ya, saya orang tua/wali"
SICK, EXCUSED = "Sakit", "Izin"
TODAY, TOMORROW = "Hari ini", "Besok"
SEND = "Kirim"
STOP_SURELY = "Ya, berhenti"
NAMELESS = "Tanpa nama"
WHY_UNSAID = "(lewat tombol, tanpa keterangan)"


def are_you(student: str, school_class: str, school: str) -> str:
    """Before anything is registered: the press of the button is the consent."""
    return (
        f"<b>{escape(school)}</b>\nSlip ini untuk {child(student, school_class)}.\n\n"
        "Apakah Anda orang tua atau walinya? Dengan menekan tombol, Anda setuju sekolah menyimpan nama Telegram dan "
        "pesan Anda di sini, hanya untuk urusan kehadiran. Berhenti kapan saja: ketik BERHENTI."
    )


def is_it_yours(school: str) -> str:
    """The same where the school looks at guardians first. Whose slip it is, nobody is told before."""
    return (
        f"<b>{escape(school)}</b>\nHuruf pada slip ini benar.\n\n"
        "Apakah Anda orang tua atau wali dari siswa pada slip itu? Dengan menekan tombol, Anda setuju sekolah "
        "menyimpan nama Telegram dan pesan Anda di sini, hanya untuk urusan kehadiran. Sekolah memeriksa dulu setiap "
        "pendaftaran."
    )


def waits(school: str) -> str:
    """Registered it is with the school's yes. Names nobody."""
    return (
        f"{escape(school)}: Terima kasih. Pendaftaran akun ini menunggu persetujuan sekolah; hasilnya kami kabari di "
        "sini. Batal mendaftar? Ketik /berhenti."
    )


def still_waits(school: str) -> str:
    """To whoever writes meanwhile and is nobody else to the school: it is not passed on."""
    return (
        f"{escape(school)}: Pendaftaran akun ini masih menunggu persetujuan sekolah, jadi pesan di sini belum kami "
        "teruskan kepada guru. Yang mendesak: hubungi wali kelas. Batal mendaftar? Ketik /berhenti."
    )


def taken_back(school: str) -> str:
    return f"{escape(school)}: Pendaftaran akun ini dibatalkan. Terima kasih."


def registered(student: str, school_class: str, *, is_new: bool) -> str:
    if not is_new:
        return f"Akun ini sudah terdaftar untuk {child(student, school_class)}, tidak perlu mendaftar lagi."
    return (
        f"✅ Akun ini terdaftar untuk {child(student, school_class)}.\n\n"
        "Kami kabari di sini saat ananda datang dan pulang, dan bila tidak hadir tanpa keterangan. Sakit atau izin? "
        "Tekan tombolnya, atau tulis saja, misalnya: sakit demam 2 hari. Untuk berhenti: BERHENTI."
    )


def slip_wrong(school: str) -> str:
    """The same words for a typing error and for letters that nobody was given, so that guessing teaches nothing."""
    return (
        f"{escape(school)}: Maaf, pendaftaran belum berhasil. Periksa lagi 10 huruf pada slip dari sekolah, lalu kirim "
        "huruf-huruf itu ke sini. Bila tetap gagal, hubungi wali kelas."
    )


def too_many_guesses() -> str:
    return "Maaf, pendaftaran sudah terlalu sering dicoba. Silakan coba lagi besok, atau hubungi wali kelas."


def welcome(children: Sequence[Child]) -> str:
    return f"Halo, orang tua/wali dari {_listed(children)}. Ketik /bantuan untuk melihat yang bisa dilakukan."


def help_text(children: Sequence[Child], commands: Sequence[tuple[str, Words]]) -> str:
    """`commands` are (command, its words)."""
    lines = [f"Anda terdaftar sebagai orang tua/wali dari {_listed(children)}.", "", "<b>Yang bisa Anda lakukan</b>"]
    lines += [f"/{command} – {words.line}" for command, words in commands]
    return "\n".join(
        [
            *lines,
            "",
            "Sakit atau izin boleh juga ditulis saja, misalnya: Budi sakit demam 2 hari. Pesan lain kami teruskan "
            "kepada wali kelas; jawabannya datang di sini.",
            "Punya anak lain di sekolah ini? Kirim 10 huruf pada slipnya.",
        ]
    )


def nobody() -> str:
    return "Akun ini belum terdaftar sebagai orang tua. Kirim 10 huruf pada slip dari sekolah untuk mendaftar."


def children_today(days: Sequence[ChildDay], on: date) -> str:
    return "\n\n".join([f"<b>Hari ini, {day_long(on)}</b>", *(_today(one) for one in days)])


def month_label(student: str) -> str:
    """On a button."""
    return f"📅 {first_name(student)[:30]}"


def which_child() -> str:
    return "Kabar ini untuk siapa?"


def child_label(student: str, school_class: str) -> str:
    """On a button."""
    return f"{first_name(student)[:30]} ({school_class[:15]})"


def sick_or_excused(student: str, school_class: str) -> str:
    return f"{child(student, school_class)}: sakit atau izin?"


def which_days(student: str, school_class: str, reason: str) -> str:
    """`reason` is S or I."""
    return f"{child(student, school_class)}, {reason_words(reason)}. Hari apa?"


def days_label(days: int) -> str:
    """On a button: from today on."""
    return f"{days} hari"


def ready(student: str, school_class: str, reason: str, first: date, last: date) -> str:
    """`reason` is S or I. Nothing has left yet."""
    return (
        f"{_notice(student, school_class, reason, first, last)}\n\n"
        f"Tekan <b>{SEND}</b>. Ingin menambahkan alasannya? Balas pesan ini dengan alasan itu, tanpa menekan {SEND}."
    )


def notice_received(student: str, school_class: str, reason: str, first: date, last: date) -> str:
    """`reason` is S or I. Names the days, so that a misunderstanding is seen at once."""
    wish = " Semoga lekas sembuh." if reason == "S" else ""
    return (
        f"Terima kasih, kabar sudah kami teruskan: {_notice(student, school_class, reason, first, last)}.{wish}\n\n"
        "Harinya keliru? Tulis saja di sini."
    )


def explained(student: str, school_class: str) -> str:
    """The answer to an alert has come in."""
    return f"Terima kasih atas penjelasan tentang {child(student, school_class)}. Sudah kami teruskan ke wali kelas."


def passed_on() -> str:
    return "Terima kasih, pesan Anda sudah kami teruskan kepada wali kelas. Jawabannya datang di sini."


def words_only() -> str:
    return "Maaf, di sini kami hanya bisa membaca tulisan. Tulis kabarnya, dan titipkan suratnya kepada ananda."


def which_to_stop() -> str:
    return "Berhenti menerima kabar tentang siapa?"


def stop_surely(student: str, school_class: str) -> str:
    return f"Berhenti menerima kabar tentang {child(student, school_class)} di Telegram ini?"


def stopped(student: str, school_class: str) -> str:
    return (
        f"Akun ini tidak lagi menerima kabar tentang {child(student, school_class)}. "
        "Untuk mendaftar lagi, kirim 10 huruf pada slip dari sekolah. Terima kasih."
    )


def _notice(student: str, school_class: str, reason: str, first: date, last: date) -> str:
    return f"{child(student, school_class)}, {reason_words(reason)}, {days_span(first, last)}"


def _today(one: ChildDay) -> str:
    head = f"{child(one.day.student.name, one.day.school_class.name)}: {status_word(one.day.status)}"
    late = f", terlambat {minutes(one.minutes_late)}" if one.minutes_late else ""
    came = [f"masuk pukul {clock_time(one.came_at)}{late}"] if one.came_at else []
    left = [f"pulang pukul {clock_time(one.left_at)}"] if one.left_at else []
    return "\n".join([head, *([", ".join(came + left)] if came or left else [])])


def _listed(children: Sequence[Child]) -> str:
    return ", ".join(child(one.student.name, one.school_class.name) for one in children) or "siswa sekolah ini"


DAYS: Mapping[int, str] = {days: days_label(days) for days in (2, 3, 4, 5)} | {7: "1 minggu"}
"""How many days from today on, and what the button says."""
