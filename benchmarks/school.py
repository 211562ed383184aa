"""A school of any size: as the workbook it would hand in, and founded with everybody's account linked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from benchmarks.ground import Ground
from core.roster import import_workbook
from db.models import Guardian, Keycode, Role, RoleGrant, SchoolClass, TelegramAccount

Row = tuple[str, ...]

_GIVEN = ("Agus", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Galih", "Hasan", "Intan", "Joko", "Kartika", "Lestari")
_FAMILY = ("Santoso", "Wijaya", "Hutapea", "Nasution", "Siregar", "Halim", "Pratama", "Utami", "Kogoya", "Ramadhan")
_FIRST_TELEGRAM_ID = 200_001


@dataclass(frozen=True, slots=True)
class Classroom:
    """A class, the Telegram ids of its secretary and homeroom teacher, and its pupils' names as on its list."""

    name: str
    secretary: int
    homeroom: int
    pupils: Sequence[str]


@dataclass(frozen=True, slots=True)
class School:
    classes: Sequence[Classroom]
    leader: int


def school_file(classes: int, size: int) -> bytes:
    """A school file of so many classes with so many pupils each, a homeroom teacher and a secretary for every class."""
    pupils = [row for number in range(classes) for row in _pupils(number, size)]
    secretaries = [(name, "Sekretaris Kelas", of) for _, name, of in pupils[::size]]
    return _workbook(
        {
            "Kelas": [("Nama", "Tingkat", "Wali Kelas"), *((_class(n), "X", f"Wali {n:02}") for n in range(classes))],
            "Siswa": [("NIS", "Nama", "Kelas"), *pupils],
            "Petugas": [("Nama", "Peran", "Kelas"), ("Ibu Kepala", "Kepala Sekolah", ""), *secretaries],
        }
    )


async def found_school(ground: Ground, classes: int, size: int) -> School:
    """Import the file; link staff and secretaries; register a guardian for every pupil."""
    async with ground.transaction() as session:
        await import_workbook(session, school_file(classes, size), now=ground.clock())
        await _register_guardians(session, ground)
        return await _link_everybody(session, ground, size)


async def _link_everybody(session: AsyncSession, ground: Ground, size: int) -> School:
    rows = await session.execute(
        select(RoleGrant, SchoolClass.name)
        .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
        .order_by(RoleGrant.id)
    )
    ids: dict[tuple[Role, str | None], int] = {}
    for telegram_id, (grant, of) in enumerate(rows, start=_FIRST_TELEGRAM_ID):
        ids[grant.role, of] = telegram_id
        linked = {"person_id": grant.person_id, "telegram_id": telegram_id, "linked_at": ground.clock()}
        session.add(TelegramAccount(**linked))
    names = sorted({of for _, of in ids if of is not None})
    classrooms = [
        Classroom(
            of,
            ids[Role.CLASS_SECRETARY, of],
            ids[Role.HOMEROOM_TEACHER, of],
            sorted(name for _, name, _ in _pupils(number, size)),
        )
        for number, of in enumerate(names)
    ]
    return School(classrooms, ids[Role.LEADERSHIP, None])


async def _register_guardians(session: AsyncSession, ground: Ground) -> None:
    keycodes = (await session.scalars(select(Keycode))).all()
    session.add_all(
        Guardian(
            student_id=keycode.student_id,
            phone=f"+62812{keycode.id:08}",
            keycode_id=keycode.id,
            registered_at=ground.clock(),
        )
        for keycode in keycodes
    )


def _pupils(class_number: int, size: int) -> Iterator[Row]:
    """NIS, name and class. No two of a class share a name: given and family names turn at different speeds."""
    for seat in range(size):
        name = f"{_GIVEN[seat % len(_GIVEN)]} {_FAMILY[(seat // len(_GIVEN) + class_number) % len(_FAMILY)]}"
        yield f"{class_number + 1:03}{seat + 1:03}", name, _class(class_number)


def _class(number: int) -> str:
    return f"X {number + 1:02}"


def _workbook(sheets: dict[str, Sequence[Row]]) -> bytes:
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True}) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return packed.getvalue()
