"""A deputy for the class leaders: who, for how long, and how the pupil gets in."""

from collections.abc import Mapping
from datetime import date
from html import escape

from core.wording.dates import day_long

DAYS: Mapping[int, str] = {1: "Hari ini saja", 3: "3 hari", 7: "1 minggu", 14: "2 minggu"}


def which_class() -> str:
    return "Wakil pelapor untuk kelas mana?"


def who(school_class: str) -> str:
    return (
        f"Siapa yang melapor untuk <b>{escape(school_class)}</b> selama ketua dan sekretaris tidak ada? Ketuk namanya."
    )


def how_long(student: str) -> str:
    return f"<b>{escape(student)}</b> melapor untuk berapa lama?"


def named(student: str, until: date) -> str:
    return f"✅ <b>{escape(student)}</b> bisa melapor sampai {day_long(until)}, dan sudah diberi tahu."


def invited(student: str, until: date) -> str:
    return (
        f"✅ <b>{escape(student)}</b> bisa melapor sampai {day_long(until)}, setelah memakai undangan di bawah ini. "
        "Teruskan kepadanya."
    )


def you_report(school_class: str, until: date) -> str:
    return f"Anda diminta melapor untuk <b>{escape(school_class)}</b> sampai {day_long(until)}. Ketik /lapor."


def no_class() -> str:
    return "Tidak ada kelas yang bisa Anda beri wakil pelapor."
