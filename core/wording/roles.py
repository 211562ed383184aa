"""What each role is called: in lower case, as in the middle of a sentence, and as a title."""

from collections.abc import Mapping

from db.models import Role

ROLES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "administrator",
    Role.LEADERSHIP: "pimpinan sekolah",
    Role.COUNSELOR: "guru BK",
    Role.DEPARTMENT_HEAD: "ketua jurusan",
    Role.HOMEROOM_TEACHER: "wali kelas",
    Role.DUTY_TEACHER: "guru piket",
    Role.OFFICER: "petugas pemindai",
    Role.CLASS_PRESIDENT: "ketua kelas",
    Role.CLASS_SECRETARY: "sekretaris kelas",
    Role.STUDENT: "siswa",
    Role.TEACHER: "guru",
}


def role_title(role: Role) -> str:
    """`Guru BK`: at the beginning of a sentence or on a button."""
    return ROLES[role][0].upper() + ROLES[role][1:]
