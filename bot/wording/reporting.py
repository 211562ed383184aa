"""What the class screen says: whom to tap, what the marks mean, what of a typed line was understood."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from bot.wording.fitting import first_names
from core.drafts import Changes
from core.telegram_text import units
from core.typed_report import Unclear
from core.wording.dates import day_long
from core.wording.notices import REASONS, absent_list

NOTICED, ARRIVED = "✉️", "🟢"
"""Marks on a name: a guardian has sent word, the pupil was seen at the gate."""

_ASKED_ABOUT = 3000
"""Letters for names in a question that stands alone."""

_MARKED = 600
"""Letters for names that their buttons mark as well: those who are chosen must fit below them, all of a class."""

_CHOSEN_AND_CHANGED = 2400
"""Letters for those who are chosen, all of them, and for what that changes, as much as fits beside them."""

NIHIL = "NIHIL – semua hadir"
CORRECT = "Perbaiki laporan"
INCLUDE, LEAVE, BACK = "Sertakan, lalu kirim", "Kirim apa adanya", "‹ Kembali"


def choose_class() -> str:
    return "Kelas mana yang dilaporkan?"


def no_class_to_report() -> str:
    return "Tidak ada kelas yang bisa Anda laporkan."


def which_class(words: str, classes: Sequence[str]) -> str:
    """A typed line left open which of these classes it reports."""
    example = f"<code>{escape(classes[0])} A: Budi; S: Andi</code>"
    unknown = f"Kelas <b>{escape(words[:40])}</b> tidak ada di antara kelas Anda. " if words else ""
    return f"{unknown}Tulis juga nama kelasnya di depan, misalnya:\n{example}"


def report_screen(
    school_class: str,
    on: date,
    *,
    absent: Mapping[str, Sequence[str]],
    students: int,
    noticed: Sequence[tuple[str, str]],
    changes: Changes | None,
    arrived_but_named: Sequence[str] = (),
    anybody_arrived: bool = False,
) -> str:
    """`noticed`: (name, reason's letter) of pupils whose guardians have already sent word. `arrived_but_named`: chosen
    as absent though they were seen at the gate. `changes` None: the class was not reported yet.
    """
    title = "Laporan" if changes is None else "Perbaiki laporan"
    lines = [f"<b>{title} {escape(school_class)}</b>", day_long(on), ""]
    if noticed:
        told = [f"{name} ({REASONS[letter].lower()})" for name, letter in noticed]
        lines += [f"{NOTICED} Kabar orang tua: {first_names(told, _MARKED)}", ""]
    if anybody_arrived:
        lines += [f"{ARRIVED} sudah pindai masuk di gerbang", ""]
    if arrived_but_named:
        named = first_names(arrived_but_named, _MARKED)
        lines += [f"⚠️ Sudah pindai masuk, tetapi dipilih: {named}", ""]
    chosen = absent_list(absent, students)
    if changes is not None:
        lines += [_changed(changes, max(0, _CHOSEN_AND_CHANGED - units(chosen))), ""]
    if any(absent.values()):
        lines += [chosen, "", "Sudah benar? Tekan <b>Kirim</b>."]
    else:
        lines.append("Pilih alasan, lalu ketuk nama yang tidak hadir. Semua hadir? Tekan <b>NIHIL</b>.")
    return "\n".join(lines)


def _changed(changes: Changes, room: int) -> str:
    """Half of the room is for those whom nothing else here names."""
    other = [
        f"{one.name} ({REASONS[one.before].lower()} → {REASONS[one.after].lower()})" for one in changes.other_reason
    ]
    listed = {
        "Menjadi hadir": first_names(changes.now_present, room // 2),
        "Menjadi tidak hadir": first_names(changes.now_absent, room // 4),
        "Ganti alasan": first_names(other, room // 4),
    }
    lines = [f"✏️ {what}: {names}" for what, names in listed.items() if names]
    return "\n".join(lines) or "Belum ada yang berubah dari laporan sebelumnya."


def left_out(noticed: Sequence[tuple[str, str]]) -> str:
    """`noticed`: (name, reason's letter) of those whom the report does not name, though staff have accepted the
    guardian's word that they are away.
    """
    named = first_names([f"{name} ({REASONS[letter].lower()})" for name, letter in noticed], _ASKED_ABOUT)
    return (
        f"{NOTICED} <b>Belum dikirim.</b> Menurut orang tua, dan sudah disetujui, tidak hadir hari ini: "
        f"{named}.\n\nMemang tidak ada di kelas? Tekan <b>{INCLUDE}</b>. Ternyata hadir? Tekan <b>{LEAVE}</b>; "
        "wali kelas akan diberi tahu."
    )


def not_matched(unclear: Sequence[Unclear]) -> str:
    """The names in a typed line that mean nobody for certain, or several; and pupils who were given several reasons."""
    lines = [f"• {escape(one.words[:60])}: {_meant(one)}" for one in unclear[:10]]
    return "\n".join(["❗ <b>Belum jelas</b>, silakan ketuk namanya:", *lines])


def _meant(unclear: Unclear) -> str:
    if unclear.reasons:
        return " atau ".join(REASONS[reason.value].lower() for reason in unclear.reasons[:3]) + "?"
    if not unclear.candidates:
        return "tidak ada di kelas ini"
    return f"maksudnya {' atau '.join(escape(name) for name in unclear.candidates[:3])}?"


def report_sent(school_class: str, on: date, *, absent: Mapping[str, Sequence[str]], students: int) -> str:
    lines = [f"✅ <b>Laporan {escape(school_class)} terkirim</b>", day_long(on), "", absent_list(absent, students)]
    if absent.get("A"):
        lines += ["", "Orang tua siswa alfa dikabari lewat SMS, kecuali laporan ini segera diperbaiki."]
    return "\n".join(lines)


def too_late(school_class: str, on: date, *, absent: Mapping[str, Sequence[str]], students: int, why: str) -> str:
    """The report as it was sent, to somebody who cannot correct it any more; `why` as the refusal says it."""
    return f"<b>Laporan {escape(school_class)}</b>\n{day_long(on)}\n\n{absent_list(absent, students)}\n\n{escape(why)}"


def send_label(count: int) -> str:
    return f"Kirim ({count} tidak hadir)"
