"""Indonesian words of the daily report as a message. HTML, names escaped."""

from collections.abc import Sequence
from datetime import time

from core.daily_report import ClassPart, ContradictionLine, DailyReport, PupilLine, Tally, tally
from core.daily_report_changes import Changes, ClassChange
from core.sms_text import shorten
from core.wording.daily_report import (
    ARRIVAL_MISSING,
    CLASS_TITLE,
    LEFT_EARLY,
    NEVER_SCANNED,
    NOT_LEFT,
    class_names,
    head,
    listed,
    present,
    reasons,
)
from core.wording.daily_report_changes import of_class, of_school
from core.wording.gate_flags import FLAGS, counted
from core.wording.notices import REASONS
from db.models import AbsenceReason

# So that the longest message stays under 4096; the file has everybody.
_MOST_PUPILS, _PUPIL_LETTERS = 12, 36


def class_message(
    report: DailyReport, part: ClassPart, change: ClassChange | None, *, reopened_until: time | None
) -> str:
    """To the homeroom teacher. `change`: because of which it is sent again. `reopened_until`: what comes in until then
    is in the corrected report of today.
    """
    lines = [head(report, f"{CLASS_TITLE} {part.name}"), "", *_numbers(tally([part]))]
    for reason in AbsenceReason:
        named = [pupil for pupil in part.pupils if pupil.reason is reason]
        lines += [f"<b>{REASONS[reason.value]}</b>: {_names(named)}"] if named else []
    lines += _gate_lines(part)
    if not part.has_reported:
        until = f" Laporan sebelum pukul {reopened_until:%H.%M} masih ikut dikirim." if reopened_until else ""
        lines += ["", f"⚠️ Kelas ini <b>belum melapor</b>.{until}"]
    lines += _doubts(part.contradictions)
    return "\n".join(lines + (of_class(change) if change else []))


def school_message(report: DailyReport, unreached: Sequence[ClassPart], changes: Changes | None) -> str:
    """To the administration. `unreached`: classes whose homeroom teacher got nothing; `changes`: because of which it is
    sent again.
    """
    numbers = tally(report.classes)
    lines = [head(report, f"{CLASS_TITLE} {report.school}"), "", *_numbers(numbers), reasons(numbers.away)]
    if numbers.never_scanned or numbers.not_left:
        lines.append(f"{NEVER_SCANNED}: {numbers.never_scanned} · belum pulang: {numbers.not_left}")
    if numbers.arrival_missing:
        lines.append(f"{ARRIVAL_MISSING}: {numbers.arrival_missing}")
    if numbers.left_early:
        lines.append(f"{LEFT_EARLY}: {numbers.left_early}")
    if came := sum(teacher.gate.is_seen for teacher in report.teachers):
        lines.append(f"Guru masuk lewat gerbang: {came} dari {sum(one.counts for one in report.teachers)}")
    if report.not_reported:
        count = f"{len(report.not_reported)} dari {len(report.classes)} kelas"
        lines += ["", f"⚠️ <b>Tidak melapor</b>, {count}: {class_names(report.not_reported)}"]
    lines += _doubts(report.contradictions)
    if report.flags:
        lines += ["", f"⚠️ {FLAGS} (lihat berkas)", *(f"• {line}" for line in counted(report.flags))]
    if unreached:
        lines += ["", f"Tanpa wali kelas yang tersambung ke bot: {class_names(unreached)}"]
    return "\n".join(lines + (of_school(changes) if changes else []))


def _numbers(numbers: Tally) -> list[str]:
    lines = [present(numbers)]
    if numbers.unknown:
        lines.append(f"Belum diketahui: {numbers.unknown}")
    return lines


def _gate_lines(part: ClassPart) -> list[str]:
    lines = []
    if part.never_scanned:
        lines.append(f"<b>{NEVER_SCANNED}</b>: {_names(part.never_scanned)}")
    if part.arrival_missing:
        lines.append(f"<b>{ARRIVAL_MISSING}</b>: {_names(part.arrival_missing)}")
    if part.left_early:
        lines.append(f"<b>{LEFT_EARLY}</b>: {_names(part.left_early)}")
    if part.not_left:
        lines.append(f"{NOT_LEFT}: {len(part.not_left)} siswa")
    return lines


def _doubts(contradictions: Sequence[ContradictionLine]) -> list[str]:
    if not contradictions:
        return []
    unsettled = sum(one.outcome is None for one in contradictions)
    return ["", f"🔎 Data berbeda: {len(contradictions)}, belum diperiksa: {unsettled} (lihat berkas)"]


def _names(pupils: Sequence[PupilLine]) -> str:
    return listed([shorten(pupil.name, _PUPIL_LETTERS) for pupil in pupils], _MOST_PUPILS)
