"""The rows of the sheets Guru, Jurusan, Kelas and Petugas.

Whoever a row names for a post is a `PostRow`, from whichever sheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.roster.cells import LONGEST_NAME, gender, grade, key, nip
from core.roster.problems import BadRow, Place, Problem
from core.roster.roles import HELD_BY_ONE, OF_A_CLASS, role_named
from core.roster.tables import Column, Record
from db.models import Role

_NAME = Column("Nama", ("nama", "nama guru", "nama lengkap", "nama petugas"), required=True)
TEACHER_COLUMNS = (_NAME, Column("NIP", ("nip", "nip nuptk", "nuptk")), Column("JK", ("jk", "l p", "jenis kelamin")))
DEPARTMENT_COLUMNS = (
    Column("Kode", ("kode", "kode jurusan", "singkatan"), required=True),
    Column("Nama", ("nama", "nama jurusan", "jurusan")),
    Column("Ketua Jurusan", ("ketua jurusan", "kepala jurusan", "kajur", "ketua")),
)
CLASS_COLUMNS = (
    Column("Nama", ("nama", "nama kelas", "kelas", "rombel"), required=True),
    Column("Tingkat", ("tingkat", "tingkat kelas")),
    Column("Jurusan", ("jurusan", "kode jurusan")),
    Column("Wali Kelas", ("wali kelas", "wali")),
)
POST_COLUMNS = (
    _NAME,
    Column("Peran", ("peran", "jabatan", "tugas"), required=True),
    Column("Kelas", ("kelas", "rombel")),
    Column("Jurusan", ("jurusan", "kode jurusan")),
)


@dataclass(frozen=True, slots=True)
class TeacherRow:
    place: Place
    nip: str | None
    name: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    place: Place
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """`department` is a code or a name, as written."""

    place: Place
    name: str
    grade: int | None
    department: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A name in a post. `class_name` or `department` is filled where the role is one of a class or a department."""

    place: Place
    name: str
    role: Role
    class_name: str = ""
    department: str = ""


@dataclass(slots=True)
class Office:
    """What the four sheets say together, and their bad rows."""

    teachers: list[TeacherRow] = field(default_factory=list)
    departments: list[DepartmentRow] = field(default_factory=list)
    classes: list[ClassRow] = field(default_factory=list)
    posts: list[PostRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    def leave_out(self, place: Place, problem: Problem, about: str = "", other: str = "") -> None:
        self.bad.append(BadRow(place, problem, about, other))


def read_teachers(records: Iterable[Record], office: Office) -> None:
    """A NIP that can't be right is left out; the teacher is then known by name."""
    seen: dict[str, TeacherRow] = {}
    for record in _named(records, office, "Nama", Problem.NO_NAME):
        row = TeacherRow(record.place, _nip(record, office), record.says("Nama"), gender(record["JK"]))
        first = seen.setdefault(row.nip or key(row.name), row)
        if first is row:
            office.teachers.append(row)
        elif key(first.name) == key(row.name):
            office.leave_out(row.place, Problem.REPEATED, row.name, str(first.place.row))
        else:
            office.leave_out(row.place, Problem.SAME_NIP_OTHER_TEACHER, row.nip or "", first.name)


def read_departments(records: Iterable[Record], office: Office) -> None:
    seen: dict[str, Place] = {}
    for record in _named(records, office, "Kode", Problem.NO_CODE):
        code = record.says("Kode")
        first = seen.setdefault(key(code), record.place)
        if first is not record.place:
            office.leave_out(record.place, Problem.REPEATED, code, str(first.row))
            continue
        office.departments.append(DepartmentRow(record.place, code, record.says("Nama") or code))
        if head := record.says("Ketua Jurusan"):
            office.posts.append(PostRow(record.place, head, Role.DEPARTMENT_HEAD, department=code))


def read_classes(records: Iterable[Record], office: Office) -> None:
    """A class that stands twice keeps its first row; `one_holder_each` looks at the homeroom teacher of the second."""
    seen: dict[str, Place] = {}
    for record in _named(records, office, "Nama", Problem.NO_NAME):
        name, teacher = record.says("Nama"), record.says("Wali Kelas")
        if teacher:
            office.posts.append(PostRow(record.place, teacher, Role.HOMEROOM_TEACHER, class_name=name))
        first = seen.setdefault(key(name), record.place)
        if first is record.place:
            level = grade(record.says("Tingkat")) or grade(name)
            office.classes.append(ClassRow(record.place, name, level, record.says("Jurusan")))
        elif not teacher:
            office.leave_out(record.place, Problem.REPEATED, name, str(first.row))


def read_posts(records: Iterable[Record], office: Office) -> None:
    for record in _named(records, office, "Nama", Problem.NO_NAME):
        said, name = record.says("Peran"), record.says("Nama")
        role = role_named(said)
        if role is None:
            office.leave_out(record.place, Problem.UNKNOWN_ROLE if said else Problem.NO_ROLE, said, name)
            continue
        class_name = record.says("Kelas") if role in OF_A_CLASS else ""
        if role in OF_A_CLASS and not class_name:
            office.leave_out(record.place, Problem.NO_CLASS, name)
            continue
        department = record.says("Jurusan") if role is Role.DEPARTMENT_HEAD else ""
        office.posts.append(PostRow(record.place, name, role, class_name, department))


def one_holder_each(office: Office) -> None:
    """A class has one homeroom teacher and a department one head: a second name for the post is a bad row."""
    first: dict[tuple[Role, str, str], PostRow] = {}
    kept: list[PostRow] = []
    for row in office.posts:
        holder = first.setdefault((row.role, key(row.class_name), key(row.department)), row)
        if holder is row or row.role not in HELD_BY_ONE:
            kept.append(row)
        elif key(holder.name) == key(row.name):
            office.leave_out(row.place, Problem.REPEATED, row.class_name or row.department, str(holder.place.row))
        else:
            office.leave_out(row.place, Problem.SECOND_HOLDER, row.name, holder.name)
    office.posts[:] = kept


def _named(records: Iterable[Record], office: Office, column: str, problem: Problem) -> Iterator[Record]:
    """The rows that have what everybody is known by, at a length that a name has."""
    for record in records:
        if not record.says(column):
            office.leave_out(record.place, problem)
        elif longest := next((said for said in map(record.says, record.cells) if len(said) > LONGEST_NAME), None):
            office.leave_out(record.place, Problem.TOO_LONG, longest[:LONGEST_NAME])
        else:
            yield record


def _nip(record: Record, office: Office) -> str | None:
    try:
        return nip(record["NIP"])
    except ValueError as error:
        office.leave_out(record.place, Problem.BAD_NIP, str(error), record.says("Nama"))
        return None
