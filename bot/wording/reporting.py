"""What the class screen says: whom to tap, what the marks mean, what of a typed line was understood."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from bot.wording.fitting import first_names
from core.typed_report import Unclear
from core.wording.dates import day_long
from core.wording.notices import REASONS, absent_list

NOTICED, ARRIVED = "✉️", "🟢"
"""Marks on a name: a guardian has sent word, the pupil was seen at the gate."""

_MARKED = 600
"""Letters for names that their buttons mark as well: those who are chosen must fit below them, all of a class."""

NIHIL = "NIHIL – semua hadir"
CORRECT = "Perbaiki laporan"


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
    is_correction: bool,
    arrived_but_named: Sequence[str] = (),
    anybody_arrived: bool = False,
) -> str:
    """`noticed`: (name, reason's letter) of pupils whose guardians have already sent word. `arrived_but_named`: chosen
    as absent though they were seen at the gate.
    """
    title = "Perbaiki laporan" if is_correction else "Laporan"
    lines = [f"<b>{title} {escape(school_class)}</b>", day_long(on), ""]
    if noticed:
        told = [f"{name} ({REASONS[letter].lower()})" for name, letter in noticed]
        lines += [f"{NOTICED} Kabar orang tua: {first_names(told, _MARKED)}", ""]
    if anybody_arrived:
        lines += [f"{ARRIVED} sudah pindai masuk di gerbang", ""]
    if arrived_but_named:
        named = first_names(arrived_but_named, _MARKED)
        lines += [f"⚠️ Sudah pindai masuk, tetapi dipilih: {named}", ""]
    if any(absent.values()):
        lines += [absent_list(absent, students), "", "Sudah benar? Tekan <b>Kirim</b>."]
    else:
        lines.append("Pilih alasan, lalu ketuk nama yang tidak hadir. Semua hadir? Tekan <b>NIHIL</b>.")
    return "\n".join(lines)


def not_matched(unclear: Sequence[Unclear]) -> str:
    """The names in a typed line that mean nobody of the class, or several."""
    lines = [f"• {escape(one.words[:60])}: {_meant(one.candidates)}" for one in unclear[:10]]
    return "\n".join(["❗ <b>Belum jelas</b>, silakan ketuk namanya:", *lines])


def _meant(candidates: Sequence[str]) -> str:
    if not candidates:
        return "tidak ada di kelas ini"
    return " atau ".join(escape(name) for name in candidates[:3]) + "?"


def report_sent(school_class: str, on: date, *, absent: Mapping[str, Sequence[str]], students: int) -> str:
    lines = [f"✅ <b>Laporan {escape(school_class)} terkirim</b>", day_long(on), "", absent_list(absent, students)]
    if absent.get("A"):
        lines += ["", "Orang tua siswa alfa dikabari lewat SMS, kecuali laporan ini segera diperbaiki."]
    return "\n".join(lines)


def send_label(count: int) -> str:
    return f"Kirim ({count} tidak hadir)"
