"""Indonesian words of a pupil's page and of the answer to "Mengapa?". HTML, names escaped."""

from datetime import date, timedelta
from html import escape
from typing import assert_never

from bot.wording.fitting import last_lines
from bot.wording.recaps import attended
from bot.wording.statuses import reason_word, status_word
from core.attendance import Source, Status
from core.explanations import Corrected, Explanation, Noticed, Reported, Said, Scanned
from core.periods import Period
from core.pupil_months import PupilMonth
from core.tallies import Tally
from core.wording.dates import clock_time, day_long, days_span, month_name
from core.wording.periods import period_name
from db.models import Direction

WHY, BACK = "Mengapa?", "‹ Kembali"
_WEEK = "Sn Sl Rb Km Jm Sb Mg"
_LEGEND = "<i>titik: hadir, ?: belum dilaporkan, T: terlambat</i>"


def page(found: PupilMonth, today: Status) -> str:
    """The month as a calendar, its count, the semester's, and how today stands."""
    head = f"<b>{escape(found.student.name)}</b> · {escape(found.school_class)}\nHari ini: {status_word(today)}"
    calendar = f"<pre>{_calendar(found)}</pre>"
    month = f"{period_name(found.month)}: {_counts(found.tally)} dari {found.tally.days} hari efektif"
    return "\n".join([head, "", f"<b>{period_name(found.month)}</b>", calendar, _LEGEND, "", month, _term(found.term)])


def which_day(found: PupilMonth) -> str:
    return f"<b>{escape(found.student.name)}</b>, {period_name(found.month)}\nHari mana yang hendak dijelaskan?"


def month_button(month: Period) -> str:
    return f"{month_name(month.first)[:3]} {month.first.year}"


def day_button(day: date, mark: str) -> str:
    return f"{day.day} {mark}".strip()


def explanation(found: Explanation) -> str:
    head = f"<b>{escape(found.student.name)}</b> · {escape(found.school_class)}\n{day_long(found.on)}"
    said = [_said(one, found.on) for one in found.said] or ["Belum ada laporan, kabar, atau pindaian."]
    return "\n".join(
        [head, "", last_lines(said), "", f"Maka: <b>{status_word(found.status)}</b>. {_because(found.status)}"]
    )


def _calendar(found: PupilMonth) -> str:
    """Two lines a week: the days, and their marks under them."""
    monday = found.month.first - timedelta(days=found.month.first.weekday())
    lines = [_WEEK]
    while monday <= found.month.last:
        week = [monday + timedelta(days=i) for i in range(7)]
        inside = [day if found.month.first <= day <= found.month.last else None for day in week]
        lines.append(" ".join(f"{day.day:>2}" if day else "  " for day in inside).rstrip())
        lines.append(" ".join(f" {_mark(found, day)}" for day in inside).rstrip())
        monday += timedelta(days=7)
    return "\n".join(lines)


def _mark(found: PupilMonth, day: date | None) -> str:
    return " " if day is None or day not in found.marks else found.marks[day] or "·"


def _counts(tally: Tally) -> str:
    counted = " ".join(f"{letter} {count}" for letter, count in tally.by_letter.items() if count)
    return counted or ("tidak ada ketidakhadiran" if tally.known else "belum ada laporan")


def _term(tally: Tally) -> str:
    """Days are missed of those that were reported; how many the school had is said apart."""
    of = f"; {attended(tally)} dari {tally.known} hari yang dilaporkan" if tally.known else ""
    return f"Semester ini: {_counts(tally)}{of} ({tally.days} hari efektif)"


def _said(one: Said, on: date) -> str:
    at = clock_time(one.at) if one.at.date() == on else f"{one.at.day}/{one.at.month} {clock_time(one.at)}"
    match one:
        case Reported(by=by, reason=reason):
            return f"{at} · laporan kelas oleh {escape(by)}: {reason_word(reason).lower()}"
        case Noticed():
            return f"{at} · {_notice(one)}"
        case Corrected(by=by, before=before, after=after, why=why):
            changed = f"{reason_word(before).lower()} → {reason_word(after).lower()}"
            return f"{at} · diperbaiki {escape(by)}: {changed}, alasan: “{escape(why)}”"
        case Scanned():
            return f"{at} · {_scan(one)}"
        case _:
            assert_never(one)


def _notice(one: Noticed) -> str:
    decided = {
        None: "belum diputuskan",
        True: f"disetujui {escape(one.by or '')}",
        False: f"ditolak {escape(one.by or '')}",
    }
    what = f"kabar orang tua: {reason_word(one.reason).lower()}, {days_span(one.first, one.last)}"
    return f"{what} ({decided[one.accepted].strip()})"


def _scan(one: Scanned) -> str:
    what = "pindai masuk" if one.direction is Direction.IN else "pindai pulang"
    late = f", terlambat {one.minutes_late} menit" if one.minutes_late is not None else ""
    by_hand = f", dicatat {escape(one.by)}: “{escape(one.why or '')}”" if one.by else ""
    return f"{what}{late}{by_hand}"


def _because(status: Status) -> str:
    return {
        Source.NOBODY: "Belum ada yang menyatakan.",
        Source.CLASS: "Laporan kelas yang terakhir berlaku.",
        Source.GUARDIAN: "Kabar orang tua, belum dipastikan guru.",
        Source.STAFF: "Putusan guru berlaku.",
    }[status.source]
