"""What guardians get in Telegram without having asked. HTML, names escaped. No SMS: no parts to count."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape

from core.wording.dates import clock_time, day_short, days_span
from core.wording.first_names import first_name
from core.wording.gate import minutes

_REASONS: Mapping[str | None, str] = {
    None: "hadir",
    "S": "sakit",
    "I": "izin",
    "A": "tidak hadir tanpa keterangan",
    "D": "dispensasi (tugas sekolah)",
    "P": "dipulangkan karena terlambat",
}


def child(student: str, school_class: str) -> str:
    """`Budi (X TKJ 1)`."""
    return f"<b>{escape(first_name(student))}</b> ({escape(school_class)})"


def reason_words(letter: str | None) -> str:
    """In the middle of a sentence; None is present."""
    return _REASONS[letter]


def alert(student: str, school_class: str, on: date) -> str:
    return (
        f"⚠️ {child(student, school_class)} hari ini, {day_short(on)}, dilaporkan tidak hadir tanpa keterangan.\n\n"
        "Tahu sebabnya? Tulis saja di sini, misalnya: sakit demam."
    )


def alert_correction(student: str, school_class: str, on: date, reason: str | None) -> str:
    """Follows an alert that has gone and turned out untrue. `reason` is a letter; None is present."""
    return (
        f"Ralat: {child(student, school_class)} pada {day_short(on)} tercatat <b>{_REASONS[reason]}</b>. "
        "Mohon maaf atas kabar sebelumnya."
    )


def checked_in(
    student: str, school_class: str, at: datetime, *, leaving: bool, minutes_late: int | None, early: bool
) -> str:
    """`early`: leaving before the end."""
    if leaving:
        went = "pulang awal" if early else "pulang"
        return f"{child(student, school_class)} tercatat <b>{went}</b> pukul {clock_time(at)}."
    late = f", terlambat {minutes(minutes_late)}" if minutes_late else ""
    return f"{child(student, school_class)} tercatat <b>masuk</b> pukul {clock_time(at)}{late}."


def notice_decided(
    student: str, school_class: str, *, reason: str, first: date, last: date, who: str, accepted: bool
) -> str:
    """`reason` is S or I."""
    what = f"{child(student, school_class)}, {_REASONS[reason]}, {days_span(first, last)}"
    if accepted:
        return f"✅ Kabar Anda tentang {what}: disetujui oleh {escape(who)}."
    return f"Kabar Anda tentang {what}: belum bisa disetujui oleh {escape(who)}. Ada pertanyaan? Tulis saja di sini."


def announcement(words: str) -> str:
    """The same words as by SMS: the school's name stands at their beginning."""
    return f"📢 <b>Pengumuman</b>\n\n{escape(words, quote=False)}"


def staff_reply(who: str, text: str) -> str:
    """A person's own words, as long as `core.answers` lets them be."""
    return f"💬 <b>{escape(who)}</b>:\n\n{escape(text, quote=False)}\n\n<i>Untuk menjawab, tulis saja di sini.</i>"
