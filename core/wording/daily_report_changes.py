"""Indonesian words for what has changed since the report before: HTML, names escaped."""

from collections.abc import Sequence
from html import escape

from core.daily_report import ClassPart, DailyReport, PupilLine
from core.daily_report_changes import Changes, ClassChange, PupilChange
from core.sms_text import shorten
from core.wording.daily_report import ARRIVAL_MISSING, CLASS_TITLE, class_names, clock, head, listed, state

_SINCE = "Berubah sejak laporan sebelumnya"
_MOST_PUPILS, _PUPIL_LETTERS, _CLASS_LETTERS = 6, 36, 20
_MOST_TEACHERS = 5


def of_class(change: ClassChange) -> list[str]:
    """Lines for the homeroom teacher."""
    if change.before is None:
        return ["", f"{_SINCE}: kelas ini tadinya tidak ada dalam laporan."]
    lines = _pupils([("", one) for one in change.pupils])
    if change.is_about_report:
        lines.append("• Laporan kelas baru masuk sesudahnya")
    if change.is_about_contradictions:
        lines.append("• Data berbeda, atau hasil pemeriksaannya")
    return ["", f"<b>{_SINCE}</b>", *lines]


def of_school(changes: Changes) -> list[str]:
    """Lines for the administration."""
    gone = [one.part for one in changes.classes if one.after is None]
    parts = [class_names([one.after for one in changes.classes if one.after is not None])]
    parts += [f"tidak lagi dalam laporan: {class_names(gone)}"] if gone else []
    parts += [f"guru: {listed(_short(changes.teachers), _MOST_TEACHERS)}"] if changes.teachers else []
    parts += ["yang janggal di gerbang"] if changes.is_about_flags else []
    named = [(f"{_class(one.part)}, ", pupil) for one in changes.classes if one.after for pupil in one.pupils]
    lines = _pupils(named) if len(named) <= _MOST_PUPILS else []
    return ["", f"{_SINCE}: {'; '.join(part for part in parts if part)}", *lines]


def taken_out(report: DailyReport, part: ClassPart) -> str:
    """To the homeroom teacher of a class that was in the report before."""
    return (
        f"{head(report, f'{CLASS_TITLE} {part.name}')}\n\nKelas ini tidak ada lagi dalam laporan hari itu: menurut "
        "kalender tidak masuk sekolah (libur atau PKL), atau tidak ada siswanya. Laporan sebelumnya tidak berlaku."
    )


def _pupils(changed: Sequence[tuple[str, PupilChange]]) -> list[str]:
    lines = [f"• {place}{_pupil(one)}" for place, one in changed[:_MOST_PUPILS]]
    return [*lines, f"• dan {len(changed) - _MOST_PUPILS} siswa lagi"] if len(changed) > _MOST_PUPILS else lines


def _pupil(one: PupilChange) -> str:
    known = one.after or one.before
    name = escape(shorten(known.name, _PUPIL_LETTERS)) if known else ""
    return f"{name}: {_stood(one.before)} → {_stood(one.after)}"


def _stood(pupil: PupilLine | None) -> str:
    if pupil is None:
        return "tidak di kelas ini"
    if pupil.gate.is_arrival_missing:
        return f"{state(pupil)}, {ARRIVAL_MISSING.lower()}"
    return f"{state(pupil)}, masuk {clock(pupil.gate.came)}" if pupil.gate.came else state(pupil)


def _class(part: ClassPart) -> str:
    return escape(shorten(part.name, _CLASS_LETTERS))


def _short(names: Sequence[str]) -> list[str]:
    return [shorten(name, _PUPIL_LETTERS) for name in names]
