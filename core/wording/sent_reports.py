"""Indonesian words for who got which daily report. Plain, unless it says HTML."""

from datetime import date, datetime
from html import escape

from core.sent_reports import Fate, Recipient, SentVersion
from core.sms_text import shorten
from core.wording.dates import clock_time, day_long, day_short
from core.wording.roles import ROLES

_MOST_NAMED, _LETTERS, _ERROR_LETTERS = 20, 36, 60


def version(report: SentVersion) -> str:
    """`Versi 1, dibuat pukul 15.30: terkirim kepada 4 dari 5 orang`."""
    sent = sum(one.fate is Fate.SENT for one in report.recipients)
    title = f"Versi {report.version}{' (dikoreksi)' if report.version > 1 else ''}"
    made = f"dibuat {_at(report.made_at, report.on)}"
    return f"{title}, {made}: terkirim kepada {sent} dari {len(report.recipients)} orang"


def recipient(one: Recipient, on: date) -> str:
    """`Bu Ratna (wali kelas X RPL 1): terkirim pukul 15.31`."""
    return f"{_whom(one)}: {_became(one, on)}"


def not_delivered(report: SentVersion) -> str:
    """HTML, to the administration."""
    named = [f"• {escape(_whom(one))}: {escape(_reason(one))}" for one in report.failed[:_MOST_NAMED]]
    more = [f"• dan {len(report.failed) - _MOST_NAMED} orang lagi"] if len(report.failed) > _MOST_NAMED else []
    head = f"⚠️ <b>Laporan harian tidak sampai</b>\n{day_long(report.on)}, versi {report.version}"
    return "\n".join([head, "", *named, *more, "", "Sampaikan dengan cara lain, misalnya dicetak."])


def _whom(one: Recipient) -> str:
    place = f" {shorten(one.school_class, _LETTERS)}" if one.school_class else ""
    return f"{shorten(one.name, _LETTERS)} ({ROLES[one.role]}{place})"


def _became(one: Recipient, on: date) -> str:
    match one.fate:
        case Fate.SENT:
            return f"terkirim {_at(one.at, on)}" if one.at else "terkirim"
        case Fate.WAITING:
            return f"belum terkirim ({_reason(one)})" if one.error else "belum terkirim"
        case Fate.FAILED:
            return f"GAGAL ({_reason(one)})"


def _reason(one: Recipient) -> str:
    return shorten(one.error, _ERROR_LETTERS) if one.error else "sebab tidak diketahui"


def _at(moment: datetime, on: date) -> str:
    day = "" if moment.date() == on else f"{day_short(moment.date())} "
    return f"{day}pukul {clock_time(moment)}"
