"""Indonesian words of the daily report: the message, the PDF and the workbook. HTML in the message, plain else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from html import escape

from core.daily_report import ClassPart, ContradictionLine, DailyReport, Presence, PupilLine, Tally, tally
from core.sms_text import shorten
from core.wording.contradictions import ANSWERS, disagreement
from core.wording.dates import clock_time, day_long
from core.wording.gate_flags import FLAGS, counted
from core.wording.notices import REASONS
from db.models import AbsenceReason

# So that the longest message stays under 4096; the file has everybody.
_MOST_PUPILS, _PUPIL_LETTERS = 14, 36
_MOST_CLASSES, _CLASS_LETTERS = 40, 20

CLASS_TITLE, SCHOOL_TITLE = "Laporan harian", "Laporan harian sekolah"
CORRECTED = "DIKOREKSI"
PUPIL_COLUMNS = ("No", "Nama", "Keadaan", "Masuk", "Terlambat", "Pulang")
TEACHER_COLUMNS = ("No", "Nama", "Masuk", "Terlambat", "Pulang")
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
NOTABLE = "Tidak hadir, terlambat, atau belum jelas"
TOTAL, GATE_UNUSED = "Jumlah", "Gerbang tidak dipakai kelas ini hari ini."


def class_message(report: DailyReport, part: ClassPart, *, reopened_until: time | None) -> str:
    """To the homeroom teacher. `reopened_until`: what comes in until then is in the corrected report of today."""
    lines = [_head(report, f"{CLASS_TITLE} {part.name}"), "", *_numbers(tally([part]))]
    for reason in AbsenceReason:
        named = [pupil for pupil in part.pupils if pupil.reason is reason]
        lines += [f"<b>{REASONS[reason.value]}</b>: {_names(named)}"] if named else []
    lines += _gate_lines(part)
    if not part.has_reported:
        until = f" Laporan sebelum pukul {reopened_until:%H.%M} masih ikut dikirim." if reopened_until else ""
        lines += ["", f"⚠️ Kelas ini <b>belum melapor</b>.{until}"]
    return "\n".join(lines + _doubts(part.contradictions))


def school_message(report: DailyReport, changed: Sequence[ClassPart], unreached: Sequence[ClassPart]) -> str:
    """To the administration. `changed`: the classes because of which it is sent again; `unreached`: those whose
    homeroom teacher got nothing.
    """
    numbers = tally(report.classes)
    lines = [_head(report, f"{CLASS_TITLE} {report.school}"), "", *_numbers(numbers), _reasons(numbers.away)]
    if numbers.never_scanned or numbers.not_left:
        lines.append(f"Tidak pernah dipindai: {numbers.never_scanned} · belum pulang: {numbers.not_left}")
    if came := sum(teacher.gate.came is not None for teacher in report.teachers):
        lines.append(f"Guru masuk lewat gerbang: {came} dari {len(report.teachers)}")
    if report.not_reported:
        count = f"{len(report.not_reported)} dari {len(report.classes)} kelas"
        lines += ["", f"⚠️ <b>Tidak melapor</b>, {count}: {_class_names(report.not_reported)}"]
    lines += _doubts(report.contradictions)
    if report.flags:
        lines += ["", f"⚠️ {FLAGS} (lihat berkas)", *(f"• {line}" for line in counted(report.flags))]
    if unreached:
        lines += ["", f"Tanpa wali kelas yang tersambung ke bot: {_class_names(unreached)}"]
    if report.version > 1:
        lines += ["", f"Berubah sejak laporan sebelumnya: {_class_names(changed)}"]
    return "\n".join(lines)


def state(pupil: PupilLine) -> str:
    """A pupil's day in a word."""
    if pupil.reason is not None:
        return REASONS[pupil.reason.value]
    if pupil.is_known:
        return "Hadir"
    return "Hadir (gerbang)" if pupil.gate.came is not None else "Belum diketahui"


def gate_cells(gate: Presence) -> tuple[str, str, str]:
    """Came, late, left."""
    late = f"{gate.late} menit" if gate.late is not None else ""
    return _clock(gate.came), late, _clock(gate.left)


def class_cells(part: ClassPart) -> tuple[str | int, ...]:
    return (part.name, *number_cells(tally([part])), "sudah" if part.has_reported else "BELUM")


def number_cells(numbers: Tally) -> tuple[int, ...]:
    """In the order of CLASS_COLUMNS, without the first and the last."""
    away = (numbers.away.get(reason, 0) for reason in AbsenceReason)
    rest = (numbers.unknown, numbers.late, numbers.never_scanned, numbers.not_left)
    return (numbers.pupils, numbers.present, *away, *rest)


def doubt_cells(one: ContradictionLine) -> tuple[str, str, str, str]:
    outcome = ANSWERS[one.kind, one.outcome] if one.outcome else "belum diperiksa"
    return one.school_class, one.student, disagreement(one.kind, one.said, one.came_at), outcome


def made(report: DailyReport) -> str:
    """When, which version, and whether it is late."""
    late = ", terlambat" if report.is_late else ""
    version = f" · {CORRECTED} (versi {report.version})" if report.version > 1 else ""
    return f"{day_long(report.on)} · dibuat {_made_at(report.made_at, report)}{late}{version}"


def numbers_line(numbers: Tally) -> str:
    return f"{_present(numbers)}; {_reasons(numbers.away)}"


def file_name(report: DailyReport, whose: str, suffix: str) -> str:
    """`Laporan harian 2026-11-23 X RPL 1.pdf`; a class's name may hold a slash."""
    version = f" {CORRECTED.lower()} {report.version}" if report.version > 1 else ""
    safe = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in whose)
    return f"{CLASS_TITLE} {report.on} {safe}{version}.{suffix}"


def page_of(number: int) -> str:
    return f"Halaman {number}"


def _head(report: DailyReport, title: str) -> str:
    corrected = f" – {CORRECTED}" if report.version > 1 else ""
    late = "\n⏰ Terlambat dikirim: layanan tidak berjalan pada waktunya." if report.is_late else ""
    at = _made_at(report.made_at, report)
    return f"📋 <b>{escape(title)}{corrected}</b>\n{day_long(report.on)} · keadaan {at}{late}"


def _made_at(at: datetime, report: DailyReport) -> str:
    on = "" if at.date() == report.on else f"{day_long(at.date())} "
    return f"{on}pukul {clock_time(at)}"


def _numbers(numbers: Tally) -> list[str]:
    lines = [_present(numbers)]
    if numbers.unknown:
        lines.append(f"Belum diketahui: {numbers.unknown}")
    return lines


def _present(numbers: Tally) -> str:
    late = f" · terlambat {numbers.late}" if numbers.late else ""
    return f"Hadir {numbers.present} dari {numbers.pupils} siswa{late}"


def _reasons(away: Mapping[AbsenceReason, int]) -> str:
    return " · ".join(f"{REASONS[reason.value]} {away.get(reason, 0)}" for reason in AbsenceReason)


def _gate_lines(part: ClassPart) -> list[str]:
    lines = []
    if part.never_scanned:
        lines.append(f"<b>Tidak pernah dipindai</b>: {_names(part.never_scanned)}")
    if part.not_left:
        lines.append(f"Belum pindai pulang: {len(part.not_left)} siswa")
    return lines


def _doubts(contradictions: Sequence[ContradictionLine]) -> list[str]:
    if not contradictions:
        return []
    unsettled = sum(one.outcome is None for one in contradictions)
    return ["", f"🔎 Data berbeda: {len(contradictions)}, belum diperiksa: {unsettled} (lihat berkas)"]


def _names(pupils: Sequence[PupilLine]) -> str:
    return _listed([shorten(pupil.name, _PUPIL_LETTERS) for pupil in pupils], _MOST_PUPILS)


def _class_names(classes: Sequence[ClassPart]) -> str:
    return _listed([shorten(part.name, _CLASS_LETTERS) for part in classes], _MOST_CLASSES)


def _listed(names: Sequence[str], most: int) -> str:
    shown = ", ".join(escape(name) for name in names[:most])
    return shown + (f", dan {len(names) - most} lagi" if len(names) > most else "")


def _clock(at: time | None) -> str:
    return f"{at:%H.%M}" if at else ""
