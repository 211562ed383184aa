"""Setting a day right: what it should be, and why. HTML, names escaped."""

from datetime import date
from html import escape

from bot.wording.statuses import reason_word
from core.wording.dates import day_long
from db.models import AbsenceReason

CORRECT_DAY, WHY_HINT = "Perbaiki", "Alasan perbaikan"


def what_is_right(student: str, on: date) -> str:
    return f"<b>{escape(student)}</b>\n{day_long(on)} seharusnya:"


def why(student: str, on: date, reason: AbsenceReason | None) -> str:
    return (
        f"<b>{escape(student)}</b>, {day_long(on)}, menjadi <b>{reason_word(reason)}</b>.\n"
        "Apa alasan perbaikannya? Balas pesan ini."
    )


def corrected(reason: AbsenceReason | None) -> str:
    return f"Tersimpan: {reason_word(reason)}. Yang bersangkutan diberi tahu."
