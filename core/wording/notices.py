"""Indonesian sentences that staff and class leaders get in Telegram without having asked. HTML, names escaped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

from core.wording.dates import clock_time, day_long, days_span
from db.models import Channel

REASONS: Mapping[str, str] = {
    "S": "Sakit",
    "I": "Izin",
    "A": "Alfa",
    "D": "Dispensasi",
    "P": "Dipulangkan",
}

BY: Mapping[Channel, str] = {Channel.SMS: "lewat SMS", Channel.TELEGRAM: "lewat Telegram"}

# Characters of somebody else's words. A Telegram message holds 4096 with ours, and counts an emoji as two.
_LONGEST_FOREIGN_TEXT = 1800


def class_report(
    *,
    school_class: str,
    on: date,
    reporter: str,
    absent: Mapping[str, Sequence[str]],
    is_correction: bool,
    students: int,
) -> str:
    """`absent` maps a reason's letter to names; empty is NIHIL."""
    title = "Laporan diperbaiki" if is_correction else "Laporan kelas"
    head = f"<b>{title} {escape(school_class)}</b>\n{day_long(on)} · oleh {escape(reporter)}"
    return f"{head}\n\n{absent_list(absent, students)}"


def class_figures(*, school_class: str, on: date, counts: Mapping[str, int], is_correction: bool, students: int) -> str:
    """For a group: nobody is named. `counts` maps a reason's letter to how many."""
    title = "Laporan diperbaiki" if is_correction else "Laporan kelas"
    head = f"<b>{title} {escape(school_class)}</b>\n{day_long(on)}\n\n"
    away = sum(counts.values())
    if not away:
        return f"{head}NIHIL: semua hadir ({students} siswa)."
    by_reason = ", ".join(f"{REASONS[letter].lower()} {counts[letter]}" for letter in REASONS if counts.get(letter))
    return f"{head}{students - away} dari {students} siswa di kelas: {by_reason}."


def absent_list(absent: Mapping[str, Sequence[str]], students: int) -> str:
    """The absentees by reason, and how many are present; or NIHIL."""
    if not any(absent.values()):
        return f"NIHIL: semua hadir ({students} siswa)."
    lines = [
        f"<b>{REASONS[letter]}</b>: {', '.join(escape(name) for name in absent[letter])}"
        for letter in REASONS
        if absent.get(letter)
    ]
    away = sum(len(names) for names in absent.values())
    return "\n".join([*lines, "", f"Tidak di kelas {away} dari {students} siswa."])


def guardian_notice(
    *,
    student: str,
    school_class: str,
    reason: str,
    first: date,
    last: date,
    days_doubtful: bool,
    text: str,
    sender: str | None,
) -> str:
    """`sender` as `core.wording.guardians` says it, or None for those who may not know it."""
    doubt = " (harinya belum pasti, mohon dibaca)" if days_doubtful else ""
    return (
        f"✉️ <b>Kabar orang tua</b>\n{escape(student)} · {escape(school_class)}\n"
        f"{REASONS[reason]}, {days_span(first, last)}{_how_many(first, last)}{doubt}\n\n{_quoted(text)}{_from(sender)}"
    )


def _how_many(first: date, last: date) -> str:
    days = (last - first).days + 1
    return f" ({days} hari)" if days > 1 else ""


def notice_needs_decision(channel: Channel) -> str:
    return f"\n\nBalas pesan ini untuk menjawab orang tua {BY[channel]}."


def guardian_message(
    *,
    student: str,
    school_class: str,
    text: str,
    sender: str,
    channel: Channel,
    about_alert: bool,
    is_answer: bool = False,
) -> str:
    """A guardian's message that only a person can understand."""
    title = "Balasan orang tua" if is_answer else "Pesan orang tua"
    title = "Jawaban orang tua atas kabar alfa" if about_alert else title
    return (
        f"✉️ <b>{title}</b>\n{escape(student)} · {escape(school_class)}\n\n{_quoted(text)}{_from(sender)}"
        f"\n\nBalas pesan ini untuk menjawab {BY[channel]}."
    )


def public_info(*, text: str, phone: str, at: datetime) -> str:
    return (
        f"📣 <b>INFO dari masyarakat</b>\n{escape(phone)} · pukul {clock_time(at)}\n\n{_quoted(text)}"
        "\nBalas pesan ini untuk menjawab lewat SMS."
    )


def staff_answered(*, who: str, text: str, channel: Channel) -> str:
    return f"↩️ <b>{escape(who)}</b> menjawab {BY[channel]}:\n\n{_quoted(text)}"


def notice_decided(*, student: str, who: str, accepted: bool) -> str:
    verb = "disetujui" if accepted else "ditolak"
    return f"Kabar orang tua {escape(student)} {verb} oleh <b>{escape(who)}</b>"


def day_corrected(
    *, student: str, school_class: str, on: date, before: str | None, after: str | None, who: str, why: str
) -> str:
    """`before` and `after` are letters; None is present (or not reported before)."""
    change = f"{_status(before)} → <b>{_status(after)}</b>"
    return (
        f"✏️ <b>Perbaikan</b> {escape(student)} · {escape(school_class)}\n{day_long(on)}: {change}\n"
        f"Oleh {escape(who)}: {escape(why)}"
    )


def _status(letter: str | None) -> str:
    return REASONS[letter] if letter else "Hadir"


def sms_not_delivered(*, phone: str, student: str | None, school_class: str | None, uncertain: bool, text: str) -> str:
    what = "tidak pasti sampai" if uncertain else "tidak terkirim"
    to = f"{escape(phone)}{_whose_guardian(student, school_class)}"
    return f"⚠️ <b>SMS {what}</b> ke {to}.\nMohon dihubungi langsung.\n\n{_quoted(text)}"


def alert_not_delivered(*, student: str | None, school_class: str | None) -> str:
    return (
        f"⚠️ <b>Kabar alfa lewat Telegram tidak terkirim</b>{_whose_guardian(student, school_class)}.\n"
        "Mohon dihubungi langsung."
    )


def _whose_guardian(student: str | None, school_class: str | None) -> str:
    return f" (orang tua {escape(student)}{f', {escape(school_class)}' if school_class else ''})" if student else ""


def sms_not_handled(*, phone: str, text: str) -> str:
    return (
        f"⚠️ <b>SMS ini tidak bisa diproses otomatis</b>\nDari {escape(phone)}. Mohon dibaca.\n\n{_quoted(text)}"
        "\n\nBalas pesan ini untuk menjawab lewat SMS."
    )


def not_reported(*, on: date, at: datetime, classes: Sequence[str], total: int) -> str:
    if not classes:
        all_of_them = f"Semua {total} kelas" if total > 1 else "Kelas Anda"
        return f"{all_of_them} sudah melapor ({day_long(on)}, pukul {clock_time(at)})."
    listed = "\n".join(f"• {escape(name)}" for name in classes)
    return (
        f"<b>Belum melapor: {len(classes)} dari {total} kelas</b>\n{day_long(on)}, pukul {clock_time(at)}\n\n{listed}"
    )


def please_report(*, school_class: str, on: date) -> str:
    return f"Kelas <b>{escape(school_class)}</b> belum melapor hari ini ({day_long(on)}). Ketik /lapor."


def _quoted(text: str) -> str:
    shown = text if len(text) <= _LONGEST_FOREIGN_TEXT else text[:_LONGEST_FOREIGN_TEXT] + " … (dipotong)"
    return f"<blockquote>{escape(shown, quote=False)}</blockquote>"


def _from(sender: str | None) -> str:
    return f"\nDari {escape(sender)}" if sender else ""
