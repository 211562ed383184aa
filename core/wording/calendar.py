"""Indonesian sentences about the calendar, for the bot, the command line and the outbox alike. Plain where not said
otherwise.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape

from core.school_rules import WEEKDAYS
from core.wording.dates import clock_time, day_name, month_name
from db.models import CalendarEntry, CalendarKind

KINDS: Mapping[CalendarKind, str] = {
    CalendarKind.NATIONAL_HOLIDAY: "libur nasional",
    CalendarKind.JOINT_LEAVE: "cuti bersama",
    CalendarKind.SCHOOL_HOLIDAY: "libur sekolah",
    CalendarKind.WORK_PLACEMENT: "PKL",
    CalendarKind.SPECIAL_HOURS: "jam khusus",
    CalendarKind.EMERGENCY_CLOSURE: "ditutup darurat",
}
_GRADES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_MONDAY = date(2026, 11, 23)  # any


def entry_line(entry: CalendarEntry, school_class: str | None = None) -> str:
    """`14–18 Des 2026: Libur semester (libur sekolah, kelas X, XI)`."""
    what = [KINDS[entry.kind]] if KINDS[entry.kind].lower() != entry.name.lower() else []
    what += [f"kelas {school_class}"] if school_class else []
    what += [f"kelas {', '.join(_GRADES[grade - 1] for grade in entry.grades)}"] if entry.grades else []
    what += [hours_words(entry.hours)] if entry.hours else []
    what += [f"sejak pukul {entry.closed_from:%H.%M}"] if entry.closed_from else []
    about = f" ({', '.join(what)})" if what else ""
    return f"{days_words(entry.first_day, entry.last_day)}: {entry.name}{about}"


def days_words(first: date, last: date) -> str:
    """`25 Des 2026`, `14–18 Des 2026`, `28 Des 2026 – 2 Jan 2027`."""
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def hours_words(hours: Mapping[str, list[str | None] | None]) -> str:
    """`Senin 07.30–12.00, Sabtu libur`, in the order of the week."""
    return ", ".join(f"{weekday_word(day)} {_span(hours[day])}" for day in WEEKDAYS if day in hours)


def weekday_word(name: str) -> str:
    """`Senin` for `monday`."""
    return day_name(_MONDAY + timedelta(days=WEEKDAYS.index(name)))


def unreadable(part: str) -> str:
    """Why an entry was not taken, with what to write instead. `part` as in `BadCalendarEntry`."""
    match part:
        case "days":
            return "Tanggalnya belum terbaca. Contoh: 14-18/12/2026 Libur semester"
        case "hours":
            return "Jamnya belum terbaca. Contoh: 7-18/12/2026 Ujian 07.30-12.00, jumat 07.30-11.00"
        case "class":
            return "Kelas itu tidak ada pada tahun pelajaran tanggal tersebut. Contoh: 1/2-30/4/2027 PKL XI RPL 1"
        case _:
            return "Namanya perlu diisi, paling panjang 60 huruf. Contoh: 14-18/12/2026 Libur semester"


def already_closed() -> str:
    return "Sekolah sudah ditutup hari ini."


def closed(reason: str, at: datetime) -> str:
    """HTML: to staff, at once."""
    return (
        f"🚨 <b>Sekolah ditutup</b> mulai pukul {clock_time(at)}: {escape(reason)}\n"
        "Kabar alfa yang belum terkirim ditarik, dan kelas tidak perlu melapor lagi hari ini."
    )


def closed_for_pupils(reason: str, at: datetime) -> str:
    """HTML: to class leaders, at once. What guardians are told is no business of theirs."""
    return (
        f"🚨 <b>Sekolah ditutup</b> mulai pukul {clock_time(at)}: {escape(reason)}\n"
        "Kelas tidak perlu melapor lagi hari ini."
    )


def reopened(at: datetime) -> str:
    """HTML: to staff, at once."""
    return (
        f"✅ <b>Sekolah dibuka kembali</b>, pukul {clock_time(at)}.\n"
        "Laporan kelas berjalan lagi, dan kabar alfa yang masih berlaku dikirim."
    )


def reopened_for_pupils(at: datetime) -> str:
    """HTML: to class leaders, at once."""
    return f"✅ <b>Sekolah dibuka kembali</b>, pukul {clock_time(at)}.\nLaporan kelas berjalan lagi."


def _span(span: list[str | None] | None) -> str:
    if span is None:
        return "libur"
    begins, ends = ((moment or "").replace(":", ".") for moment in span)
    return f"{begins}–{ends or 'selesai'}"


def _day(day: date) -> str:
    return f"{day.day} {month_name(day)[:3]} {day.year}"
