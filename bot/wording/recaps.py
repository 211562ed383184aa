"""Indonesian words of recaps: which period, about whom, the table, the list of late arrivals. HTML, names escaped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

from core.charts import ChartKind
from core.late_arrivals import LateArrival
from core.periods import Period
from core.recap_scopes import Place, Scope
from core.recap_views import View
from core.registrations import Registered
from core.tallies import Tally
from core.wording.dates import clock_time, day_long
from core.wording.numbers import thousands
from core.wording.periods import period_name
from core.wording.sheets import share, whole_share

TODAY, WEEK, LAST_WEEK, MONTH, LAST_MONTH, TERM = (
    "Hari ini",
    "Minggu ini",
    "Minggu lalu",
    "Bulan ini",
    "Bulan lalu",
    "Semester ini",
)
OTHERS = "Kelas atau jurusan lain"
CHARTS: Mapping[ChartKind, str] = {
    ChartKind.TREND: "📈 Tren",
    ChartKind.REASONS: "📊 Alasan",
    ChartKind.CLASSES: "🏫 Kelas",
    ChartKind.MONTH: "🗓 Bulan",
}
FILES = {"xlsx": "Excel", "pdf": "PDF"}

_WIDTH = 34  # letters of a monospaced line that a phone of 360 points shows whole
_COUNT, _SHARE = 3, 4
PER_PAGE = 25


def which_period(*, looks_back: bool) -> str:
    if not looks_back:
        return "Rekap hari apa?"
    return "Rekap periode apa? Tanggal lain: ketik misalnya <code>/rekap 1 okt - 15 nov</code>"


def about_whom(period: Period) -> str:
    return f"<b>{period_name(period)}</b>\nRekap siapa?"


def nothing_to_see() -> str:
    return "Tidak ada rekap yang bisa Anda lihat untuk periode itu."


def period_not_understood() -> str:
    return "Tanggal itu tidak kami mengerti. Contoh: <code>/rekap 1 okt - 15 nov</code>, paling lama 400 hari."


def scope(found: Scope) -> str:
    return {Place.SCHOOL: "Seluruh sekolah", Place.DEPARTMENT: f"Jurusan {found.name}"}.get(found.place, found.name)


def pages_of(view: View) -> int:
    return max(1, -(-len(view.lines) // PER_PAGE))


def recap(view: View, page: int) -> str:
    """A page of the table, with what all of it came to on top."""
    head = f"<b>Rekap {escape(scope(view.asked.scope))}</b>\n{period_name(view.asked.period)}"
    if not view.lines:
        return f"{head}\n\nBelum ada yang bisa direkap."
    tally = view.tally
    lines = [head, f"Hari efektif: {view.school_days} · {attended(tally)}"]
    if tally.unknown:
        lines.append(f"Belum dilaporkan: {thousands(tally.unknown)} dari {thousands(tally.days)} hari-siswa")
    pages = pages_of(view)
    number = f"\nHalaman {page + 1} dari {pages}" if pages > 1 else ""
    return "\n".join([*lines, "", f"<pre>{escape(_table(view, page))}</pre>", f"{_legend(view)}{number}"])


def attended(tally: Tally) -> str:
    """`hadir 92,9%`, of the days that were reported, where any were."""
    return f"hadir {share(tally.attendance)}%" if tally.known else "belum ada yang dilaporkan"


def file_name(view_of: Scope, period: Period, form: str) -> str:
    return f"Rekap {scope(view_of)} {period.first}{f' sd {period.last}' if period.first != period.last else ''}.{form}"


def caption(view_of: Scope, period: Period) -> str:
    return f"{escape(scope(view_of))} · {period_name(period)}"


def _table(view: View, page: int) -> str:
    shown = _letters(view)
    rows = view.lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = "Nama" if view.asked.scope.place is Place.CLASS else "Kelas"
    width = _WIDTH - len(shown) * _COUNT - _SHARE
    head = f"{title:<{width}}" + "".join(f"{letter:>{_COUNT}}" for letter in shown) + f"{'%':>{_SHARE}}"
    body = [_row(name, tally, shown, width) for name, tally in rows]
    return "\n".join([head, *body, *([_row("Jumlah", view.tally, shown, width)] if len(view.lines) > 1 else [])])


def _row(name: str, tally: Tally, shown: Sequence[str], width: int) -> str:
    counts = "".join(f"{_short(tally.by_letter[letter]):>{_COUNT}}" for letter in shown)
    part = "–" if tally.attendance is None else whole_share(tally.attendance)
    return f"{_cut(name, width):<{width}}{counts}{part:>{_SHARE}}"


def _letters(view: View) -> Sequence[str]:
    """D and P are rare: shown where they occur. Wider where counts have three digits."""
    counts = view.tally.by_letter
    return [letter for letter in counts if letter not in "DP" or counts[letter]]


def _legend(view: View) -> str:
    words = {"S": "sakit", "I": "izin", "A": "alfa", "D": "dispensasi", "P": "dipulangkan", "T": "terlambat"}
    listed = ", ".join(f"{letter} {words[letter]}" for letter in _letters(view))
    return f"<i>{listed}; % hadir dari hari yang dilaporkan</i>"


def _short(count: int) -> str:
    """At most three letters: `12`, `1k4` for 1,432."""
    if count < 1000:
        return str(count) if count else "·"
    return f"{count // 1000}k{count // 100 % 10}" if count < 10_000 else f"{count // 1000}k"


def _cut(name: str, width: int) -> str:
    return name if len(name) < width else f"{name[: width - 2]}… "


def late_today(arrivals: Sequence[LateArrival], on: date, at: datetime) -> str:
    head = f"<b>Terlambat hari ini</b>\n{day_long(on)}, pukul {clock_time(at)}"
    if not arrivals:
        return f"{head}\n\nBelum ada yang terlambat."
    lines = [head, f"{len(arrivals)} siswa"]
    school_class = ""
    for late in arrivals:
        if late.school_class != school_class:
            school_class = late.school_class
            lines.append(f"\n<b>{escape(school_class)}</b>")
        lines.append(f"{escape(late.name)} · {clock_time(late.came_at)} ({late.minutes} menit)")
    return "\n".join(lines)


def registered(found: Sequence[Registered]) -> str:
    """How far the guardians of each class are."""
    if not found:
        return "Tidak ada kelas yang bisa Anda lihat."
    with_number, pupils = sum(one.registered for one in found), sum(one.pupils for one in found)
    lines = [f"{_cut(one.school_class, 18):<18}{one.registered:>4}/{one.pupils:<4}{_percent(one):>4}%" for one in found]
    table = escape("\n".join(lines))
    return (
        "<b>Orang tua terdaftar</b>\nsiswa dengan sedikitnya satu HP atau akun Telegram orang tua\n\n"
        f"<pre>{table}</pre>\nSemua: {with_number} dari {pupils} siswa"
    )


def _percent(one: Registered) -> str:
    return whole_share(one.registered / one.pupils if one.pupils else 0)
