"""Indonesian sentences about an import: what changes, which rows are wrong, why a file is refused. Plain text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from core.roster.plan import Change, ImportPlan, PartialList, Post
from core.roster.problems import BadRow, Problem
from core.roster.refusals import (
    MachineLog,
    MissingColumns,
    MonthFirst,
    NotAWorkbook,
    NothingToImport,
    SheetTooLarge,
    WorkbookProtected,
    WorkbookRefused,
    WorkbookTooLarge,
)
from core.wording.roles import ROLES
from db.models import Department, Person, SchoolClass, Student

_ATTRIBUTES: Mapping[str, str] = {
    "name": "nama",
    "nisn": "NISN",
    "gender": "JK",
    "nip": "NIP",
    "grade": "tingkat",
    "department": "jurusan",
}
# {about}: the cell; {other}: what it collides with.
_PROBLEMS: Mapping[Problem, str] = {
    Problem.NO_NIS: "NIS kosong ({about}); baris tidak dimasukkan",
    Problem.BAD_NIS: "NIS {about!r} hanya boleh berisi angka, huruf, titik, garis miring dan tanda hubung; "
    "baris tidak dimasukkan",
    Problem.NO_NAME: "nama kosong ({about}); baris tidak dimasukkan",
    Problem.NO_CLASS: "kelas kosong ({about}); baris tidak dimasukkan",
    Problem.NO_CODE: "kode jurusan kosong; baris tidak dimasukkan",
    Problem.NO_ROLE: "peran kosong ({other}); baris tidak dimasukkan",
    Problem.TOO_LONG: "isian terlalu panjang ({about}); baris tidak dimasukkan",
    Problem.REPEATED: "{about} sudah ada di baris {other}; baris ini dilewati",
    Problem.SAME_NIS_OTHER_PUPIL: "NIS {about} dipakai juga oleh {other}; semua baris dengan NIS ini tidak dimasukkan",
    Problem.SAME_NISN: "NISN {about} sudah dipakai {other}; baris tidak dimasukkan",
    Problem.NISN_TAKEN: "NISN {about} sudah tercatat milik {other}; baris tidak dimasukkan",
    Problem.SAME_NIP_OTHER_TEACHER: "NIP {about} sudah dipakai {other}; baris tidak dimasukkan",
    Problem.UNKNOWN_CLASS: "kelas {about!r} tidak ada ({other}); baris tidak dimasukkan",
    Problem.UNKNOWN_ROLE: "peran {about!r} tidak dikenal ({other}); baris tidak dimasukkan",
    Problem.UNKNOWN_PUPIL: "{about} tidak ditemukan di kelas {other}; peran tidak diberikan",
    Problem.AMBIGUOUS_NAME: "{about} cocok dengan lebih dari satu orang {other}; tulis NIP atau NIS-nya",
    Problem.BAD_NISN: "NISN {about!r} bukan 10 angka; {other} dimasukkan tanpa NISN itu",
    Problem.BAD_NIP: "NIP {about!r} tidak bisa dipakai (jadikan selnya teks); {other} dimasukkan tanpa NIP itu",
    Problem.UNKNOWN_TEACHER: "{about} tidak ada di lembar Guru; {other} dibiarkan tanpa perubahan pada tugas ini",
    Problem.UNKNOWN_DEPARTMENT: "jurusan {about!r} tidak ada ({other})",
    Problem.SECOND_HOLDER: "{about} menjadi orang kedua untuk tugas yang dipegang {other}; tidak diberikan",
}


def import_summary(plan: ImportPlan, *, keycodes: int, written: bool) -> str:
    """Counts, moves, leavers, role changes and every bad row; `keycodes`: how many slips can be printed afterwards."""
    return _joined_blocks(_totals(plan), *_lists(plan), _ending(plan, keycodes=keycodes, written=written))


def import_preview(plan: ImportPlan, *, bad_rows: int) -> str:
    """The counts and the first bad rows: what fits a telephone. The rest is in `import_details`."""
    first = [f"  {bad_row(bad)}" for bad in plan.bad_rows[:bad_rows]]
    more = len(plan.bad_rows) - len(first)
    if more > 0:
        first.append(f"  dan {more} baris lagi di dalam rincian")
    return _joined_blocks(_totals(plan), "\n".join(["Baris bermasalah:", *first]) if first else "")


def import_details(plan: ImportPlan) -> str:
    """Everything that the import does, name by name."""
    come = (f"{a.student.name} ({a.student.nis}), {a.school_class.name}" for a in plan.additions)
    given = _listed("Tugas diberikan", map(_post, plan.roles_given))
    return _joined_blocks(_totals(plan), _listed("Masuk", come), given, *_lists(plan))


def _totals(plan: ImportPlan) -> str:
    return "Tidak ada yang berubah: data sudah sesuai dengan berkas ini." if plan.is_empty else _counts(plan)


def _lists(plan: ImportPlan) -> Sequence[str]:
    return [
        _listed(
            "Pindah kelas",
            (f"{m.student.name} ({m.student.nis}): {m.before.name} → {m.after.name}" for m in plan.moves),
        ),
        _listed(
            "Keluar", (f"{left.student.name} ({left.student.nis}), {left.school_class.name}" for left in plan.leavers)
        ),
        _listed("Daftar tidak lengkap, tidak ada yang dianggap keluar", map(_partial_list, plan.partial_lists)),
        _listed("Data diubah", map(_change, plan.changes)),
        _listed("Tugas berakhir", (_post(post) for _, post in plan.roles_ended)),
        _listed(f"Baris bermasalah ({len(plan.bad_rows)})", map(bad_row, plan.bad_rows)),
    ]


def _joined_blocks(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks))


def bad_row(bad: BadRow) -> str:
    """`Siswa baris 12: NIS kosong (Budi); baris tidak dimasukkan.`"""
    reason = _PROBLEMS[bad.problem].format(about=bad.about, other=bad.other)
    tidy = " ".join(reason.replace(" ()", "").split()).replace(" ;", ";")
    return f"{bad.place.sheet} baris {bad.place.row}: {tidy}."


def workbook_refused(refusal: WorkbookRefused) -> str:
    """One sentence: what is wrong with the file and what to do."""
    match refusal:
        case WorkbookProtected():
            return "Berkas dikunci dengan kata sandi; simpan ulang tanpa kata sandi."
        case WorkbookTooLarge(most_megabytes=most, unpacked=unpacked):
            return f"{'Isi berkas' if unpacked else 'Berkas'} terlalu besar; paling besar {most} MB."
        case SheetTooLarge(most_rows=rows, most_columns=columns):
            return f"Lembar terlalu besar; paling banyak {rows} baris dan {columns} kolom."
        case MissingColumns(sheet=sheet, columns=columns):
            return f"Lembar {sheet!r} tidak punya kolom {_joined(columns)}."
        case MonthFirst(row=row, about=about):
            return (
                f"Baris {row} berisi {about!r}: bulan ditulis sebelum hari. Supaya tidak masuk ke tanggal yang salah, "
                "tidak ada yang dimasukkan. Atur mesin atau Excel agar hari ditulis dulu (16/11/2026), lalu ulangi."
            )
        case MachineLog():
            return (
                "Berkas ini log mesin absensi, bukan daftar siswa. Log mesin dimasukkan di komputer sekolah dengan "
                "perintah: absensi import-scans"
            )
        case NothingToImport():
            return "Berkas ini tidak berisi satu baris data pun."
        case NotAWorkbook():
            return "Berkas ini bukan lembar kerja Excel (.xlsx atau .xls) yang utuh."
        case _:
            return "Berkas ini tidak bisa dibaca."


def file_unreadable(path: str) -> str:
    return f"Berkas {path} tidak ada atau tidak boleh dibaca."


def _counts(plan: ImportPlan) -> str:
    counted = {
        "siswa masuk": len(plan.additions),
        "siswa pindah kelas": len(plan.moves),
        "siswa keluar": len(plan.leavers),
        "data diubah": len(plan.changes),
        "kelas baru": len(plan.new_classes),
        "jurusan baru": len(plan.new_departments),
        "guru dan petugas baru": len(plan.new_staff),
        "tugas diberikan": len(plan.roles_given),
        "tugas berakhir": len(plan.roles_ended),
        "baris bermasalah": len(plan.bad_rows),
    }
    return "\n".join(f"{count:>6}  {what}" for what, count in counted.items() if count)


def _ending(plan: ImportPlan, *, keycodes: int, written: bool) -> str:
    if not written:
        return "Ini hanya percobaan: belum ada yang disimpan."
    if plan.additions:
        return f"Tersimpan. Kode wali siap dicetak untuk {keycodes} siswa: absensi keycodes"
    return "" if plan.is_empty else "Tersimpan."


def _partial_list(partial: PartialList) -> str:
    return f"{partial.school_class.name}: berkas memuat {partial.listed} dari {partial.members} siswa"


def _change(change: Change) -> str:
    before, after = _shown(change.before), _shown(change.after)
    return f"{_subject(change.subject)}: {_ATTRIBUTES[change.attribute]} {before} → {after}"


def _subject(subject: Student | Person | SchoolClass | Department) -> str:
    match subject:
        case Student():
            return f"{subject.name} ({subject.nis})"
        case Person() | SchoolClass():
            return subject.name
        case Department():
            return subject.code
        case _:
            assert_never(subject)


def _shown(value: object) -> str:
    if isinstance(value, Department):
        return value.code
    return "kosong" if value is None else str(value)


def _post(post: Post) -> str:
    place = post.school_class.name if post.school_class else post.department.code if post.department else ""
    return f"{post.person.name}: {ROLES[post.role]} {place}".rstrip()


def _listed(title: str, lines: Iterable[str]) -> str:
    found = [f"  {line}" for line in lines]
    return "\n".join([f"{title}:", *found]) if found else ""


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} dan {words[-1]}"
