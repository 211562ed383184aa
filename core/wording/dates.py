"""Dates and times as Indonesians write them. Datetimes are expected in the school's zone already."""

from datetime import date, datetime

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def day_name(day: date) -> str:
    """`Senin`."""
    return _DAYS[day.weekday()]


def month_name(day: date) -> str:
    """`November`."""
    return _MONTHS[day.month - 1]


def day_short(day: date) -> str:
    """`Senin 23 Nov`: no year, because operators are reported to drop SMS with four digits in a row."""
    return f"{day_name(day)} {day.day} {month_name(day)[:3]}"


def day_long(day: date) -> str:
    """`Senin, 23 November 2026`."""
    return f"{day_name(day)}, {day.day} {month_name(day)} {day.year}"


def days_span(first: date, last: date) -> str:
    """`Senin 23 Nov`, or `Senin 23 Nov sampai Rabu 25 Nov`."""
    return day_short(first) if first == last else f"{day_short(first)} sampai {day_short(last)}"


def clock_time(moment: datetime) -> str:
    """`07.15`, to be put after `pukul`."""
    return f"{moment:%H.%M}"
