"""The school as the database has it, loaded in a fixed number of queries: planning asks for nothing row by row."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import grant_holds
from core.roster.cells import key
from core.roster.plan import Post
from core.school_years import first_day_of_year
from db.models import (
    AuditEntry,
    ClassMembership,
    Department,
    Person,
    RoleGrant,
    SchoolClass,
    SchoolYear,
    Student,
)

IMPORT = "import"
"""The act in the audit; grants that an import gave carry its time."""


@dataclass(slots=True)
class Standing:
    """Planning adds new entities here, so that one sheet finds what another has brought.

    `classes` are this year's. `seats` hold each pupil's latest membership, of today or ended, by the pupil's id.
    `sits_in` is what the plan makes of them: the class by NIS.
    """

    today: date
    year_starts_on: date
    departments: dict[str, Department] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    class_by_id: dict[int, SchoolClass] = field(default_factory=dict)
    students: dict[str, Student] = field(default_factory=dict)
    seats: dict[int, ClassMembership] = field(default_factory=dict)
    filled_classes: set[int] = field(default_factory=set)
    sits_in: dict[str, SchoolClass] = field(default_factory=dict)
    staff: list[Person] = field(default_factory=list)
    leaders: dict[int, Person] = field(default_factory=dict)
    grants: list[tuple[RoleGrant, Post]] = field(default_factory=list)
    imported_at: frozenset[datetime] = frozenset()

    def sits_today(self, seat: ClassMembership | None) -> bool:
        return seat is not None and (seat.valid_until is None or seat.valid_until >= self.today)

    def department(self, said: str) -> Department | None:
        """By code, else by name."""
        by_name = (found for found in self.departments.values() if key(found.name) == key(said))
        return self.departments.get(key(said)) or next(by_name, None)

    def members(self, school_class: SchoolClass) -> list[Student]:
        return [self.students[nis] for nis, sits_in in self.sits_in.items() if sits_in is school_class]


async def load_standing(session: AsyncSession, today: date) -> Standing:
    """Needs a session that sees the whole school."""
    standing = Standing(today, first_day_of_year(today))
    standing.departments = {key(found.code): found for found in await session.scalars(select(Department))}
    await _load_classes(session, standing)
    await _load_pupils(session, standing)
    await _load_people(session, standing)
    return standing


async def _load_classes(session: AsyncSession, standing: Standing) -> None:
    rows = await session.execute(
        select(SchoolClass, SchoolYear.starts_on, SchoolYear.ends_on).join(
            SchoolYear, SchoolYear.id == SchoolClass.school_year_id
        )
    )
    for school_class, starts_on, ends_on in rows:
        standing.class_by_id[school_class.id] = school_class
        if starts_on <= standing.today <= ends_on:
            standing.classes[key(school_class.name)] = school_class
            standing.year_starts_on = starts_on


async def _load_pupils(session: AsyncSession, standing: Standing) -> None:
    standing.students = {
        student.nis: student for student in await session.scalars(select(Student).order_by(Student.id))
    }
    seats = await session.scalars(
        select(ClassMembership)
        .where(or_(ClassMembership.valid_until.is_(None), ClassMembership.valid_until >= standing.year_starts_on))
        .order_by(ClassMembership.valid_from)
    )
    for seat in seats:
        standing.seats[seat.student_id] = seat
        standing.filled_classes.add(seat.school_class_id)
    for nis, student in standing.students.items():
        latest = standing.seats.get(student.id)
        if latest is not None and standing.sits_today(latest):
            standing.sits_in[nis] = standing.class_by_id[latest.school_class_id]


async def _load_people(session: AsyncSession, standing: Standing) -> None:
    people = {person.id: person for person in await session.scalars(select(Person).order_by(Person.id))}
    standing.staff = [person for person in people.values() if person.student_id is None]
    standing.leaders = {person.student_id: person for person in people.values() if person.student_id is not None}
    departments = {found.id: found for found in standing.departments.values()}
    grants = await session.scalars(select(RoleGrant).where(grant_holds(standing.today)))
    for grant in grants:
        post = Post(
            people[grant.person_id],
            grant.role,
            None if grant.school_class_id is None else standing.class_by_id[grant.school_class_id],
            None if grant.department_id is None else departments[grant.department_id],
        )
        standing.grants.append((grant, post))
    standing.imported_at = frozenset(await session.scalars(select(AuditEntry.at).where(AuditEntry.act == IMPORT)))
