"""Indonesian words of what looks odd at the gates. Plain text."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from core.daily_report import FlagLine
from core.gate_flags import NO_TIME_TO_WALK, REFUSED_TIMES, REFUSED_WITHIN, SHOWN_TIMES, SHOWN_WITHIN, FlagKind
from core.wording.dates import clock_time, day_short

FLAGS, FLAG_COLUMNS = "Janggal di gerbang", ("Yang janggal", "Kelas", "Nama atau alat", "Sejak")
KINDS: Mapping[FlagKind, str] = {
    FlagKind.TWO_GATES: f"Satu kartu di dua gerbang dalam {NO_TIME_TO_WALK.seconds} detik",
    FlagKind.SHOWN_AGAIN_AND_AGAIN: f"Kartu yang sama {SHOWN_TIMES} kali atau lebih dalam "
    f"{SHOWN_WITHIN.seconds // 60} menit",
    FlagKind.REFUSED_AGAIN_AND_AGAIN: f"Alat yang menolak {REFUSED_TIMES} kartu atau lebih dalam "
    f"{REFUSED_WITHIN.seconds // 60} menit",
    FlagKind.NOT_LEFT: "Masuk tanpa pulang, hari sekolah sebelumnya",
    FlagKind.TIME_REFUSED: "Dipindai pada waktu yang tidak mungkin, belum dihitung: catat manual",
    FlagKind.TIME_UNSURE: "Alat yang jamnya tidak pasti; waktunya dihitung",
}


def flag_cells(line: FlagLine) -> tuple[str, str, str, str]:
    day = f"{day_short(line.at.date())} " if line.kind is FlagKind.NOT_LEFT else ""
    return KINDS[line.kind], line.place or "", line.who or "seseorang", f"{day}pukul {clock_time(line.at)}"


def counted(lines: Sequence[FlagLine]) -> Sequence[str]:
    """A line for each kind there is, in numbers only."""
    return [f"{KINDS[kind]}: {len(list(of_kind))}" for kind, of_kind in groupby(lines, key=lambda line: line.kind)]
