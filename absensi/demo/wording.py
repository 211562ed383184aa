"""What the demo says on the terminal, in Indonesian."""

from collections.abc import Mapping

import typer

from db.models import Role

BOT = "bot"
ROLES: Mapping[Role, str] = {
    Role.CLASS_SECRETARY: "sekretaris kelas",
    Role.CLASS_PRESIDENT: "ketua kelas",
    Role.HOMEROOM_TEACHER: "wali kelas",
    Role.DUTY_TEACHER: "guru piket",
    Role.COUNSELOR: "guru BK",
    Role.LEADERSHIP: "kepala sekolah",
    Role.DEPARTMENT_HEAD: "ketua jurusan",
    Role.ADMINISTRATOR: "administrator",
}
LEADERSHIP, STRANGER = "grup pimpinan", "orang asing"
# Words that tell one message from another.
SENT, NOTICE, UNEXPLAINED = "terkirim", "Kabar orang tua", "tanpa keterangan"
RECEIVED, ACCEPTED, RETRACTED = "sudah kami terima", "disetujui", "Ralat"


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


def pressed(label: str) -> str:
    return f"menekan «{label}»"


def mother_of(name: str) -> str:
    return f"Ibu {name.split()[0]}"


def father_of(name: str) -> str:
    return f"Ayah {name.split()[0]}"


PASSER_BY = "warga"

REGISTERING = "Dua orang tua mendaftarkan nomornya dengan huruf-huruf di slip"
REPORTING = "Sekretaris melaporkan seorang siswa alfa; wali kelas langsung tahu"
ALERTING = "Orang tuanya menerima SMS"
PLAIN_WORDS = "Orang tua lain memberi kabar dengan kalimat biasa"
ANSWERING = "Wali kelas membalas di Telegram, orang tua menerima SMS"
ACCEPTING = "Wali kelas menyetujui kabar itu dengan satu ketukan"
INFORMING = "Warga mengirim INFO kepada pimpinan sekolah"
CORRECTING = "Siswanya ternyata datang: laporan diperbaiki, orang tuanya diberi tahu"
LOOKING = "Guru BK melihat seluruh sekolah"
A_STRANGER = "Orang asing tidak melihat apa pun"


def plain_notice(name: str) -> str:
    return f"Assalamualaikum bu, {name.split()[0]} hari ini tidak masuk karena demam"


def staff_answer() -> str:
    return "Semoga lekas sembuh, Bu. Tugas hari ini bisa menyusul."


def info() -> str:
    return "INFO Ada pohon tumbang di depan gerbang sekolah"
