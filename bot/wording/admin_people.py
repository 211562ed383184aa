"""Indonesian sentences of the administration about people: posts, invitations, class leaders."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from bot.wording.fitting import first_lines
from core.invitations import OpenInvitation
from core.inviting import Invited
from core.posts import Member, Post
from core.wording.dates import clock_time, day_long, day_short
from core.wording.roles import ROLES, role_title
from db.models import Role

INVITE, NEW_PHONE, GIVE_ROLE, UNLINK, COPY = (
    "✉️ Undang",
    "✉️ Undang HP baru",
    "➕ Beri tugas",
    "📵 Putuskan HP",
    "Salin tautan",
)
PRESIDENT, SECRETARY, HOMEROOM = "Ganti ketua", "Ganti sekretaris", "Undang wali kelas"
CLASS_SLIPS = "📄 Slip kode wali"
SPANS: Sequence[tuple[int, str]] = ((0, "Tanpa batas"), (1, "Hari ini"), (7, "7 hari"), (30, "30 hari"))
"""For how many days from today a role is given, by one tap; 0 is without end."""
OTHER_DATES, NAME_HINT, DATES_HINT = "Tanggal lain…", "Nama", "24/11 - 5/12"


def ask_person() -> str:
    return "<b>Orang &amp; tugas</b>\nSiapa? Balas dengan sebagian namanya, atau NIP."


def found(count: int, most: int) -> str:
    if count == 0:
        return "Tidak ada yang bernama begitu."
    return "Pilih orangnya:" if count < most else f"Pilih orangnya ({most} nama pertama; ketik lebih lengkap):"


def person_page(who: Member, posts: Sequence[Post], now: datetime) -> str:
    lines = [f"<b>{escape(who.person.name)}</b>" + (f" · NIP {escape(who.person.nip)}" if who.person.nip else "")]
    lines.append(_account(who, now))
    lines += ["", "<b>Tugas</b>", first_lines([post_line(post) for post in posts]) or "belum ada"]
    return "\n".join(lines)


def _account(who: Member, now: datetime) -> str:
    if who.linked_at is None:
        return "📵 belum tersambung ke Telegram"
    if who.blocked_at is not None:
        return f"🚫 memblokir bot sejak {_day_of(who.blocked_at, now)}"
    return f"✅ tersambung sejak {_day_of(who.linked_at, now)}"


def _day_of(moment: datetime, now: datetime) -> str:
    """In the school's zone, which is that of `now`."""
    return day_short(moment.astimezone(now.tzinfo).date())


def post_line(post: Post) -> str:
    return escape(post_label(post))


def post_label(post: Post) -> str:
    """`wali kelas X RPL 1 (mulai 24/11/2026 sampai 5/12/2026)`; each date only where the post is to begin, or ends."""
    place = f" {post.place}" if post.place else ""
    begins = f"mulai {_day(post.valid_from)}" if post.is_to_come else ""
    ends = f"sampai {_day(post.valid_until)}" if post.valid_until else ""
    dates = f"{begins} {ends}".strip()
    return f"{ROLES[post.role]}{place}" + (f" ({dates})" if dates else "")


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def end_label(post: Post) -> str:
    return f"Akhiri: {post_label(post)}"


def which_role(person: str) -> str:
    return f"Tugas apa untuk <b>{escape(person)}</b>?"


def which_place(role: Role) -> str:
    return f"{role_title(role)} di mana?"


def how_long(person: str, role: Role, place: str | None) -> str:
    return f"<b>{escape(person)}</b> sebagai {_in(role, place)}: berapa lama, mulai hari ini?"


def ask_dates(person: str, role: Role) -> str:
    return (
        f"<b>{escape(person)}</b> sebagai {ROLES[role]}: dari kapan sampai kapan?\n"
        f"Balas dengan tanggalnya, misalnya {DATES_HINT}, atau satu tanggal mulai saja."
    )


def dates_not_understood() -> str:
    """Plain, for a refusal."""
    return f"Tanggalnya tidak kami mengerti. Balas lagi pertanyaan tadi, misalnya: {DATES_HINT}"


def confirm_give(person: str, role: Role, place: str | None, since: date, until: date | None) -> str:
    end = f"sampai {day_long(until)}" if until else "tanpa batas"
    return f"Beri tugas <b>{_in(role, place)}</b> kepada <b>{escape(person)}</b>, mulai {day_long(since)} {end}?"


def given() -> str:
    return "✅ Tugas diberikan."


def confirm_end(post: Post) -> str:
    return f"Akhiri tugas <b>{escape(post_label(post))}</b> dari <b>{escape(post.person)}</b> sekarang juga?"


def ended() -> str:
    return "Tugas diakhiri."


def confirm_unlink(person: str) -> str:
    return (
        f"Putuskan HP <b>{escape(person)}</b>? Akun Telegram itu langsung tidak bisa melihat apa pun lagi. "
        "Tugasnya tetap; kirim undangan baru untuk HP yang baru."
    )


def unlinked() -> str:
    return "HP diputuskan."


def invitations(waiting: Sequence[OpenInvitation], now: datetime) -> str:
    head = "<b>Undangan</b>\nUndang untuk tugas apa?"
    if not waiting:
        return f"{head}\n\nTidak ada undangan yang belum dipakai."
    lines = [f"· {_invitation(one)}, sampai {_day_of(one.expires_at, now)}" for one in waiting]
    return f"{head}\n\n<b>Belum dipakai</b>\n{first_lines(lines)}"


def withdraw_label(one: OpenInvitation) -> str:
    place = f" {one.place}" if one.place else ""
    return f"Cabut: {ROLES[one.role]}{place}{f' ({one.person})' if one.person else ''}"


def _invitation(one: OpenInvitation) -> str:
    return _in(one.role, one.place) + (f" untuk {escape(one.person)}" if one.person else "")


def invitation_withdrawn() -> str:
    return "Undangan dicabut."


def invitation_text(invited: Invited, link: str) -> str:
    """The caption of the QR picture."""
    whom = f" untuk <b>{escape(invited.person)}</b>" if invited.person else ""
    until = f"{day_long(invited.expires_at.date())} pukul {clock_time(invited.expires_at)}"
    return (
        f"Undangan <b>{_in(invited.role, invited.place)}</b>{whom}\n{link}\n\n"
        f"Sekali pakai, sampai {until}. Teruskan hanya kepada orangnya; pesan ini tidak bisa diminta ulang."
    )


def invited_below() -> str:
    return "Undangan dikirim di bawah ini."


def class_page(school_class: str, posts: Sequence[Post]) -> str:
    held = [f"· {post_line(post)}: {escape(post.person)}" for post in posts] or ["· belum ada petugas"]
    return f"<b>Kelas {escape(school_class)}</b>\n{first_lines(held)}"


def choose_class() -> str:
    return "Kelas mana?"


def who_leads(role: Role, school_class: str) -> str:
    return f"Siapa {ROLES[role]} {escape(school_class)} yang baru? Yang lama langsung berhenti."


def confirm_leader(student: str, role: Role, school_class: str) -> str:
    return f"Jadikan <b>{escape(student)}</b> {ROLES[role]} {escape(school_class)}? Yang lama langsung berhenti."


def leader_named(student: str, role: Role) -> str:
    return f"✅ {escape(student)} menjadi {ROLES[role]}. Undangannya di bawah ini."


def _in(role: Role, place: str | None) -> str:
    return ROLES[role] + (f" {escape(place)}" if place else "")
