"""The roles as a school writes them in the sheet Petugas."""

import re

from core.roster.cells import key
from db.models import Role

_BEGINNINGS = {
    "administrator": Role.ADMINISTRATOR,
    "admin": Role.ADMINISTRATOR,
    "tata usaha": Role.ADMINISTRATOR,
    "operator": Role.ADMINISTRATOR,
    "kepala sekolah": Role.LEADERSHIP,
    "wakil kepala sekolah": Role.LEADERSHIP,
    "wakasek": Role.LEADERSHIP,
    "guru bk": Role.COUNSELOR,
    "bk": Role.COUNSELOR,
    "guru piket": Role.DUTY_TEACHER,
    "piket": Role.DUTY_TEACHER,
    "petugas pemindai": Role.OFFICER,
    "pemindai": Role.OFFICER,
    "ketua kelas": Role.CLASS_PRESIDENT,
    "sekretaris": Role.CLASS_SECRETARY,
    "wali kelas": Role.HOMEROOM_TEACHER,
    "ketua jurusan": Role.DEPARTMENT_HEAD,
}

OF_A_CLASS = frozenset({Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY})
OF_A_PUPIL = frozenset({Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY})
HELD_BY_ONE = frozenset({Role.HOMEROOM_TEACHER, Role.DEPARTMENT_HEAD})


def role_named(words: str) -> Role | None:
    """`Wakil Kepala Sekolah Bidang Kurikulum` is leadership, `Sekretaris 2` a secretary; whole words only."""
    said = key(re.sub(r"[\W_]+", " ", words))
    beginnings = (beginning for beginning in _BEGINNINGS if f"{said} ".startswith(f"{beginning} "))
    longest = max(beginnings, key=len, default=None)
    return None if longest is None else _BEGINNINGS[longest]
