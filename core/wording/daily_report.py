"""Indonesian words of the daily report that its message, PDF and workbook share. Plain, unless it says HTML."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from html import escape

from core.daily_report import ClassPart, ContradictionLine, DailyReport, Presence, PupilLine, Tally, TeacherLine, tally
from core.sms_text import shorten
from core.wording.contradictions import ANSWERS, disagreement
from core.wording.dates import clock_time, day_long
from core.wording.notices import REASONS
from db.models import AbsenceReason

_MOST_CLASSES, _CLASS_LETTERS = 40, 20  # so that the longest message stays under 4096

CLASS_TITLE, SCHOOL_TITLE = "Laporan harian", "Laporan harian sekolah"
CORRECTED = "DIKOREKSI"
PUPIL_COLUMNS = ("No", "Nama", "Keadaan", "Masuk", "Terlambat", "Pulang", "Catatan")
NOTABLE_COLUMNS = ("Kelas", *PUPIL_COLUMNS[1:])
TEACHER_COLUMNS = ("No", "Nama", "Masuk", "Terlambat", "Pulang", "Catatan")
CLASS_COLUMNS = (
    "Kelas",
    "Siswa",
    "Hadir",
    *(REASONS[reason.value] for reason in AbsenceReason),
    "Belum diketahui",
    "Terlambat",
    "Tak dipindai",
    "Belum pulang",
    "Laporan",
)
DOUBT_COLUMNS = ("Kelas", "Nama", "Yang berbeda", "Hasil")
SUMMARY, PUPILS, TEACHERS, DOUBTS = "Ringkasan", "Siswa", "Guru", "Perlu diperiksa"
NOTABLE = "Tidak hadir, terlambat, pulang awal, atau belum jelas"
TOTAL = "Jumlah"
NEVER_SCANNED, ARRIVAL_MISSING, NOT_LEFT = "Tidak pernah dipindai", "Lupa pindai masuk", "Belum pindai pulang"
LEFT_EARLY = "Pulang awal"
AT_GATE = (NEVER_SCANNED, ARRIVAL_MISSING, NOT_LEFT)
NAMES_COLUMNS = ("Kelas", "Siswa", "Nama")
NO_HOURS, ALL_WHO_CAME = "tidak ada jam", "semua yang datang"


def state(pupil: PupilLine) -> str:
    """A pupil's day in a word."""
    if pupil.reason is not None:
        return REASONS[pupil.reason.value]
    if pupil.is_known:
        return "Hadir"
    return "Hadir (gerbang)" if pupil.gate.is_seen else "Belum diketahui"


def gate_cells(gate: Presence) -> tuple[str, str, str]:
    """Came, late, left."""
    late = f"{gate.late} menit" if gate.late is not None else ""
    return clock(gate.came), late, clock(gate.left)


def pupil_cells(pupil: PupilLine, part: ClassPart) -> tuple[str, ...]:
    """In the order of PUPIL_COLUMNS, without the number."""
    return pupil.name, state(pupil), *gate_cells(pupil.gate), _note(pupil, part)


def teacher_cells(teacher: TeacherLine) -> tuple[str, ...]:
    """In the order of TEACHER_COLUMNS, without the number."""
    note = _gate_note(teacher.gate) if teacher.expected else NO_HOURS
    return teacher.name, *gate_cells(teacher.gate), note


def gate_use(part: ClassPart) -> str | None:
    """Why nobody of the class is called never scanned; None where the class goes through the gate."""
    if part.uses_gate:
        return None
    if not part.seen:
        return "Gerbang tidak dipakai kelas ini."
    return f"Hanya {part.seen} dari {len(part.pupils)} siswa dipindai; yang tidak dipindai tidak disebut satu per satu."


def _note(pupil: PupilLine, part: ClassPart) -> str:
    if pupil in part.never_scanned:
        return NEVER_SCANNED.lower()
    is_missed = part.is_leaving_scanned and pupil in part.not_left
    return NOT_LEFT.lower() if is_missed else _gate_note(pupil.gate)


def _gate_note(gate: Presence) -> str:
    notes = ((ARRIVAL_MISSING, gate.is_arrival_missing), (LEFT_EARLY, gate.left_early))
    return ", ".join(note.lower() for note, holds in notes if holds)


def class_cells(part: ClassPart) -> tuple[str | int, ...]:
    return (part.name, *number_cells(tally([part])), "sudah" if part.has_reported else "BELUM")


def number_cells(numbers: Tally) -> tuple[int, ...]:
    """In the order of CLASS_COLUMNS, without the first and the last."""
    away = (numbers.away.get(reason, 0) for reason in AbsenceReason)
    rest = (numbers.unknown, numbers.late, numbers.never_scanned, numbers.not_left)
    return (numbers.pupils, numbers.present, *away, *rest)


def doubt_cells(one: ContradictionLine) -> tuple[str, str, str, str]:
    outcome = ANSWERS[one.kind, one.outcome] if one.outcome else "belum diperiksa"
    return one.school_class, one.student, disagreement(one.kind, one.said, one.came_at, one.left_at), outcome


def made(report: DailyReport) -> str:
    """When, which version, and whether it is late."""
    late = ", terlambat" if report.is_late else ""
    version = f" · {CORRECTED} (versi {report.version})" if report.version > 1 else ""
    return f"{day_long(report.on)} · dibuat {_made_at(report.made_at, report)}{late}{version}"


def numbers_line(numbers: Tally) -> str:
    return f"{present(numbers)}; {reasons(numbers.away)}"


def file_name(report: DailyReport, whose: str, suffix: str) -> str:
    """`Laporan harian 2026-11-23 X RPL 1.pdf`; a class's name may hold a slash."""
    version = f" {CORRECTED.lower()} {report.version}" if report.version > 1 else ""
    safe = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in whose)
    return f"{CLASS_TITLE} {report.on} {safe}{version}.{suffix}"


def page_of(number: int) -> str:
    return f"Halaman {number}"


def head(report: DailyReport, title: str) -> str:
    """HTML: what the message is about, of which day, and how old the news is."""
    corrected = f" – {CORRECTED}" if report.version > 1 else ""
    late = "\n⏰ Terlambat dikirim: layanan tidak berjalan pada waktunya." if report.is_late else ""
    at = _made_at(report.made_at, report)
    return f"📋 <b>{escape(title)}{corrected}</b>\n{day_long(report.on)} · keadaan {at}{late}"


def class_names(classes: Sequence[ClassPart]) -> str:
    """HTML."""
    return listed([shorten(part.name, _CLASS_LETTERS) for part in classes], _MOST_CLASSES)


def listed(names: Sequence[str], most: int) -> str:
    """HTML: so many of them, and how many more there are."""
    shown = ", ".join(escape(name) for name in names[:most])
    return shown + (f", dan {len(names) - most} lagi" if len(names) > most else "")


def clock(at: time | None) -> str:
    return f"{at:%H.%M}" if at else ""


def present(numbers: Tally) -> str:
    late = f" · terlambat {numbers.late}" if numbers.late else ""
    return f"Hadir {numbers.present} dari {numbers.pupils} siswa{late}"


def reasons(away: Mapping[AbsenceReason, int]) -> str:
    return " · ".join(f"{REASONS[reason.value]} {away.get(reason, 0)}" for reason in AbsenceReason)


def _made_at(at: datetime, report: DailyReport) -> str:
    on = "" if at.date() == report.on else f"{day_long(at.date())} "
    return f"{on}pukul {clock_time(at)}"
