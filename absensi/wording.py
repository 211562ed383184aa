"""Sentences of the command line about the school, in Indonesian. (What concerns the machine alone is in English.)"""

from collections.abc import Sequence
from datetime import datetime

from core.errors import BadRule, NotFound, Refusal
from core.wording.dates import clock_time, day_long


def refusal(reason: Refusal) -> str:
    match reason:
        case BadRule(key=key, value=value, allowed=allowed):
            return f"{key} {value!r} tidak bisa dipakai; yang boleh: {allowed}"
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


def person_ambiguous(name: str, count: int) -> str:
    return f"Ada {count} orang bernama {name!r}; sebutkan NIP atau NIS-nya."


def invitation(role: str, who: str | None, code: str, expires: datetime) -> str:
    for_whom = f" untuk {who}" if who else ""
    until = f"{day_long(expires.date())} pukul {clock_time(expires)}"
    return f"Undangan {role}{for_whom}, sekali pakai, berlaku sampai {until}.\nKirim ke bot: /start {code}"


def bot_name_unknown() -> str:
    return "Nama bot belum diketahui (Telegram tidak terjangkau); ganti NAMA_BOT dengan nama bot sekolah:"


def withdrawn(what: str) -> str:
    return f"{what} dicabut."


def nothing_to_withdraw() -> str:
    return "Tidak ada yang bisa dicabut: tidak ada, sudah dipakai, atau sudah dicabut."


def account_line(name: str, roles: Sequence[str], linked: bool) -> str:
    return f"{name}: {', '.join(roles) or 'tanpa tugas'}{'' if linked else ' (belum tersambung)'}"
