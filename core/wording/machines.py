"""Indonesian sentences about machines' exports and numbers: what was taken over, and which rows are wrong. Plain."""

from collections import Counter
from collections.abc import Iterable, Mapping

from core.arrival import Outcome
from core.machines.export import Flaw
from core.machines.importing import MachineScans
from core.machines.registering import NumberFlaw, Registered
from core.roster.problems import Place
from core.wording.dates import day_long

_MOST_LISTED = 200
_FLAWS: Mapping[Flaw, str] = {
    Flaw.NO_NUMBER: "nomor kosong atau terlalu panjang",
    Flaw.UNKNOWN_NUMBER: "nomor {about} bukan NIS, NIP atau nomor mesin yang terdaftar",
    Flaw.NO_MOMENT: "tanggal dan jam {about!r} tidak bisa dibaca (hari ditulis sebelum bulan)",
    Flaw.TOO_OLD: "{about} sudah lewat lebih dari setahun",
    Flaw.IN_FUTURE: "{about} belum terjadi; periksa jam mesin dan urutan hari dan bulan",
}
_NUMBER_FLAWS: Mapping[NumberFlaw, str] = {
    NumberFlaw.NOT_A_NUMBER: "{about!r} bukan nomor kartu (8 sampai 20 angka atau huruf A-F, disimpan sebagai teks "
    "agar nol di depannya tidak hilang) atau nomor mesin",
    NumberFlaw.SCHOOL_NUMBER: "{about} adalah NIS, NISN atau NIP, yang diketahui banyak orang; tidak boleh jadi kartu",
    NumberFlaw.UNKNOWN_HOLDER: "NIS/NIP {about!r} tidak ada",
}

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ON_TIME: "masuk tepat waktu",
    Outcome.LATE: "masuk terlambat",
    Outcome.EXCUSED_BUT_HERE: "masuk padahal dilaporkan tidak hadir",
    Outcome.NO_SCHOOL_TODAY: "pada hari tanpa sekolah",
    Outcome.CLASS_OFF: "pada hari tanpa pelajaran bagi kelasnya",
    Outcome.ON_PLACEMENT: "pada hari PKL kelasnya",
    Outcome.OUT: "pulang",
    Outcome.EARLY_OUT: "pulang awal",
    Outcome.AGAIN: "pindaian ulang, tidak dihitung",
    Outcome.UNKNOWN_CARD: "tidak dikenal, tidak dihitung",
    Outcome.REVOKED_CARD: "kartu sudah diganti, tidak dihitung",
    Outcome.UNKNOWN_NUMBER: "nomor tidak terdaftar, tidak dihitung",
    Outcome.REVOKED_NUMBER: "nomor sudah dicabut, tidak dihitung",
    Outcome.EXPIRED_CARD: "kartu tidak berlaku hari itu, tidak dihitung",
    Outcome.LEFT_SCHOOL: "tidak terdaftar di sekolah hari itu, tidak dihitung",
    Outcome.BAD_CLOCK: "waktu tidak mungkin, tidak dihitung",
}


def scans_summary(found: MachineScans, *, known: int, outcomes: Counter[Outcome], written: bool) -> str:
    """What the file comes to; `known`: rows taken over before. `outcomes`: of all rows, if they were written."""
    blocks = [
        f"{len(found.scans)} catatan dapat dipakai, {known} di antaranya sudah pernah dimasukkan.",
        _span(found),
        "\n".join(f"{count:>7}  {_OUTCOMES[outcome]}" for outcome, count in outcomes.most_common()),
        _listed((_row(bad.place, _FLAWS[bad.flaw], bad.about) for bad in found.bad_rows), len(found.bad_rows)),
        "" if written else "Ini hanya percobaan: belum ada yang disimpan.",
    ]
    return "\n\n".join(filter(None, blocks))


def numbers_summary(done: Registered) -> str:
    counts = f"{done.given} nomor terdaftar, {done.taken_away} nomor dicabut."
    bad = _listed((_row(bad.place, _NUMBER_FLAWS[bad.flaw], bad.about) for bad in done.bad_rows), len(done.bad_rows))
    return "\n\n".join(filter(None, [counts, bad]))


def _span(found: MachineScans) -> str:
    """So that somebody sees it when days and months were read the wrong way round."""
    if not found.scans:
        return ""
    first, last = found.scans[0].moment.scanned_at, found.scans[-1].moment.scanned_at
    return f"Dari {day_long(first.date())} sampai {day_long(last.date())}."


def _row(place: Place, why: str, about: str) -> str:
    return f"{place.sheet} baris {place.row}: {why.format(about=about)}; tidak dimasukkan."


def _listed(lines: Iterable[str], count: int) -> str:
    if not count:
        return ""
    shown = [line for line, _ in zip(lines, range(_MOST_LISTED), strict=False)]
    more = [f"… dan {count - _MOST_LISTED} baris lain."] if count > _MOST_LISTED else []
    return "\n".join([f"Baris bermasalah ({count}):", *shown, *more])
