"""Posts: who holds which role in which place, from when to when. For administrators, who see everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import grant_holds
from core.errors import NotFound
from core.recipients import CLASS_ROLES
from db.models import Department, Person, Role, RoleGrant, SchoolClass, TelegramAccount


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role is held: a class, a department, or neither, which is the school."""

    school_class_id: int | None = None
    department_id: int | None = None

    @classmethod
    def of(cls, role: Role, place_id: int) -> "Place":
        """`place_id` means a class or a department as the role has it; otherwise it means nothing."""
        if role in CLASS_ROLES:
            return cls(school_class_id=place_id)
        return cls(department_id=place_id) if role is Role.DEPARTMENT_HEAD else cls()


@dataclass(frozen=True, slots=True)
class Post:
    """A role of a person that holds today or will (`is_to_come`); `place` is the class's or the department's name."""

    grant_id: int
    person_id: int
    person: str
    role: Role
    place: str | None
    valid_from: date
    valid_until: date | None
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the school; `linked_at` and `blocked_at` are of the Telegram account, if there is one."""

    person: Person
    linked_at: datetime | None
    blocked_at: datetime | None


def place_name() -> ColumnElement[str | None]:
    """The name of the class or department that a statement has joined, whichever it is."""
    return func.coalesce(SchoolClass.name, Department.name)


async def place_named(session: AsyncSession, place: Place) -> str | None:
    """Its name, or None when there is no such class or department; None also for the school."""
    if place.school_class_id is not None:
        return await session.scalar(select(SchoolClass.name).where(SchoolClass.id == place.school_class_id))
    return await session.scalar(select(Department.name).where(Department.id == place.department_id))


async def members_like(session: AsyncSession, words: str, *, limit: int = 20) -> Sequence[Member]:
    """People whose name contains the words or whose NIP it is, by name."""
    said = " ".join(words.split())
    wanted = Person.name.icontains(said, autoescape=True) | (Person.nip == said)
    return await _members(session, select(Person).where(wanted).order_by(Person.name, Person.id).limit(limit))


async def member(session: AsyncSession, person_id: int) -> Member:
    """Raises NotFound."""
    found = await _members(session, select(Person).where(Person.id == person_id))
    if not found:
        raise NotFound
    return found[0]


async def departments(session: AsyncSession) -> Sequence[Department]:
    return (await session.scalars(select(Department).order_by(Department.code))).all()


async def post(session: AsyncSession, grant_id: int, *, on: date) -> Post:
    """One that holds on the day or later. Raises NotFound."""
    found = await _posts(session, RoleGrant.id == grant_id, on)
    if not found:
        raise NotFound
    return found[0]


async def posts_of(session: AsyncSession, person_id: int, *, on: date) -> Sequence[Post]:
    return await _posts(session, RoleGrant.person_id == person_id, on)


async def posts_in_class(session: AsyncSession, school_class_id: int, *, on: date) -> Sequence[Post]:
    return await _posts(session, RoleGrant.school_class_id == school_class_id, on)


async def _posts(session: AsyncSession, which: ColumnElement[bool], on: date) -> Sequence[Post]:
    """Those that hold on the day or begin later, in the order of roles and places."""
    rows = await session.execute(
        select(
            RoleGrant.id,
            Person.id,
            Person.name,
            RoleGrant.role,
            place_name(),
            RoleGrant.valid_from,
            RoleGrant.valid_until,
            RoleGrant.valid_from > on,
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .where(which, or_(grant_holds(on), and_(RoleGrant.valid_from > on, RoleGrant.withdrawn_at.is_(None))))
        .order_by(RoleGrant.role, SchoolClass.name, RoleGrant.valid_from, RoleGrant.id)
    )
    return [Post(*row) for row in rows]


async def _members(session: AsyncSession, people: Select[Person]) -> Sequence[Member]:
    rows = await session.execute(
        people.add_columns(TelegramAccount.linked_at, TelegramAccount.blocked_at).outerjoin(
            TelegramAccount, and_(TelegramAccount.person_id == Person.id, TelegramAccount.unlinked_at.is_(None))
        )
    )
    return [Member(*row) for row in rows]
