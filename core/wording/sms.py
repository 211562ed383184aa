"""Every SMS that leaves: Indonesian, GSM-7, at most two parts however long the names are.

Operators are reported to drop SMS with digit runs over three, links, and "kode", "nomor", "selamat" or "akun": these
sentences do without. Names of people, classes and schools come as they are in the database and are made to fit here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.sms_text import fold, septets, shorten
from core.wording import sms_templates
from core.wording.dates import clock_time, day_short, days_span
from core.wording.first_names import first_name
from core.wording.gate import minutes

_REASONS: Mapping[str, str] = {
    "S": "sakit",
    "I": "izin",
    "A": "tidak hadir tanpa keterangan",
    "D": "dispensasi (tugas sekolah)",
    "P": "dipulangkan karena terlambat",
}
_PRESENT = "hadir"

_TWO_PARTS = 306  # septets


def registered(student: str, school_class: str, school: str) -> str:
    return (
        f"{_school(school)}: HP ini sudah terdaftar untuk {_child(student, school_class)}. Kami kirim kabar ke sini "
        "bila ananda tidak hadir. Ananda sakit atau izin? Balas: SAKIT atau IZIN dan alasannya. "
        "Untuk berhenti, balas: BERHENTI"
    )


def already_registered(student: str, school_class: str, school: str) -> str:
    return (
        f"{_school(school)}: HP ini sudah terdaftar untuk {_child(student, school_class)}, tidak perlu mendaftar lagi. "
        "Untuk bantuan, balas: BANTUAN"
    )


def registration_waits(school: str) -> str:
    """Names nobody: that the number speaks for the child, a person has still to say."""
    return (
        f"{_school(school)}: Terima kasih. Pendaftaran HP ini menunggu persetujuan sekolah. Bapak/Ibu kami kabari "
        "lewat SMS. Pesan dari HP ini tetap kami teruskan kepada wali kelas."
    )


def registration_refused(school: str) -> str:
    return (
        f"{_school(school)}: Maaf, pendaftaran HP ini tidak disetujui sekolah. "
        "Bila ada pertanyaan, silakan hubungi wali kelas."
    )


def registration_taken_back(school: str) -> str:
    return f"{_school(school)}: Pendaftaran HP ini dibatalkan. Kami tidak mengirim kabar ke sini. Terima kasih."


def keycode_wrong(school: str) -> str:
    """The same words for a typing error and for letters that nobody was given, so that guessing teaches nothing."""
    return (
        f"{_school(school)}: Maaf, pendaftaran belum berhasil. Mohon periksa lagi 10 huruf pada surat dari sekolah, "
        "lalu kirim: DAFTAR dan 10 huruf itu. Bila tetap gagal, hubungi wali kelas."
    )


def too_many_guesses(school: str) -> str:
    return (
        f"{_school(school)}: Maaf, pendaftaran dari HP ini sudah terlalu sering dicoba. "
        "Silakan coba lagi besok atau hubungi wali kelas."
    )


def notice_received(
    student: str,
    school_class: str,
    reason: str,
    first: date,
    last: date,
    school: str,
    *,
    template: str = sms_templates.NOTICE,
) -> str:
    """`reason` is S or I. Names the days, so that a misunderstanding is seen at once."""
    said = {
        "keadaan": _REASONS[reason],
        "tanggal": days_span(first, last),
        "doa": "Semoga lekas sembuh." if reason == "S" else "",
    }
    return sms_templates.fill(template, _about(student, school_class, school) | said)


def notice_refused(student: str, school_class: str, reason: str, first: date, school: str) -> str:
    """`reason` is S or I, `first` the day on which the notice begins. One part always."""
    return (
        f"{_school(school)}: Maaf, kabar {_REASONS[reason]} {_child(student, school_class)}, {day_short(first)} "
        "belum dapat disetujui. Mohon hubungi wali kelas."
    )


def which_child(students: Sequence[str], reason: str) -> str:
    """Asks which child a notice means; as many names as fit."""
    names = [_name(student, 20) for student in students]
    question = "Terima kasih. Kabar ini untuk siapa? Terdaftar pada HP ini: {}. Balas dengan nama ananda, contoh: {}"
    example = f"{_REASONS[reason].upper()} {names[0]}"
    room = _TWO_PARTS - len(question) - septets(example)
    return question.format(_listed(names, room), example)


def status_today(student: str, school_class: str, now: datetime, reason: str | None, *, is_known: bool) -> str:
    """`reason` is the letter of an absence; None is present. Unknown: nobody has reported yet."""
    said = f"tercatat {_state(reason)}" if is_known else "belum ada laporan kehadiran"
    return (
        f"{_child(student, school_class)}, {day_short(now.date())} pukul {clock_time(now)}: {said}. "
        "Bila keliru, balas SMS ini."
    )


def alert_alfa(student: str, school_class: str, on: date, school: str, *, template: str = sms_templates.ALERT) -> str:
    return sms_templates.fill(template, _about(student, school_class, school) | {"tanggal": day_short(on)})


def alert_correction(
    student: str,
    school_class: str,
    on: date,
    reason: str | None,
    school: str,
    *,
    template: str = sms_templates.CORRECTION,
) -> str:
    """Follows an alert that has gone and turned out untrue; `reason` as in `status_today`."""
    said = {"tanggal": day_short(on), "keadaan": _state(reason)}
    return sms_templates.fill(template, _about(student, school_class, school) | said)


def checked_in(
    student: str,
    school_class: str,
    at: datetime,
    school: str,
    *,
    leaving: bool,
    minutes_late: int | None,
    early: bool,
) -> str:
    """One part always: it goes out twice a day to every guardian of a school that has switched it on. `early`: leaving
    before the end.
    """
    left = "sudah pulang awal dari" if early else "sudah pulang dari"
    what = left if leaving else "sudah tiba di"
    late = f", terlambat {minutes(minutes_late)}" if minutes_late else ""
    return f"{_school(school)}: {_child(student, school_class)} {what} sekolah, {_moment(at)}{late}."


def arrival_set_right(
    student: str, school_class: str, at: datetime, school: str, *, minutes_late: int | None, was_told: bool
) -> str:
    """After a confirmation that said another lateness; `was_told`: it has gone."""
    late = f"terlambat {minutes(minutes_late)}" if minutes_late else "tidak terlambat"
    ralat = "Ralat, " if was_told else ""
    return f"{_school(school)}: {ralat}{_child(student, school_class)} tiba di sekolah {_moment(at)}, {late}."


def leaving_set_right(
    student: str, school_class: str, at: datetime, school: str, *, instead_of: datetime | None
) -> str:
    """After a confirmation of an early leaving that was none; `instead_of`: what it said, None if it never left."""
    ralat, wrong = ("Ralat, ", f", bukan {clock_time(instead_of)}") if instead_of else ("", "")
    return f"{_school(school)}: {ralat}{_child(student, school_class)} pulang dari sekolah {_moment(at)}{wrong}."


def explained(student: str, school_class: str, on: date) -> str:
    """The answer to an alert has come in."""
    return (
        f"Terima kasih atas penjelasan tentang {_child(student, school_class)}, {day_short(on)}. "
        "Sudah kami teruskan ke wali kelas."
    )


def info_received(school: str) -> str:
    return f"{_school(school)}: Terima kasih. Pesan INFO Anda sudah kami teruskan kepada pimpinan sekolah."


def passed_on(school: str) -> str:
    return f"{_school(school)}: Terima kasih. Pesan Bapak/Ibu sudah kami teruskan kepada wali kelas."


def stopped(students: Sequence[str], school: str) -> str:
    before = f"{_school(school)}: HP ini tidak lagi menerima kabar tentang "
    after = ". Untuk mendaftar lagi, kirim DAFTAR dan 10 huruf pada surat dari sekolah. Terima kasih."
    room = _TWO_PARTS - septets(before + after)
    return before + _listed([_name(student, 20) for student in students], room) + after


def help_guardian(school: str) -> str:
    return (
        f"{_school(school)}. Balas: SAKIT atau IZIN, nama dan alasan, boleh dengan harinya "
        "(contoh: SAKIT Budi demam 2 hari). CEK: kehadiran hari ini. BERHENTI: tidak menerima kabar lagi. "
        "Pesan lain kami teruskan kepada wali kelas."
    )


def help_stranger(school: str) -> str:
    """For a number we do not know. Says nothing of whether a child or a keycode exists."""
    return (
        f"{_school(school)}: SMS ini dijawab otomatis. Orang tua siswa: kirim DAFTAR dan 10 huruf pada surat "
        "dari sekolah. Masyarakat umum: kirim INFO dan pesan Anda."
    )


def staff_reply(who: str, text: str) -> str:
    """A person's own words: folded, otherwise untouched (digits too), however long."""
    return f"{_name(who, 30)}: {fold(text)}"


def _moment(at: datetime) -> str:
    return f"{day_short(at.date())} pukul {clock_time(at)}"


def _state(reason: str | None) -> str:
    return _PRESENT if reason is None else _REASONS[reason]


def _child(student: str, school_class: str) -> str:
    """`Budi (X TKJ 1)`."""
    return f"{_first_name(student)} ({_name(school_class, 15)})"


def _about(student: str, school_class: str, school: str) -> dict[str, str]:
    """What every template may say."""
    return {"nama": _first_name(student), "kelas": _name(school_class, 15), "sekolah": _school(school)}


def _first_name(student: str) -> str:
    return _name(first_name(fold(student)), 20)


def _school(name: str) -> str:
    return _name(name, 36)


def _name(text: str, limit: int) -> str:
    """At most `limit` septets, digits in threes ("SDN 101 876")."""
    return shorten(re.sub(r"\d{3}(?=\d)", r"\g<0> ", fold(text)), limit)


def _listed(names: Sequence[str], room: int) -> str:
    """As many names as fit into `room` septets, and how many more there are."""
    for shown in range(len(names), 0, -1):
        more = f" dan {len(names) - shown} lainnya" if shown < len(names) else ""
        listed = ", ".join(names[:shown]) + more
        if septets(listed) <= room:
            return listed
    return f"{len(names)} siswa"
