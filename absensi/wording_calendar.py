"""Sentences of `absensi calendar`."""


def proposal(number: int, line: str) -> str:
    return f"{number} [usulan] {line}"


def proposed(year: int, count: int) -> str:
    return f"{count} hari libur nasional dan cuti bersama {year} diusulkan; setujui dengan: absensi calendar confirm"


def confirmed(count: int) -> str:
    return f"{count} usulan disetujui."


def closed() -> str:
    return "Sekolah ditutup mulai sekarang; kabar alfa yang belum terkirim ditarik."


def reopened() -> str:
    return "Sekolah dibuka kembali; kabar alfa yang masih berlaku dikirim."


def not_closed() -> str:
    return "Sekolah tidak sedang ditutup hari ini."


def no_such_entry(number: int) -> str:
    return f"Tidak ada isian kalender nomor {number}."
