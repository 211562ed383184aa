"""Indonesian words on the printed sheets: month and semester."""

from datetime import date

from core.periods import Period
from core.wording.periods import date_written, period_name, semester_name

NUMBER, NIS, NAME, GENDER, SHARE, SUM = "No", "NIS", "Nama", "L/P", "% Hadir", "Jumlah"
SUMMARY, CLASS, SCHOOL_DAYS, PUPILS = "Ringkasan", "Kelas", "Hari efektif", "Siswa"
UNREPORTED = "Belum dilaporkan"


def title(asked: Period, term: tuple[int, str] | None) -> str:
    """`Rekap Kehadiran Siswa – November 2026`; `term` is number and year when the period is one."""
    return f"Rekap Kehadiran Siswa – {semester_name(*term) if term else period_name(asked)}"


def about_class(class_name: str, homeroom: str, school_days: int) -> str:
    teacher = f"   Wali kelas: {homeroom}" if homeroom else ""
    return f"Kelas: {class_name}{teacher}   Hari efektif: {school_days}"


def legend() -> str:
    return (
        "S sakit · I izin · A alfa · D dispensasi (dihitung hadir) · P dipulangkan · T terlambat (hadir) · "
        "kosong hadir · ? belum dilaporkan. % Hadir dihitung dari hari yang dilaporkan."
    )


def place_and_date(city: str, on: date) -> str:
    return f"{city or '....................'}, {date_written(on)}"


def nip(number: str) -> str:
    return f"NIP {number or '..............................'}"


PRINCIPAL, HOMEROOM, KNOWING = "Kepala Sekolah", "Wali Kelas", "Mengetahui,"
NO_NAME = "(........................................)"


def share(attendance: float | None) -> str:
    """Of 0 to 1 in percent: `97,2`, or a dash when nothing is known. Only all is 100."""
    if attendance is None:
        return "–"
    tenths = round(attendance * 1000)
    return f"{min(tenths, 999 if attendance < 1 else 1000) / 10:.1f}".replace(".", ",")


def whole_share(part: float) -> str:
    """The same where a column is narrow: `97`."""
    return str(min(round(part * 100), 99 if part < 1 else 100))


def page(number: int) -> str:
    return f"Halaman {number}"


def nobody() -> str:
    return "Tidak ada siswa di kelas mana pun pada periode ini."
