"""People, the Telegram account that speaks for each, and their roles with dates."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.actors import Actor, grant_holds
from db.models import Department, Person, Role, RoleGrant, SchoolClass, Student, TelegramAccount


async def link(
    session: AsyncSession, *, telegram_id: int, telegram_name: str, person_id: int | None, now: datetime
) -> Person:
    """Let a Telegram account speak for a person and return the person.

    An account that already speaks for somebody goes on speaking for them: one person, several roles. A known person's
    new account replaces the old one (a lost phone). Without a person one is made, named as in Telegram.
    """
    speaking = await person_of_account(session, telegram_id)
    if speaking is not None:
        return speaking
    person = await session.get(Person, person_id) if person_id is not None else None
    if person is None:
        person = Person(name=telegram_name, created_at=now)
        session.add(person)
        await session.flush()
    await unlink(session, person.id, now=now)
    session.add(TelegramAccount(person_id=person.id, telegram_id=telegram_id, linked_at=now))
    await session.flush()
    return person


async def person_of_account(session: AsyncSession, telegram_id: int) -> Person | None:
    """For whom a Telegram account speaks; None for a stranger's."""
    return await session.scalar(
        select(Person)
        .join(TelegramAccount, TelegramAccount.person_id == Person.id)
        .where(TelegramAccount.telegram_id == telegram_id, TelegramAccount.unlinked_at.is_(None))
    )


async def unlink(session: AsyncSession, person_id: int, *, now: datetime, by: int | None = None) -> bool:
    """A lost phone or a person who left: the account speaks for nobody from now on. False: there was none. `by` is
    the person who does it, None the command line or a new phone.
    """
    gone = await session.execute(
        update(TelegramAccount)
        .where(TelegramAccount.person_id == person_id, TelegramAccount.unlinked_at.is_(None))
        .values(unlinked_at=now)
        .returning(TelegramAccount.id)
    )
    unlinked = gone.one_or_none() is not None
    if unlinked:
        audit.record(session, "unlink", now=now, person_id=by, for_person=person_id)
    return unlinked


async def mark_blocked(session: AsyncSession, telegram_id: int, *, blocked_at: datetime | None) -> None:
    """The person blocked the bot (nothing is sent until they come back), or came back (None)."""
    await session.execute(
        update(TelegramAccount)
        .where(TelegramAccount.telegram_id == telegram_id, TelegramAccount.unlinked_at.is_(None))
        .values(blocked_at=blocked_at)
    )


async def grant(
    session: AsyncSession,
    person_id: int,
    role: Role,
    *,
    now: datetime,
    school_class_id: int | None = None,
    department_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> bool:
    """Give a role from today or another day, until a day or without end. One that is held on the first of them already
    lasts longer from now on; where it does so anyway, nothing changes (False).
    """
    begins = since or now.date()
    held = await grant_held(
        session, person_id, role, on=begins, school_class_id=school_class_id, department_id=department_id
    )
    is_new = held is None or _is_before(held.valid_until, until)
    if held is not None and is_new:
        held.valid_until = until
    elif held is None:
        session.add(
            RoleGrant(
                person_id=person_id,
                role=role,
                school_class_id=school_class_id,
                department_id=department_id,
                valid_from=begins,
                valid_until=until,
                granted_at=now,
            )
        )
    await session.flush()
    return is_new


async def grant_held(
    session: AsyncSession,
    person_id: int,
    role: Role,
    *,
    on: date,
    school_class_id: int | None = None,
    department_id: int | None = None,
) -> RoleGrant | None:
    """The grant by which somebody holds a role in a place on a day; of several the one that lasts longest."""
    return await session.scalar(
        select(RoleGrant)
        .where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.school_class_id.is_not_distinct_from(school_class_id),
            RoleGrant.department_id.is_not_distinct_from(department_id),
            grant_holds(on),
        )
        .order_by(RoleGrant.valid_until.desc().nulls_first())
        .limit(1)
    )


async def withdraw_role(session: AsyncSession, person_id: int, role: Role, *, now: datetime) -> int:
    """End a role everywhere the person holds it, at once. Returns how many grants ended."""
    ended = await session.scalars(
        update(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.role == role, grant_holds(now.date()))
        .values(withdrawn_at=now)
        .returning(RoleGrant.id)
    )
    count = len(ended.all())
    if count:
        audit.record(session, "withdraw_role", now=now, for_person=person_id, role=role.value)
    return count


async def posts_of(session: AsyncSession, actor: Actor) -> Sequence[tuple[Role, str | None]]:
    """The actor's roles, each with the name of its class or department, in the order of the roles."""
    classes = [grant.school_class_id for grant in actor.grants]
    departments = [grant.department_id for grant in actor.grants]
    rows = await session.execute(
        select(literal("class"), SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.id.in_(classes))
        .union_all(select(literal("department"), Department.id, Department.name).where(Department.id.in_(departments)))
    )
    names: dict[tuple[str, int | None], str] = {(kind, place): name for kind, place, name in rows}
    held = [
        (g.role, names.get(("class", g.school_class_id)) or names.get(("department", g.department_id)))
        for g in actor.grants
    ]
    return sorted(held, key=lambda post: (list(Role).index(post[0]), post[1] or ""))


async def people_named(session: AsyncSession, name: str) -> Sequence[Person]:
    """Everybody of exactly this name, case aside, or of this NIP."""
    is_meant = or_(Person.name.ilike(_literal(name.strip())), Person.nip == name.strip())
    return (await session.scalars(select(Person).where(is_meant))).all()


async def person_of_student(session: AsyncSession, student: Student, *, now: datetime) -> Person:
    """The pupil as somebody who may act; made when the first role is given."""
    person = await session.scalar(select(Person).where(Person.student_id == student.id))
    if person is None:
        person = Person(name=student.name, gender=student.gender, student_id=student.id, created_at=now)
        session.add(person)
        await session.flush()
    return person


async def sole_holder_without_account(
    session: AsyncSession, role: Role, *, on: date, school_class_id: int | None, department_id: int | None
) -> Person | None:
    """The one person whom the school's file names for a role and who has not linked an account yet, if it is one."""
    holders = (
        await session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .outerjoin(
                TelegramAccount, (TelegramAccount.person_id == Person.id) & TelegramAccount.unlinked_at.is_(None)
            )
            .where(
                RoleGrant.role == role,
                RoleGrant.school_class_id.is_not_distinct_from(school_class_id),
                RoleGrant.department_id.is_not_distinct_from(department_id),
                grant_holds(on),
                TelegramAccount.id.is_(None),
            )
            .distinct()
            .limit(2)
        )
    ).all()
    return holders[0] if len(holders) == 1 else None


def _is_before(end: date | None, other: date | None) -> bool:
    """None is no end at all, which nothing comes after."""
    return end is not None and (other is None or end < other)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
