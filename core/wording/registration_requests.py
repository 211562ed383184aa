"""Indonesian sentences about guardians who wait for the school's yes: to staff, and to those in Telegram. HTML."""

from html import escape

from core.wording.guardian_messages import child


def asks(*, student: str, school_class: str, who: str, in_telegram: bool) -> str:
    """To staff. `who`: the masked number, or the name in Telegram, which its holder has chosen."""
    check = " Nama di Telegram dipilih sendiri oleh pemiliknya: cocokkan dulu." if in_telegram else ""
    return (
        f"📱 <b>Orang tua menunggu persetujuan</b>\n{escape(who)} mendaftar untuk {escape(student)} · "
        f"{escape(school_class)} dengan huruf dari slip.{check}\nSebelum disetujui, ia tidak menerima kabar apa pun."
    )


def decided(*, student: str, whose: str, who: str, accepted: bool) -> str:
    """To staff. `whose` as in `asks`, `who` has decided."""
    verb = "disetujui" if accepted else "ditolak"
    return f"📱 {escape(whose)} untuk {escape(student)} {verb} oleh <b>{escape(who)}</b>"


def not_approved_yet(message: str) -> str:
    """To staff. `message` is HTML of ours: what such a number has written."""
    return f"⚠️ HP ini belum disetujui sekolah. Jangan jawab dengan keterangan tentang siswa.\n\n{message}"


def registered(student: str, school_class: str, school: str) -> str:
    """To the guardian in Telegram, after a yes."""
    return (
        f"✅ {escape(school)}: Sekolah sudah menyetujui. Akun ini terdaftar untuk {child(student, school_class)}.\n\n"
        "Kami kabari di sini saat ananda datang dan pulang, dan bila tidak hadir tanpa keterangan. Sakit atau izin? "
        "Tulis saja, misalnya: sakit demam 2 hari. Ketik /bantuan untuk melihat yang lain; untuk berhenti: /berhenti."
    )


def registration_refused(school: str) -> str:
    """To the account, after a no. Names nobody."""
    return (
        f"{escape(school)}: Maaf, pendaftaran akun ini tidak disetujui sekolah. "
        "Bila ada pertanyaan, silakan hubungi wali kelas."
    )
