"""Periods as Indonesians write them."""

from datetime import date

from core.periods import Period
from core.wording.dates import day_long, month_name


def period_name(period: Period) -> str:
    """`November 2026`, `Senin, 23 November 2026`, `16–20 November 2026` or `13 Juli – 18 Desember 2026`."""
    first, last = period.first, period.last
    if first == last:
        return day_long(first)
    if period.is_month:
        return f"{month_name(first)} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month_name(last)} {last.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {month_name(first)}{year} – {date_written(last)}"


def semester_name(number: int, year: str) -> str:
    """`Semester 1 (Ganjil), 2026/2027`."""
    return f"Semester {number} ({'Ganjil' if number == 1 else 'Genap'}), {year}"


def date_written(day: date) -> str:
    """`30 November 2026`, as in front of a signature."""
    return f"{day.day} {month_name(day)} {day.year}"
