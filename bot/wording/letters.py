"""A photographed letter: whose is it, and the list of those that came."""

from collections.abc import Sequence
from datetime import date
from html import escape

from core.letters import LetterShown
from core.wording.dates import day_long, day_short

BRING, PHOTO_HINT = "📄 Lampirkan foto surat", "Foto surat"


def whose() -> str:
    return "📄 Foto surat ini untuk siapa? Ketuk namanya."


def whose_label(student: str, on: date, today: date) -> str:
    """`Budi Santoso`; of another day than today `20/11 Budi Santoso`: a phone cuts the end off."""
    return student if on == today else f"{on.day}/{on.month} {student}"


def send_photo(student: str, on: date) -> str:
    return f"Kirim foto surat <b>{escape(student)}</b> untuk {day_long(on)} sebagai balasan pesan ini."


def nobody_absent() -> str:
    return (
        "Foto surat bisa dilampirkan untuk siswa yang tidak hadir hari ini atau belum lama ini. "
        "Belum ada yang dilaporkan tidak hadir."
    )


def as_photo() -> str:
    return "Berkas tidak bisa dilampirkan. Surat? Kirim sebagai foto, bukan sebagai berkas atau PDF."


def attached(student: str) -> str:
    return f"📄 Surat <b>{escape(student)}</b> tersimpan. Hanya wali kelas dan guru BK yang bisa melihatnya."


def letters(shown: Sequence[LetterShown]) -> str:
    if not shown:
        return "Belum ada surat dalam 30 hari terakhir."
    lines = [
        f"{number}. {escape(one.student.name)} · {escape(one.school_class.name)} · {day_short(one.letter.on_date)}"
        for number, one in enumerate(shown, 1)
    ]
    return "\n".join(["<b>Surat 30 hari terakhir</b>", "", *lines, "", "Ketuk nomornya untuk melihat."])
