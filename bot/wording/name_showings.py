"""Indonesian sentences about names on a station's screen. HTML, names escaped."""

from datetime import datetime
from html import escape

from core.wording.dates import clock_time

SHOW, REFUSE = "Tampilkan", "Tolak"


def shown(station: str, until: datetime) -> str:
    return (
        f"Nama yang belum hadir ditampilkan di <b>{escape(station)}</b> sampai pukul {clock_time(until)}. "
        "Selesai lebih awal? Ketuk Sembunyikan di layarnya."
    )


def refused(station: str) -> str:
    return f"Ditolak. Tidak ada nama yang ditampilkan di <b>{escape(station)}</b>."
