"""Conversations with guardians: what waits for an answer, and questions that are asked back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from core.sms_text import shorten
from core.unanswered import Waiting
from core.wording.guardians import sender as written_by
from core.wording.notices import BY, REASONS, guardian_message, guardian_notice, public_info, sms_not_handled
from db.models import Channel

ASK, BACK, CLOSE = "Tanya", "‹ Kembali", "Selesai, tanpa jawaban"

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "until": ("Sampai kapan?", "Sampai hari apa ananda tidak masuk? Mohon balas pesan ini."),
    "health": ("Sakit apa?", "Ananda sakit apa, dan apakah sudah diperiksa dokter? Mohon balas pesan ini."),
    "letter": ("Minta surat", "Mohon surat keterangannya dititipkan saat ananda masuk kembali. Terima kasih."),
}
"""By what the button carries: its text, and the message, which follows the name of whoever asks."""

_EXCERPT = 90


def what_to_ask(notice: str) -> str:
    """Under the notice (HTML)."""
    return f"{notice}\n\n<b>Apa yang ditanyakan?</b> Untuk kata-kata sendiri, balas pesan ini."


def asked(notice: str, question: str, channel: Channel) -> str:
    return f"{notice}\n\n↩️ Ditanyakan {BY[channel]}: {escape(question)}"


def asked_briefly(channel: Channel) -> str:
    return f"Pertanyaan dikirim {BY[channel]}."


def answer_on_its_way(channel: Channel) -> str:
    return f"Jawaban Anda dikirim {BY[channel]}."


def waiting_list(waiting: Sequence[Waiting], *, total: int, first: int, now: datetime) -> str:
    if not total:
        return "Semua pesan sudah dijawab."
    lines = [f"<b>Belum dijawab: {total} pesan</b>", ""]
    for number, one in enumerate(waiting, first + 1):
        lines += [f"<b>{number}.</b> {_whose(one)} · {age(now - one.sms.received_at)}", _excerpt(one.sms.body), ""]
    return "\n".join([*lines, "Ketuk nomornya untuk membuka dan menjawab."])


def one_message(one: Waiting, *, at: datetime) -> str:
    """`at` is when it came, in the school's zone. The public's number is shown in full, so that it can be called."""
    if one.is_public:
        return public_info(text=one.sms.body, phone=one.sms.phone or one.sms.sender, at=at)
    sender = written_by(one.sms)
    if one.student is None or one.school_class is None:
        return sms_not_handled(phone=sender, text=one.sms.body)
    if one.notice is None:
        return guardian_message(
            student=one.student.name,
            school_class=one.school_class.name,
            text=one.sms.body,
            sender=sender,
            channel=one.sms.channel,
            about_alert=False,
        )
    return guardian_notice(
        student=one.student.name,
        school_class=one.school_class.name,
        reason=one.notice.reason.value,
        first=one.notice.first_day,
        last=one.notice.last_day,
        days_doubtful=False,
        text=one.sms.body,
        sender=sender,
    )


def closed() -> str:
    return "Ditandai selesai."


def age(since: timedelta) -> str:
    minutes = int(since.total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 1)} menit lalu"
    return f"{minutes // 60} jam lalu" if minutes < 24 * 60 else f"{minutes // (24 * 60)} hari lalu"


def _whose(one: Waiting) -> str:
    if one.student is None:
        return "INFO" if one.is_public else "Pesan orang tua"
    place = f" · {escape(one.school_class.name)}" if one.school_class else ""
    reason = f" ({REASONS[one.notice.reason.value].lower()})" if one.notice else ""
    return f"{escape(one.student.name)}{place}{reason}"


def _excerpt(text: str) -> str:
    return f"<i>{escape(shorten(' '.join(text.split()), _EXCERPT), quote=False)}</i>"
