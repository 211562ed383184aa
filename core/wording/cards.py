"""Indonesian words on the QR cards, and what is said when there are none to print."""


def heading(nis: str | None) -> str:
    """Small, under the school's name; only pupils have a NIS."""
    return "Kartu kehadiran" if nis is None else f"Kartu kehadiran · NIS {nis}"


def staff() -> str:
    return "Guru/Staf"


def how_to_use() -> str:
    """Small, at the foot of a card."""
    return "Tunjukkan saat datang dan pulang. Hilang? Segera lapor guru piket."


def for_phones() -> str:
    """Small, beside the small QR code."""
    return "untuk HP petugas"


def document_title(school: str) -> str:
    return f"Kartu QR kehadiran, {school}"


def nobody_to_print() -> str:
    return "Belum ada yang bisa diberi kartu; impor dulu datanya dengan: absensi import BERKAS.xlsx"


def holder_unknown(row_id: str) -> str:
    return f"Tidak ada siswa di kelas atau guru/staf dengan nomor {row_id!r} (NIS, NIP, atau nomor di kolom id)."
