"""What the demo says on the terminal, in Indonesian."""

import typer

BOT = "bot"
# Words that tell one message from another.
SENT, REPORTED, NOTICE, UNEXPLAINED = "terkirim", "Laporan kelas", "Kabar orang tua", "tanpa keterangan"
RECEIVED, ACCEPTED, RETRACTED = "sudah kami terima", "disetujui", "Ralat"
DOUBTFUL, SETTLED, DAILY_REPORT = "Perlu diperiksa", "✓", "Laporan harian"
FROM_PUBLIC, TODAY, BY_INVITATION, WELCOME = "📣 INFO dari masyarakat", "Hari ini,", "undang", "Selamat datang"
ARE_YOU, REGISTERED = "Apakah Anda orang tua", "terdaftar untuk"

# What stands on buttons.
I_AM = "Ya, saya orang tua/wali"
SEND, HERE_AFTER_ALL = "Kirim", "Laporan keliru, hadir"


def address(url: str) -> str:
    return f"Buka di peramban: {typer.style(url, bold=True)}"


def reachable_by_others(host: str) -> str:
    warning = (
        f"PERHATIAN: halaman ini mendengarkan di {host}. Siapa pun yang bisa menjangkaunya dapat bertindak sebagai "
        "siapa pun di sekolah contoh ini, dan lalu lintasnya tidak tersandi. Tanpa --host hanya mesin ini yang bisa."
    )
    return typer.style(warning, fg=typer.colors.YELLOW, bold=True)


def port_taken(host: str, port: int) -> str:
    return f"Alamat {host}:{port} tidak bisa dipakai; pilih --port yang lain, atau biarkan kosong."


def started_over(seconds: float) -> str:
    return f"\nMulai lagi: sekolah contoh yang baru siap dalam {seconds:.1f} detik."


def not_played() -> str:
    return "Paginya dimainkan di halaman itu. Ctrl-C untuk berhenti."


def opening(seconds: float) -> str:
    return f"Sekolah contoh siap dalam {seconds:.1f} detik: layanan sungguhan, Telegram dan modem tiruan."


def closing() -> str:
    return "\nPagi selesai. Layanan tetap berjalan; Ctrl-C untuk berhenti."


def broken(what: str) -> str:
    return f"Demo terhenti: {what}"


def telegram(chat: str) -> str:
    return typer.style(f"[Telegram {chat}]", fg=typer.colors.BLUE)


def sms_out(whose: str) -> str:
    return typer.style(f"[HP {whose} → sekolah]", fg=typer.colors.GREEN)


def sms_in(whose: str, parts: int) -> str:
    counted = f", {parts} bagian" if parts > 1 else ""
    return typer.style(f"[sekolah → HP {whose}{counted}]", fg=typer.colors.GREEN)


def at_gate(gate: str) -> str:
    return typer.style(f"[{gate}]", fg=typer.colors.MAGENTA)


def scanned(name: str, headline: str, detail: str) -> str:
    return f"kartu {name}: {headline}. {detail}"


def file(name: str, caption: str) -> str:
    return f"📄 {name}: {caption}" if caption else f"📄 {name}"


def unknown_card() -> str:
    return "tak dikenal"


def pressed(label: str) -> str:
    return f"menekan «{label}»"


def plain_notice(name: str) -> str:
    return f"Assalamualaikum bu, {name.split()[0]} hari ini tidak masuk karena demam"


def typed_report(absent: str, sick: str) -> str:
    return f"A: {absent}; S: {sick}"


def staff_answer() -> str:
    return "Semoga lekas sembuh, Bu. Tugas hari ini bisa menyusul."


def info() -> str:
    return "INFO Ada pohon tumbang di depan gerbang sekolah"
