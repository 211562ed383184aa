"""What people, phones and times of the demo are called, in both languages of the page."""

from collections.abc import Mapping

from db.models import Role
from simulator.page import Words

ROLES: Mapping[Role, Words] = {
    Role.CLASS_SECRETARY: {"id": "sekretaris kelas", "en": "class secretary"},
    Role.CLASS_PRESIDENT: {"id": "ketua kelas", "en": "class president"},
    Role.HOMEROOM_TEACHER: {"id": "wali kelas", "en": "homeroom teacher"},
    Role.DEPARTMENT_HEAD: {"id": "ketua jurusan", "en": "head of department"},
    Role.COUNSELOR: {"id": "guru BK", "en": "counselor (BK)"},
    Role.DUTY_TEACHER: {"id": "guru piket", "en": "duty teacher"},
    Role.LEADERSHIP: {"id": "kepala sekolah", "en": "principal"},
    Role.ADMINISTRATOR: {"id": "administrator", "en": "administrator"},
}
LEADERSHIP: Words = {"id": "grup pimpinan", "en": "leadership group"}
GUARDIAN: Words = {"id": "orang tua di Telegram", "en": "guardian in Telegram"}
STRANGER: Words = {"id": "orang asing", "en": "stranger"}
NEWCOMER: Words = {"id": "guru piket baru", "en": "new duty teacher"}
PASSER_BY: Words = {"id": "Warga", "en": "Somebody in town"}

AT_SEVEN: Words = {"id": "ke 07.00", "en": "to 07:00"}
WHEN_LATE: Words = {"id": "ke 07.25", "en": "to 07:25"}
AT_THE_REPORT: Words = {"id": "ke 15.30", "en": "to 15:30"}
NEXT_DAY: Words = {"id": "hari sekolah berikutnya", "en": "next school day"}


def mother_of(name: str) -> Words:
    return {"id": f"Ibu {name.split()[0]}", "en": f"{name.split()[0]}'s mother"}


def father_of(name: str) -> Words:
    return {"id": f"Ayah {name.split()[0]}", "en": f"{name.split()[0]}'s father"}
