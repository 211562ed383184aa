"""Indonesian sentences about guardians who wait for the school's yes."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core.registration_requests import Waiting
from core.wording.dates import clock_time, day_short
from core.wording.guardians import asked_by

ACCEPT, REFUSE = "✅ Setujui", "✖️ Tolak"


def waiting(found: Sequence[Waiting], *, total: int, first: int, now: datetime) -> str:
    if not total:
        return "Tidak ada orang tua yang menunggu persetujuan."
    lines = [f"{number}. {_line(one, now)}" for number, one in enumerate(found, first + 1)]
    return "\n".join([f"<b>Orang tua menunggu persetujuan ({total})</b>", *lines])


def _line(one: Waiting, now: datetime) -> str:
    at = one.request.asked_at.astimezone(now.tzinfo)
    whom = f"{escape(one.student.name)} · {escape(one.school_class.name)}"
    return f"{escape(asked_by(one.request))} untuk {whom}, {day_short(at.date())} pukul {clock_time(at)}"


def decided(one: Waiting) -> str:
    verb = "disetujui dan diberi tahu" if one.request.accepted else "ditolak dan diberi tahu"
    way = "SMS" if one.request.telegram_id is None else "Telegram"
    return f"📱 {escape(asked_by(one.request))} untuk <b>{escape(one.student.name)}</b> {verb} lewat {way}."


def decided_briefly(*, accepted: bool) -> str:
    return "Disetujui." if accepted else "Ditolak."
