"""Indonesian sentences on the printed keycode slips that pupils carry home."""


def for_whom() -> str:
    return "Untuk orang tua / wali dari"


def how_to_register(keycode: str, phone: str) -> str:
    """`phone` as the school writes it, or empty."""
    return f"Ketik SMS: DAFTAR {keycode}\nkirim ke {phone or 'nomor SMS sekolah'}"


def registration_sms(keycode: str) -> str:
    """What the QR code writes into the guardian's phone."""
    return f"DAFTAR {keycode}"


def scan_to_register() -> str:
    return "atau pindai, lalu kirim"


def consent() -> str:
    """What registering agrees to, in plain words, and how to end it."""
    return (
        "Setelah terdaftar Anda menerima SMS bila anak tidak hadir tanpa keterangan, dan bisa mengabari sakit atau "
        "izin. Dengan mengirim SMS itu Anda setuju sekolah menyimpan nomor HP Anda, SMS Anda, serta nama, kelas, "
        "dan kehadiran anak, hanya untuk urusan kehadiran (UU No. 27 Tahun 2022 tentang Pelindungan Data Pribadi). "
        "Berhenti kapan saja: kirim BERHENTI. Simpan kertas ini; jangan berikan kepada orang lain."
    )


def document_title(school: str) -> str:
    return f"Kertas pendaftaran orang tua/wali, {school}"


def nobody_to_print() -> str:
    return "Belum ada siswa di kelas mana pun; impor dulu daftar siswa dengan: absensi import BERKAS.xlsx"
