"""Indonesian sentences of the administration about a pupil: guardians' numbers, a new slip, an invitation."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.wording.fitting import first_lines
from core.guardians import Child
from core.wording.dates import clock_time, day_short
from core.wording.guardians import registered_as
from db.models import Guardian

INVITE_PUPIL, NEW_SLIP = "✉️ Undang siswa", "📄 Slip baru"
_LABEL = 50  # letters of a button


def ask_pupil() -> str:
    return "<b>HP dan Telegram orang tua</b>\nSiswa siapa? Balas dengan sebagian namanya, atau NIS."


def pupil_page(student: str, school_class: str, numbers: Sequence[Guardian], now: datetime) -> str:
    lines = [f"<b>{escape(student)}</b> · {escape(school_class)}", "", "<b>HP dan Telegram orang tua</b>"]
    lines += [f"· {number_line(number, now)}" for number in numbers] or ["belum ada yang mendaftar"]
    return "\n".join(lines)


def number_line(number: Guardian, now: datetime) -> str:
    at = number.registered_at.astimezone(now.tzinfo)
    return f"{escape(registered_as(number))}, terdaftar {day_short(at.date())} pukul {clock_time(at)}"


def withdraw_number_label(number: Guardian) -> str:
    return f"Cabut {registered_as(number)[:_LABEL]}"


def registered_today(children: Sequence[Child], now: datetime) -> str:
    if not children:
        return "Hari ini belum ada HP atau akun Telegram baru yang mendaftar."
    lines = [
        f"· {escape(child.student.name)} ({escape(child.school_class.name)}): {number_line(child.guardian, now)}"
        for child in children
    ]
    return f"<b>Terdaftar hari ini ({len(children)})</b>\n{first_lines(lines)}"


def confirm_withdraw_number(number: Guardian, student: str) -> str:
    return (
        f"Cabut {escape(registered_as(number))} dari <b>{escape(student)}</b>? "
        "Dari sana tidak lagi diterima atau dikirim kabar tentang anak ini."
    )


def number_withdrawn() -> str:
    return "Pendaftaran dicabut."


def confirm_reissue(student: str, school_class: str) -> str:
    return (
        f"Buat slip baru untuk <b>{escape(student)}</b> ({escape(school_class)})?\n"
        "Huruf pada slip lama langsung tidak berlaku. Yang sudah terdaftar tetap terdaftar."
    )


def reissued(student: str) -> str:
    return f"Slip baru untuk {escape(student)}. Slip lama tidak berlaku lagi."
