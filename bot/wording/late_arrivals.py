"""Indonesian words of late arrivals over more than a day. HTML, names escaped."""

from collections.abc import Sequence
from html import escape

from bot.wording.fitting import first_lines
from core.late_arrivals import LatePupil
from core.periods import Period
from core.wording.periods import period_name


def not_understood() -> str:
    return "Tanggal itu tidak kami mengerti. Contoh: <code>/terlambat 1 nov - 15 nov</code>, paling lama 400 hari."


def late_between(found: Sequence[LatePupil], period: Period) -> str:
    """Those who came late most often on top, each with the days."""
    head = f"<b>Terlambat, {period_name(period)}</b>"
    if not found:
        return f"{head}\n\nTidak ada yang terlambat."
    times = sum(len(pupil.days) for pupil in found)
    return f"{head}\n{len(found)} siswa, {times} kali\n\n{first_lines([_line(pupil) for pupil in found])}"


def _line(pupil: LatePupil) -> str:
    days = ", ".join(f"{day.day}/{day.month}" for day in pupil.days)
    return f"{len(pupil.days)}× {escape(pupil.name)} · {escape(pupil.school_class)}: {days}"
