"""The cast: a small school in which everybody has a role, and a stranger who has none.

X RPL 1 (Budi, Siti, Andi) is where things happen; X RPL 2 (Rina) is in the same department, X TKRO 1 (Joko) in another.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor, actor_by_telegram
from core.keycodes import new_keycode
from core.school_years import school_year_for
from db.models import (
    ClassMembership,
    Department,
    Guardian,
    Keycode,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    Student,
    TelegramAccount,
)

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 7, 5, tzinfo=WIB)  # a Monday
TODAY = NOW.date()

BUDIS_MOTHER, BUDIS_FATHER, RINAS_MOTHER = "+6281211112222", "+6281211113333", "+6281377778888"
STRANGER = 999

SECRETARY, PRESIDENT, HOMEROOM, OTHER_HOMEROOM, HEAD_RPL, COUNSELOR, DUTY, LEADER, ADMIN, OFFICER = range(101, 111)
"""Telegram ids of the staff and class leaders."""
GUARDIAN = 7_111_222_333  # of a mother; ids of today no longer fit an integer of four bytes


STUDENT, TEACHER, SECRETARY_AND_OFFICER, HOMEROOM_AND_HEAD = range(111, 115)
"""Of those who join by `newcomers`: Siti herself, a teacher without a class, and people with two tasks."""


@dataclass(frozen=True, slots=True)
class School:
    """What a test points at."""

    x_rpl_1: SchoolClass
    x_rpl_2: SchoolClass
    x_tkro_1: SchoolClass
    budi: Student
    siti: Student
    andi: Student
    rina: Student
    joko: Student
    keycodes: dict[int, str]


async def found_school(session: AsyncSession, *, with_guardians: bool = True) -> School:
    """Write the cast into an empty database."""
    year = await school_year_for(session, TODAY)
    rpl, tkro = Department(code="RPL", name="Rekayasa Perangkat Lunak"), Department(code="TKRO", name="Otomotif")
    session.add_all([rpl, tkro])
    await session.flush()
    x_rpl_1 = SchoolClass(school_year_id=year.id, name="X RPL 1", grade=10, department_id=rpl.id)
    x_rpl_2 = SchoolClass(school_year_id=year.id, name="X RPL 2", grade=10, department_id=rpl.id)
    x_tkro_1 = SchoolClass(school_year_id=year.id, name="X TKRO 1", grade=10, department_id=tkro.id)
    session.add_all([x_rpl_1, x_rpl_2, x_tkro_1])
    await session.flush()
    names = {"Budi Santoso": x_rpl_1, "Siti Aminah": x_rpl_1, "Andi Wijaya": x_rpl_1, "Rina": x_rpl_2, "Joko": x_tkro_1}
    students = [await _student(session, i, name, c, year.starts_on) for i, (name, c) in enumerate(names.items(), 1)]
    codes = await _keycodes(session, students)
    if with_guardians:
        await _guardians(session, {BUDIS_MOTHER: students[0], BUDIS_FATHER: students[0], RINAS_MOTHER: students[3]})
    await _staff(session, x_rpl_1, x_tkro_1, rpl)
    return School(x_rpl_1, x_rpl_2, x_tkro_1, *students, keycodes=codes)


async def guardian_in_telegram(
    session: AsyncSession, *children: Student, telegram_id: int = GUARDIAN, name: str = "Bu Wati"
) -> Person:
    """Somebody without a task at the school who has sent these children's letters to the bot."""
    person = Person(name=name, created_at=NOW)
    session.add(person)
    await session.flush()
    session.add(TelegramAccount(person_id=person.id, telegram_id=telegram_id, linked_at=NOW))
    for child in children:
        keycode = await session.scalar(select(Keycode.id).where(Keycode.student_id == child.id).limit(1))
        session.add(Guardian(student_id=child.id, person_id=person.id, keycode_id=keycode, registered_at=NOW))
    await session.flush()
    return person


async def actor(session: AsyncSession, telegram_id: int, on: date = TODAY) -> Actor:
    found = await actor_by_telegram(session, telegram_id, on=on)
    assert found is not None
    return found


async def _student(session: AsyncSession, number: int, name: str, sits_in: SchoolClass, since: date) -> Student:
    student = Student(nis=f"{number:05}", name=name, created_at=NOW)
    session.add(student)
    await session.flush()
    session.add(ClassMembership(student_id=student.id, school_class_id=sits_in.id, valid_from=since))
    await session.flush()
    return student


async def _keycodes(session: AsyncSession, students: list[Student]) -> dict[int, str]:
    codes = {student.id: new_keycode() for student in students}
    session.add_all(Keycode(student_id=student, code=code, issued_at=NOW) for student, code in codes.items())
    await session.flush()
    return codes


async def _guardians(session: AsyncSession, phones: dict[str, Student]) -> None:
    for phone, student in phones.items():
        keycode = Keycode(student_id=student.id, code=f"OLD{phone[-7:]}", issued_at=NOW, revoked_at=NOW)
        session.add(keycode)
        await session.flush()
        session.add(Guardian(student_id=student.id, phone=phone, keycode_id=keycode.id, registered_at=NOW))
    await session.flush()


async def _staff(session: AsyncSession, own: SchoolClass, other: SchoolClass, rpl: Department) -> None:
    await _person(session, SECRETARY, "Dewi", Role.CLASS_SECRETARY, school_class_id=own.id)
    await _person(session, PRESIDENT, "Agus", Role.CLASS_PRESIDENT, school_class_id=own.id)
    await _person(session, HOMEROOM, "Bu Ratna", Role.HOMEROOM_TEACHER, school_class_id=own.id)
    await _person(session, OTHER_HOMEROOM, "Pak Harto", Role.HOMEROOM_TEACHER, school_class_id=other.id)
    await _person(session, HEAD_RPL, "Pak Bambang", Role.DEPARTMENT_HEAD, department_id=rpl.id)
    await _person(session, COUNSELOR, "Bu Konsel", Role.COUNSELOR)
    await _person(session, DUTY, "Pak Piket", Role.DUTY_TEACHER)
    await _person(session, LEADER, "Bu Kepala", Role.LEADERSHIP)
    await _person(session, ADMIN, "Pak Admin", Role.ADMINISTRATOR)
    await _person(session, OFFICER, "Pak Gerbang", Role.OFFICER)


async def _person(
    session: AsyncSession,
    telegram_id: int,
    name: str,
    role: Role,
    *,
    school_class_id: int | None = None,
    department_id: int | None = None,
    student_id: int | None = None,
) -> Person:
    person = Person(name=name, student_id=student_id, created_at=NOW)
    session.add(person)
    await session.flush()
    session.add(TelegramAccount(person_id=person.id, telegram_id=telegram_id, linked_at=NOW))
    await _task(session, person, role, school_class_id=school_class_id, department_id=department_id)
    return person


async def _task(
    session: AsyncSession,
    person: Person,
    role: Role,
    *,
    school_class_id: int | None = None,
    department_id: int | None = None,
) -> None:
    session.add(
        RoleGrant(
            person_id=person.id,
            role=role,
            school_class_id=school_class_id,
            department_id=department_id,
            valid_from=date(2026, 7, 1),
            granted_at=NOW,
        )
    )
    await session.flush()


async def also(session: AsyncSession, telegram_id: int, role: Role, school_class: SchoolClass | None = None) -> None:
    """One more role in the same account."""
    person = await session.scalar(
        select(Person).join(TelegramAccount).where(TelegramAccount.telegram_id == telegram_id)
    )
    assert person is not None
    await _task(session, person, role, school_class_id=school_class.id if school_class is not None else None)


async def teacher(session: AsyncSession, name: str, nip: str | None = None) -> Person:
    """One more who teaches, without an account and without another task."""
    person = Person(name=name, nip=nip, created_at=NOW)
    session.add(person)
    await session.flush()
    await _task(session, person, Role.TEACHER)
    return person


async def newcomers(session: AsyncSession, school: School) -> None:
    """People whom most tests do without: a pupil and a teacher with accounts, and two who have two tasks each."""
    await _person(session, STUDENT, school.siti.name, Role.STUDENT, student_id=school.siti.id)
    await _person(session, TEACHER, "Pak Guru", Role.TEACHER)
    secretary = await _person(
        session, SECRETARY_AND_OFFICER, "Wawan", Role.CLASS_SECRETARY, school_class_id=school.x_rpl_2.id
    )
    await _task(session, secretary, Role.OFFICER)
    homeroom = await _person(
        session, HOMEROOM_AND_HEAD, "Bu Endang", Role.HOMEROOM_TEACHER, school_class_id=school.x_rpl_2.id
    )
    await _task(session, homeroom, Role.DEPARTMENT_HEAD, department_id=school.x_tkro_1.department_id)
