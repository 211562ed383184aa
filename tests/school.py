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
    seats = {"Budi Santoso": x_rpl_1, "Siti Aminah": x_rpl_1, "Andi Wijaya": x_rpl_1, "Rina": x_rpl_2, "Joko": x_tkro_1}
    students = await _students(session, seats, year.starts_on)
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


async def _students(session: AsyncSession, seats: dict[str, SchoolClass], since: date) -> list[Student]:
    students = [Student(nis=f"{number:05}", name=name, created_at=NOW) for number, name in enumerate(seats, 1)]
    session.add_all(students)
    await session.flush()
    session.add_all(
        ClassMembership(student_id=student.id, school_class_id=seats[student.name].id, valid_from=since)
        for student in students
    )
    return students


async def _keycodes(session: AsyncSession, students: list[Student]) -> dict[int, str]:
    codes = {student.id: new_keycode() for student in students}
    session.add_all(Keycode(student_id=student, code=code, issued_at=NOW) for student, code in codes.items())
    await session.flush()
    return codes


async def _guardians(session: AsyncSession, phones: dict[str, Student]) -> None:
    keycodes = {
        phone: Keycode(student_id=student.id, code=f"OLD{phone[-7:]}", issued_at=NOW, revoked_at=NOW)
        for phone, student in phones.items()
    }
    session.add_all(keycodes.values())
    await session.flush()
    session.add_all(
        Guardian(student_id=keycode.student_id, phone=phone, keycode_id=keycode.id, registered_at=NOW)
        for phone, keycode in keycodes.items()
    )


@dataclass(frozen=True, slots=True)
class _Post:
    """Somebody with an account and a task."""

    telegram_id: int
    name: str
    role: Role
    school_class_id: int | None = None
    department_id: int | None = None
    student_id: int | None = None


async def _staff(session: AsyncSession, own: SchoolClass, other: SchoolClass, rpl: Department) -> None:
    await _people(
        session,
        _Post(SECRETARY, "Dewi", Role.CLASS_SECRETARY, school_class_id=own.id),
        _Post(PRESIDENT, "Agus", Role.CLASS_PRESIDENT, school_class_id=own.id),
        _Post(HOMEROOM, "Bu Ratna", Role.HOMEROOM_TEACHER, school_class_id=own.id),
        _Post(OTHER_HOMEROOM, "Pak Harto", Role.HOMEROOM_TEACHER, school_class_id=other.id),
        _Post(HEAD_RPL, "Pak Bambang", Role.DEPARTMENT_HEAD, department_id=rpl.id),
        _Post(COUNSELOR, "Bu Konsel", Role.COUNSELOR),
        _Post(DUTY, "Pak Piket", Role.DUTY_TEACHER),
        _Post(LEADER, "Bu Kepala", Role.LEADERSHIP),
        _Post(ADMIN, "Pak Admin", Role.ADMINISTRATOR),
        _Post(OFFICER, "Pak Gerbang", Role.OFFICER),
    )


async def _people(session: AsyncSession, *posts: _Post) -> list[Person]:
    people = [Person(name=post.name, student_id=post.student_id, created_at=NOW) for post in posts]
    session.add_all(people)
    await session.flush()
    for person, post in zip(people, posts, strict=True):
        session.add(TelegramAccount(person_id=person.id, telegram_id=post.telegram_id, linked_at=NOW))
        session.add(_grant(person, post.role, post.school_class_id, post.department_id))
    await session.flush()
    return people


def _grant(
    person: Person, role: Role, school_class_id: int | None = None, department_id: int | None = None
) -> RoleGrant:
    return RoleGrant(
        person_id=person.id,
        role=role,
        school_class_id=school_class_id,
        department_id=department_id,
        valid_from=date(2026, 7, 1),
        granted_at=NOW,
    )


async def also(session: AsyncSession, telegram_id: int, role: Role, school_class: SchoolClass | None = None) -> None:
    """One more role in the same account."""
    person = await session.scalar(
        select(Person).join(TelegramAccount).where(TelegramAccount.telegram_id == telegram_id)
    )
    assert person is not None
    session.add(_grant(person, role, school_class.id if school_class is not None else None))
    await session.flush()


async def teacher(session: AsyncSession, name: str, nip: str | None = None) -> Person:
    """One more who teaches, without an account and without another task."""
    person = Person(name=name, nip=nip, created_at=NOW)
    session.add(person)
    await session.flush()
    session.add(_grant(person, Role.TEACHER))
    await session.flush()
    return person


async def newcomers(session: AsyncSession, school: School) -> None:
    """People whom most tests do without: a pupil and a teacher with accounts, and two who have two tasks each."""
    _, _, secretary, homeroom = await _people(
        session,
        _Post(STUDENT, school.siti.name, Role.STUDENT, student_id=school.siti.id),
        _Post(TEACHER, "Pak Guru", Role.TEACHER),
        _Post(SECRETARY_AND_OFFICER, "Wawan", Role.CLASS_SECRETARY, school_class_id=school.x_rpl_2.id),
        _Post(HOMEROOM_AND_HEAD, "Bu Endang", Role.HOMEROOM_TEACHER, school_class_id=school.x_rpl_2.id),
    )
    session.add(_grant(secretary, Role.OFFICER))
    session.add(_grant(homeroom, Role.DEPARTMENT_HEAD, department_id=school.x_tkro_1.department_id))
    await session.flush()
