"""On whose behalf something happens: a person with the roles of a day, found by a Telegram account or by number."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import introduce
from db.models import Guardian, Person, Role, RoleGrant, TelegramAccount


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    school_class_id: int | None = None
    department_id: int | None = None

    @classmethod
    def of(cls, row: RoleGrant) -> Self:
        return cls(row.role, row.school_class_id, row.department_id)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something happens, with the roles held on a day. `children`: the pupils for whom the
    person speaks as a guardian; it lets them look, and is no role.
    """

    person_id: int
    name: str
    on: date
    grants: frozenset[Grant]
    student_id: int | None = None
    children: frozenset[int] = frozenset()

    def holds(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)


async def actor_by_telegram(session: AsyncSession, telegram_id: int, *, on: date) -> Actor | None:
    """Who this Telegram account speaks for, or None for a stranger. One query, and a word to row-level security."""
    await introduce(session, telegram_id)
    found = await actors_by_telegram(session, [telegram_id], on=on)
    return found.get(telegram_id)


async def actors_by_telegram(
    session: AsyncSession, telegram_ids: Collection[int] | None = None, *, on: date
) -> Mapping[int, Actor]:
    """Who these Telegram accounts speak for, or all that are linked. One query; a stranger's is not among them."""
    linked = TelegramAccount.unlinked_at.is_(None)
    asked = linked if telegram_ids is None else and_(linked, TelegramAccount.telegram_id.in_(telegram_ids))
    rows = await session.execute(
        select(TelegramAccount.telegram_id, Person, RoleGrant, Guardian.student_id)
        .join(Person, TelegramAccount.person_id == Person.id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, grant_holds(on)))
        .outerjoin(Guardian, and_(Guardian.person_id == Person.id, Guardian.left_at.is_(None)))
        .where(asked)
    )
    people: dict[int, Person] = {}
    grants: dict[int, set[Grant]] = defaultdict(set)
    children: dict[int, set[int]] = defaultdict(set)
    for telegram_id, person, grant, child in rows:
        people[telegram_id] = person
        if child is not None:
            children[telegram_id].add(child)
        if grant is not None:
            grants[telegram_id].add(Grant.of(grant))
    return {
        account: Actor(
            person.id, person.name, on, frozenset(grants[account]), person.student_id, frozenset(children[account])
        )
        for account, person in people.items()
    }


async def actor_numbered(session: AsyncSession, person_id: int, *, on: date) -> Actor | None:
    """This person with the roles of the day: for a device on which somebody has said who it is."""
    person = await session.get(Person, person_id)
    if person is None:
        return None
    held = await session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, grant_holds(on)))
    return Actor(person.id, person.name, on, frozenset(map(Grant.of, held)), person.student_id)


def grant_holds(on: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The roles in force on a day: begun, not ended, not withdrawn."""
    return and_(
        RoleGrant.valid_from <= on,
        or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= on),
        RoleGrant.withdrawn_at.is_(None),
    )
