"""Indonesian sentences about a station that leave the page: to the keeper it names, and onto a home screen."""

from datetime import datetime, timedelta
from html import escape

from core.wording.dates import clock_time


def named_as_keeper(station: str, at: datetime) -> str:
    """To the officer under whose name a station now enters people by hand. HTML, names escaped."""
    return (
        f"Anda dipilih sebagai petugas jaga di stasiun <b>{escape(station)}</b> sejak pukul {clock_time(at)}. "
        "Yang dicatat manual di sana hari ini memakai nama Anda.\n\n"
        "Bukan Anda? Segera beri tahu administrator."
    )


def may_names_be_shown(station: str, span: timedelta) -> str:
    """To the keeper under whose name somebody at a station asks for it; two buttons follow. HTML, names escaped."""
    minutes = span // timedelta(minutes=1)
    return (
        f"Tampilkan nama yang belum hadir di <b>{escape(station)}</b> selama {minutes} menit?\n\n"
        "Siapa saja di depan layar itu bisa membacanya. Bukan Anda yang meminta? Ketuk <b>Tolak</b>."
    )


def application_name(station: str) -> str:
    """Of the page, where it is installed."""
    return f"Absensi – {station}"
