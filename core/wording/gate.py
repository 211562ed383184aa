"""Indonesian sentences of the gate: what a scan's result says on the station's screen, and the stations' command."""

from datetime import datetime
from html import escape
from typing import assert_never

from core.arrival import Outcome
from core.wording.dates import clock_time, day_short
from db.models import Direction


def headline(outcome: Outcome, direction: Direction | None, minutes_late: int | None = None) -> str:
    """A few words, to be read from two metres."""
    match outcome:
        case Outcome.ON_TIME:
            return "MASUK"
        case Outcome.LATE:
            return f"TERLAMBAT {minutes(minutes_late or 0).upper()}"
        case Outcome.EXCUSED_BUT_HERE:
            return "MASUK, LAPOR PIKET"
        case Outcome.NO_SCHOOL_TODAY:
            return "PULANG, TIDAK ADA SEKOLAH" if direction is Direction.OUT else "MASUK, TIDAK ADA SEKOLAH"
        case Outcome.CLASS_OFF:
            return "PULANG, KELAS LIBUR" if direction is Direction.OUT else "MASUK, KELAS LIBUR"
        case Outcome.ON_PLACEMENT:
            return "PULANG, HARI PKL" if direction is Direction.OUT else "MASUK, HARI PKL"
        case Outcome.OUT:
            return "PULANG"
        case Outcome.EARLY_OUT:
            return "PULANG AWAL"
        case Outcome.AGAIN:
            return "SUDAH PULANG" if direction is Direction.OUT else "SUDAH MASUK"
        case Outcome.UNKNOWN_CARD:
            return "DITOLAK: KARTU TIDAK DIKENAL"
        case Outcome.REVOKED_CARD:
            return "DITOLAK: KARTU LAMA"
        case Outcome.EXPIRED_CARD:
            return "DITOLAK: BUKAN UNTUK HARI ITU"
        case Outcome.UNKNOWN_NUMBER:
            return "DITOLAK: NOMOR TIDAK DIKENAL"
        case Outcome.REVOKED_NUMBER:
            return "DITOLAK: NOMOR DICABUT"
        case Outcome.LEFT_SCHOOL:
            return "DITOLAK: TIDAK TERDAFTAR LAGI"
        case Outcome.BAD_CLOCK:
            return "BELUM DIHITUNG: WAKTU TIDAK PASTI"
        case _:
            assert_never(outcome)


def detail(outcome: Outcome, at: datetime, *, minutes_late: int | None, counted_at: datetime | None) -> str:
    """One sentence for whoever stands there. `at` in the school's zone."""
    match outcome:
        case Outcome.ON_TIME:
            return f"Tepat waktu, pukul {clock_time(at)}."
        case Outcome.LATE:
            return f"Tercatat pukul {clock_time(at)}."
        case Outcome.EXCUSED_BUT_HERE:
            late = f", terlambat {minutes(minutes_late)}" if minutes_late else ""
            return f"Tadi dilaporkan tidak hadir{late}. Silakan masuk dan temui guru piket."
        case Outcome.NO_SCHOOL_TODAY:
            return f"Hari ini tidak ada sekolah, atau sekolah sudah ditutup. Tercatat pukul {clock_time(at)}."
        case Outcome.CLASS_OFF:
            return f"Hari ini tidak ada pelajaran untuk kelasmu. Tercatat pukul {clock_time(at)}."
        case Outcome.ON_PLACEMENT:
            return f"Kelasmu sedang PKL hari ini. Tercatat pukul {clock_time(at)}."
        case Outcome.OUT:
            return f"Pukul {clock_time(at)}. Hati-hati di jalan."
        case Outcome.EARLY_OUT:
            return f"Sebelum jam pulang, pukul {clock_time(at)}. Tunjukkan izin kepada petugas."
        case Outcome.AGAIN:
            return f"Sudah tercatat pukul {clock_time(counted_at or at)}."
        case Outcome.UNKNOWN_CARD:
            return "Kartu ini tidak dikenal. Lapor ke petugas."
        case Outcome.REVOKED_CARD:
            return "Kartu ini sudah diganti. Pakai kartu yang baru, atau lapor ke petugas."
        case Outcome.UNKNOWN_NUMBER:
            return "Nomor kartu ini tidak terdaftar. Lapor ke petugas."
        case Outcome.REVOKED_NUMBER:
            return "Nomor kartu ini sudah dicabut. Pakai kartu yang baru, atau lapor ke petugas."
        case Outcome.EXPIRED_CARD:
            return "Kartu sementara ini tidak berlaku hari itu. Lapor ke petugas."
        case Outcome.LEFT_SCHOOL:
            return "Pemilik kartu ini tidak terdaftar lagi. Lapor ke petugas."
        case Outcome.BAD_CLOCK:
            return "Waktunya tidak pasti, jadi belum dihitung. Petugas mencatatnya lewat Tanpa kartu."
        case _:
            assert_never(outcome)


def confirmed(at: datetime, *, leaving: bool, minutes_late: int | None, early: bool) -> str:
    """To the person who scanned, in Telegram. `early`: leaving before the end. HTML."""
    if leaving:
        went = "pulang awal" if early else "pulang"
        return f"Anda tercatat <b>{went}</b> pukul {clock_time(at)}. Hati-hati di jalan."
    late = f", terlambat {minutes(minutes_late)}" if minutes_late else ""
    return f"Anda tercatat <b>masuk</b> pukul {clock_time(at)}{late}."


def arrival_set_right(name: str, place: str | None, at: datetime, *, minutes_late: int | None, was_told: bool) -> str:
    """To whom an arrival was confirmed with another lateness; `was_told`: that has gone. HTML."""
    late = f"terlambat {minutes(minutes_late)}" if minutes_late else "tidak terlambat"
    ralat = "Ralat: " if was_told else ""
    who = f"{escape(name)} · {escape(place or staff())}"
    return f"{ralat}{who} tercatat <b>masuk</b> {day_short(at.date())} pukul {clock_time(at)}, {late}."


def leaving_set_right(name: str, place: str | None, at: datetime, *, instead_of: datetime | None) -> str:
    """To whom an early leaving was confirmed that was none; `instead_of`: what they were told, None if it never left.
    HTML.
    """
    ralat, wrong = ("Ralat: ", f", bukan pukul {clock_time(instead_of)}") if instead_of else ("", "")
    who = f"{escape(name)} · {escape(place or staff())}"
    return f"{ralat}{who} tercatat <b>pulang</b> {day_short(at.date())} pukul {clock_time(at)}{wrong}."


def not_a_card() -> tuple[str, str]:
    """Headline and detail for what no station should have sent."""
    return "BUKAN KARTU", "Yang terbaca bukan kartu kehadiran sekolah."


def staff() -> str:
    """In the place of a class."""
    return "Guru/Staf"


def minutes(count: int) -> str:
    """`5 menit`, `1 jam 5 menit`."""
    hours, rest = divmod(count, 60)
    parts = ([f"{hours} jam"] if hours else []) + ([f"{rest} menit"] if rest or not hours else [])
    return " ".join(parts)


def station_label(name: str, gate: str) -> str:
    """Plain text; a station alone at its gate is called as the gate is."""
    return name if gate == name else f"{name} (di {gate})"


def station_taken(name: str) -> str:
    return f"Stasiun bernama {name!r} sudah ada; hapus dulu dengan: absensi station remove {name!r}"


def station_unknown(name: str) -> str:
    return f"Tidak ada stasiun bernama {name!r}."


def station_needs_name() -> str:
    return "Nama stasiun dan nama gerbang 1 sampai 60 huruf."
