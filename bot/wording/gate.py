"""Indonesian sentences of the gate in the bot: cards that were shown, entering by hand, printing cards. HTML."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape

from core.check_ins import CheckIn
from core.gate_facts import Holder
from core.sms_text import shorten
from core.wording import gate
from core.wording.dates import clock_time, day_long
from db.models import Direction

IN, OUT = "Masuk", "Pulang"
TEMPORARY, NEW_CARD, SURE = "QR sementara hari ini", "Kartu hilang: ganti", "Ya, ganti kartunya"
OWN_WORDS, OTHER_TIME = "Tulis alasan lain…", "Jam lain…"
TEACHERS = "Guru/Staf"
NAME_HINT, WHY_HINT, TIME_HINT = "Nama atau NIS", "Alasan", "Misalnya 06.45"

REASONS: Mapping[str, str] = {
    "left": "Kartu tertinggal",
    "broken": "Kartu rusak",
    "scanner": "Pemindai bermasalah",
}
"""Why somebody has no card at hand, as it is kept with the entry."""

_NAME_LETTERS = 26  # of a button as wide as a phone, beside the class
_GOOD, _NOTHING_NEW, _REFUSED = "✅", "⚪", "⛔"


def only_for_keepers() -> str:
    """To somebody of the school who opened a card's link."""
    return "Kartu kehadiran dibaca oleh petugas di gerbang. Tunjukkan kartu itu kepada petugas saat datang dan pulang."


def card_shown(card: CheckIn) -> str:
    """Who it is, and what recording it now would say."""
    return f"{_who(card.holder)}\n\nBila dicatat sekarang: {_said(card)}"


def result(done: CheckIn) -> str:
    return f"{_mark(done)} {_said(done)}" + (f"\n\n{_who(done.holder)}" if done.holder else "")


def entered_by_hand(done: CheckIn, why: str) -> str:
    if not done.verdict.counts:
        return f"{result(done)}\n\nTidak mengubah hitungan. Alasannya tersimpan: {escape(why)}"
    return f"{result(done)}\n\nDicatat manual: {escape(why)}"


def which_card(count: int) -> str:
    return f"Ada {count} kartu di foto itu. Yang mana?"


def card_label(card: CheckIn) -> str:
    """On a button."""
    return person_label(card.holder) if card.holder else "Kartu tidak dikenal"


def no_card_seen() -> str:
    return (
        "Tidak ada kartu yang terbaca di foto itu. Foto lagi dari dekat, tegak lurus, dan terang; "
        "atau ketik /masuk diikuti namanya."
    )


def not_a_picture() -> str:
    return "Berkas itu bukan foto yang bisa dibuka, atau terlalu besar. Kirim fotonya lagi."


def out_of_date() -> str:
    return "Tombol ini dari hari lain dan tidak mencatat apa-apa. Pindai kartunya lagi, atau ketik /masuk NAMA."


def whom() -> str:
    return "Siapa orangnya? Balas dengan nama atau NIS-nya, sedikitnya tiga huruf."


def nobody_found() -> str:
    return "Tidak ada yang bernama begitu. Periksa ejaannya; sedikitnya tiga huruf, atau NIS-nya."


def which_person(count: int, most: int, *, is_sure: bool) -> str:
    """Not `is_sure`: their names are merely like the one that was asked for."""
    if not is_sure:
        return "Tidak ada yang bernama persis begitu. Maksudnya yang mana?"
    more = " Bila belum ada di sini, ketik nama yang lebih lengkap." if count == most else ""
    return f"Yang mana?{more}"


def person_label(holder: Holder) -> str:
    """On a button."""
    return f"{shorten(holder.name, _NAME_LETTERS)} · {_place(holder)}"


def person(found: CheckIn) -> str:
    return f"{card_shown(found)}\n\nTanpa kartu? Catat manual, atau beri QR sementara."


def why_by_hand(holder: Holder, direction: Direction, at: datetime | None) -> str:
    """`at` None: now."""
    when = f"pukul {clock_time(at)}" if at else "sekarang"
    return f"{_who(holder)}\n\n<b>{way(direction)}</b> {when}, tanpa kartu. Apa alasannya?"


def type_why(holder: Holder, direction: Direction, at: datetime | None) -> str:
    return f"{why_by_hand(holder, direction, at)} Balas pesan ini."


def type_time(holder: Holder, direction: Direction) -> str:
    return f"{_who(holder)}\n\n<b>{way(direction)}</b> tadi, pukul berapa? Balas pesan ini, misalnya: 06.45"


def photo_caption(holder: Holder) -> str:
    return f"{escape(holder.name)} · {escape(_place(holder))}"


def temporary_card(holder: Holder, on: date) -> str:
    """Under the picture of the QR code."""
    return (
        f"<b>{escape(holder.name)}</b> · {escape(_place(holder))}\nQR sementara, berlaku {day_long(on)} saja.\n"
        "Tunjukkan layar ini ke pemindai, atau biarkan pemiliknya memotret."
    )


def temporary_given(holder: Holder) -> str:
    return f"{_who(holder)}\n\n{_GOOD} QR sementara dibuat. QR sementara yang lebih dulu dibuat tidak berlaku lagi."


def sure_to_replace(holder: Holder) -> str:
    return f"{_who(holder)}\n\nKartu yang lama langsung ditolak di semua pemindai. Ganti sekarang?"


def card_replaced(holder: Holder) -> str:
    return f"{_who(holder)}\n\n{_GOOD} Kartu lama tidak berlaku lagi. Kartu baru ada di berkas PDF."


def already_replaced(holder: Holder) -> str:
    return f"{_who(holder)}\n\nKartu ini sudah diganti. Ketik /kartu NAMA bila perlu lagi."


def whose_cards() -> str:
    return "Kartu siapa yang dicetak? Untuk satu orang: ketik /kartu diikuti namanya."


def sheet_name(of_whom: str) -> str:
    return f"kartu {of_whom}.pdf"


def sheet_caption(count: int) -> str:
    return (
        f"{count} kartu. Cetak pada A4 dengan ukuran 100% (jangan “sesuaikan dengan halaman”), lalu potong di tandanya."
    )


def nobody_to_print() -> str:
    return "Belum ada yang bisa diberi kartu di sini."


def way(direction: Direction) -> str:
    return IN if direction is Direction.IN else OUT


def _mark(done: CheckIn) -> str:
    if done.verdict.counts:
        return _GOOD
    return _NOTHING_NEW if done.verdict.direction else _REFUSED


def _said(card: CheckIn) -> str:
    verdict = card.verdict
    headline = gate.headline(verdict.outcome, verdict.direction, verdict.minutes_late)
    detail = gate.detail(
        verdict.outcome, card.scanned_at, minutes_late=verdict.minutes_late, counted_at=card.counted_at
    )
    return f"<b>{headline}</b>. {detail}"


def _who(holder: Holder | None) -> str:
    return f"<b>{escape(holder.name)}</b>\n{escape(_place(holder))}" if holder else ""


def _place(holder: Holder) -> str:
    return holder.place or gate.staff()
