"""Indonesian sentences on the printed keycode slips that pupils carry home."""


def for_whom() -> str:
    return "Untuk orang tua / wali dari"


def how_to_register(keycode: str, phone: str, bot: str | None) -> str:
    """`phone` as the school writes it, or empty; `bot` is its user name, where it is known."""
    by_sms = f"Ketik SMS: DAFTAR {keycode}\nkirim ke {phone or 'nomor SMS sekolah'}"
    return f"{by_sms}\natau di Telegram kepada @{bot}" if bot else by_sms


def registration_sms(keycode: str) -> str:
    """What the QR code writes into the guardian's phone."""
    return f"DAFTAR {keycode}"


def registration_link(bot: str, keycode: str) -> str:
    """What the other QR code opens: Telegram, at the bot (its user name)."""
    return f"https://t.me/{bot}?start={keycode}"


def scan_to_register() -> str:
    return "SMS: pindai, lalu kirim"


def scan_for_telegram() -> str:
    return "Telegram: pindai"


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
