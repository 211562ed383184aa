"""Indonesian sentences about contradictions between gate, class report and guardian. HTML, names escaped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

from core.contradiction_list import Shown
from core.sms_text import shorten
from core.wording.dates import clock_time, day_long, day_short
from core.wording.notices import REASONS
from db.models import AbsenceReason, ContradictionKind, ContradictionOutcome

_NAME_LETTERS = 36  # so that a message with the longest names stays under 4096

_ABSENT, _MISSED, _NOTICE, _EXCUSED = (
    ContradictionKind.ABSENT_BUT_IN,
    ContradictionKind.NEVER_SCANNED,
    ContradictionKind.NOTICE_BUT_IN,
    ContradictionKind.NOTICE_BUT_PRESENT,
)
_CUT, _HERE, _WENT_HOME, _AWAY, _AS_NOTICED = (
    ContradictionOutcome.CUT,
    ContradictionOutcome.HERE,
    ContradictionOutcome.WENT_HOME,
    ContradictionOutcome.AWAY,
    ContradictionOutcome.AS_NOTICED,
)

ANSWERS: Mapping[tuple[ContradictionKind, ContradictionOutcome], str] = {
    (_ABSENT, _CUT): "Bolos",
    (_ABSENT, _HERE): "Laporan keliru, hadir",
    (_ABSENT, _WENT_HOME): "Sudah pulang/izin",
    (_MISSED, _HERE): "Ada, lupa pindai",
    (_MISSED, _AWAY): "Tidak ada",
    (_NOTICE, _HERE): "Hadir",
    (_NOTICE, _WENT_HOME): "Sudah pulang lagi",
    (_EXCUSED, _AS_NOTICED): "Benar sakit/izin",
    (_EXCUSED, _HERE): "Hadir",
}
"""What the buttons say, and how it is told afterwards."""


def listed(contradictions: Sequence[Shown], on: date, *, more: int) -> str:
    """The message about a class: what was found in one look, each as it stands now; `more` do not fit."""
    lines = [f"{number}. {_line(one)}" for number, one in enumerate(contradictions, start=1)]
    lines += [f"… dan {more} siswa lain"] if more else []
    title = f"🔎 <b>Perlu diperiksa: {escape(contradictions[0].school_class)}</b>\n{day_long(on)}"
    ask = ["", "Mana yang benar? Tekan satu tombol."] if any(one.is_open for one in contradictions) else []
    return "\n".join([title, "", *lines, *ask])


def disagreement(
    kind: ContradictionKind, said: AbsenceReason | None, came_at: datetime | None, left_at: datetime | None
) -> str:
    """In a few words, as in the middle of a sentence. `left_at`: of who was seen on leaving alone."""
    seen = f"pulang lewat gerbang pukul {clock_time(left_at)} tanpa pindai masuk" if left_at else "masuk lewat gerbang"
    came = f"{seen} pukul {clock_time(came_at)}" if came_at else seen
    reason = REASONS[said.value].lower() if said else "tidak hadir"
    match kind:
        case ContradictionKind.ABSENT_BUT_IN:
            return f"dilaporkan {reason}, tetapi {came}"
        case ContradictionKind.NEVER_SCANNED:
            return "dilaporkan hadir, tetapi tidak pernah dipindai di gerbang"
        case ContradictionKind.NOTICE_BUT_IN:
            return f"menurut orang tua {reason}, tetapi {came}"
        case ContradictionKind.NOTICE_BUT_PRESENT:
            return f"menurut orang tua {reason} (sudah disetujui), tetapi dilaporkan hadir"


def why(
    kind: ContradictionKind,
    said: AbsenceReason | None,
    came_at: datetime | None,
    left_at: datetime | None,
    outcome: ContradictionOutcome,
) -> str:
    """The reason kept with the correction. Plain text."""
    return f"{ANSWERS[kind, outcome]}: {disagreement(kind, said, came_at, left_at)}"


def settled_by(
    student: str, school_class: str, on: date, kind: ContradictionKind, outcome: ContradictionOutcome, who: str
) -> str:
    return (
        f"🔎 {escape(student)} · {escape(school_class)}, {day_short(on)}: <b>{ANSWERS[kind, outcome]}</b> "
        f"(diperiksa {escape(who)})"
    )


def pattern(student: str, school_class: str, days: Mapping[date, bool], *, window_days: int) -> str:
    """`days`: which, and whether somebody has confirmed that the pupil cut class."""
    named = "\n".join(f"• {day_short(on)}{'' if sure else ' (belum diperiksa)'}" for on, sure in days.items())
    return (
        f"⚠️ <b>{escape(student)}</b> · {escape(school_class)}\n"
        f"Ada di sekolah tetapi tidak di kelas: {len(days)} hari dalam {window_days} hari terakhir.\n{named}"
    )


def _line(one: Shown) -> str:
    name = escape(shorten(one.student, _NAME_LETTERS))
    return f"<b>{name}</b>: {disagreement(one.kind, one.said, one.came_at, one.left_at)}{_standing(one)}"


def _standing(one: Shown) -> str:
    if one.outcome is not None:
        return f"\n   ✓ <b>{ANSWERS[one.kind, one.outcome]}</b> ({escape(shorten(one.by or '', _NAME_LETTERS))})"
    return "\n   ✓ sudah sesuai, tidak perlu diperiksa lagi" if one.is_withdrawn else ""
