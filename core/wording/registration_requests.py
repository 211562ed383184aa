"""Indonesian sentences to staff about numbers that wait for the school's yes. HTML."""

from html import escape


def asks(*, student: str, school_class: str, phone: str) -> str:
    """`phone` masked."""
    return (
        f"📱 <b>HP orang tua menunggu persetujuan</b>\n{escape(phone)} mendaftar untuk {escape(student)} · "
        f"{escape(school_class)} dengan huruf dari slip.\nSebelum disetujui, HP itu tidak menerima kabar apa pun."
    )


def decided(*, student: str, phone: str, who: str, accepted: bool) -> str:
    """`phone` masked."""
    verb = "disetujui" if accepted else "ditolak"
    return f"📱 {escape(phone)} untuk {escape(student)} {verb} oleh <b>{escape(who)}</b>"


def not_approved_yet(message: str) -> str:
    """`message` is HTML of ours: what such a number has written."""
    return f"⚠️ HP ini belum disetujui sekolah. Jangan jawab dengan keterangan tentang siswa.\n\n{message}"
