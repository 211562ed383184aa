"""Indonesian sentences about a station that leave the page: to the keeper it names, and onto a home screen."""

from datetime import datetime
from html import escape

from core.wording.dates import clock_time


def named_as_keeper(station: str, at: datetime) -> str:
    """To the officer under whose name a station now enters people by hand. HTML, names escaped."""
    return (
        f"Anda dipilih sebagai petugas jaga di stasiun <b>{escape(station)}</b> sejak pukul {clock_time(at)}. "
        "Yang dicatat manual di sana hari ini memakai nama Anda.\n\n"
        "Bukan Anda? Segera beri tahu administrator."
    )


def application_name(station: str) -> str:
    """Of the page, where it is installed."""
    return f"Absensi – {station}"
