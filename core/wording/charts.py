"""Indonesian words on charts. A title says what there is to see; the picture shows it."""

from datetime import date

from core.periods import Period
from core.tallies import Tally
from core.wording.dates import day_short
from core.wording.periods import period_name
from core.wording.sheets import share

REASONS = {"S": "Sakit", "I": "Izin", "A": "Alfa", "D": "Dispensasi", "P": "Dipulangkan", "T": "Terlambat"}
WEEKDAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
NOTHING = "Belum ada yang dilaporkan pada periode ini."
ABSENCE_SHARE = "tidak hadir, % dari yang dilaporkan"


def subtitle(place: str, period: Period) -> str:
    return f"{place or 'Seluruh sekolah'} · {period_name(period)}"


def trend(*, average: float, worst: date, worst_share: float, by_week: bool) -> str:
    when = f"pekan {worst.day}/{worst.month}" if by_week else day_short(worst)
    return f"Rata-rata {share(average)}% tidak hadir, terbanyak {when} ({share(worst_share)}%)"


def reasons(letter: str | None, count: int, absent: int) -> str:
    if letter is None:
        return "Tidak ada yang tidak hadir"
    return f"{REASONS[letter]} paling banyak: {counted(count)} dari {counted(absent)} hari tidak hadir"


def reason_counts(late: int) -> str:
    return f"hari-siswa menurut alasan; terlambat {counted(late)} kali (tetap hadir)"


def classes(worst: str, worst_share: float) -> str:
    return f"{worst} paling banyak: {share(worst_share)}% tidak hadir"


def classes_shown(shown: int, of: int) -> str:
    return ABSENCE_SHARE if shown == of else f"{shown} terbanyak dari {of} kelas; {ABSENCE_SHARE}"


def month(worst_weekday: int, worst_share: float) -> str:
    names = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    return f"{names[worst_weekday]} paling sering kosong: {share(worst_share)}% tidak hadir"


def pupil(tally: Tally) -> str:
    """What the days of one pupil came to: `Tidak hadir 3 hari: 2 sakit, 1 alfa`."""
    counts = tally.by_letter
    late = f", terlambat {counts['T']} kali" if counts["T"] else ""
    away = [f"{counts[letter]} {REASONS[letter].lower()}" for letter in ("S", "I", "A", "P") if counts[letter]]
    if not away:
        return f"Selalu hadir{late}"
    return f"Tidak hadir {tally.absent} hari: {', '.join(away)}{late}"


def pupil_letters(tally: Tally) -> str:
    """The letters that occur: all of them just fit into a line."""
    named = [f"{letter} {REASONS[letter].lower()}" for letter in REASONS if tally.by_letter[letter]]
    return ", ".join([*named, *(["? belum lapor"] if tally.unknown else [])])


def day_month(day: date) -> str:
    """`23 Nov`."""
    return f"{day.day} {month_short(day)}"


def counted(number: int) -> str:
    """`1.014`."""
    return f"{number:,}".replace(",", ".")


def percent(value: float) -> str:
    return f"{share(value)}%"


def month_short(day: date) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")[day.month - 1]
