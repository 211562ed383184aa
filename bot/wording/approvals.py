"""Indonesian sentences about guardians' numbers that wait for the school's yes."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core import phone
from core.registration_requests import Waiting
from core.wording.dates import clock_time, day_short

ACCEPT, REFUSE = "✅ Setujui", "✖️ Tolak"


def waiting(found: Sequence[Waiting], *, total: int, first: int, now: datetime) -> str:
    if not total:
        return "Tidak ada HP orang tua yang menunggu persetujuan."
    lines = [f"{number}. {_line(one, now)}" for number, one in enumerate(found, first + 1)]
    return "\n".join([f"<b>HP orang tua menunggu persetujuan ({total})</b>", *lines])


def _line(one: Waiting, now: datetime) -> str:
    at = one.request.asked_at.astimezone(now.tzinfo)
    whom = f"{escape(one.student.name)} · {escape(one.school_class.name)}"
    return f"{phone.masked(one.request.phone)} untuk {whom}, {day_short(at.date())} pukul {clock_time(at)}"


def decided(one: Waiting) -> str:
    verb = "disetujui dan diberi tahu" if one.request.accepted else "ditolak dan diberi tahu"
    return f"📱 {phone.masked(one.request.phone)} untuk <b>{escape(one.student.name)}</b> {verb} lewat SMS."


def decided_briefly(*, accepted: bool) -> str:
    return "Disetujui." if accepted else "Ditolak."
