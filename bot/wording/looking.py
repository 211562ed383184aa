"""What /hari_ini and /siswa answer. HTML, names escaped."""

from collections.abc import Sequence
from datetime import date
from html import escape

from bot.wording.statuses import status_word
from core.days import StudentDay
from core.overview import ClassDay
from core.wording.dates import day_long


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


def students_found(days: Sequence[StudentDay], *, more: bool, is_sure: bool) -> str:
    """`more`: others have such a name as well. Not `is_sure`: theirs are merely like the one that was asked for."""
    doubt = "" if is_sure or not days else "Tidak ada yang bernama persis begitu. Maksudnya:\n\n"
    hint = f"\n\n{len(days)} nama pertama; ketik lebih lengkap untuk yang lain." if more else ""
    return f"{doubt}{student_lines(days)}{hint}"


def how_to_search() -> str:
    return "Ketik namanya juga, misalnya: /siswa Budi, atau dengan tanggal: /siswa Budi 1 okt - 15 nov"
