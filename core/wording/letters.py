"""Letters of excuse, as a caption under their picture. HTML, names escaped."""

from datetime import date
from html import escape

from core.wording.dates import day_long


def letter(*, student: str, school_class: str, on: date, who: str) -> str:
    """A caption: at most 1024 characters."""
    return (
        f"📄 <b>Surat</b> {escape(student[:100])} · {escape(school_class[:60])}\n{day_long(on)}"
        f" · dikirim {escape(who[:100])}"
    )
