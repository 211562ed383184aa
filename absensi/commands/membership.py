"""`absensi invite`, and taking back: invitations, roles, linked accounts."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording
from absensi.errors import CommandRefused
from absensi.opening import Opened, opened
from absensi.people import person_named
from bot.identity import bot_username
from core import accounts, invitations
from core.policy import student_with_nis
from core.school_years import class_named
from db.models import Department, Person, Role

_OF_A_CLASS = (Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY)


def register(app: typer.Typer) -> None:
    app.command("invite")(invite)
    app.command("withdraw-invitation")(withdraw_invitation)
    app.command("withdraw-role")(withdraw_role)
    app.command("unlink")(unlink)


def invite(
    role: Role,
    school_class: Annotated[str | None, typer.Option("--class", help="The class of a class role.")] = None,
    department: Annotated[str | None, typer.Option(help="The code of a head's department.")] = None,
    name: Annotated[str | None, typer.Option(help="A known person, or a new one of this name.")] = None,
    nis: Annotated[str | None, typer.Option(help="A pupil, by NIS.")] = None,
) -> None:
    """Print a one-time code and link by which a Telegram account gets ROLE."""
    _check_usage(role, school_class, department, nis)

    async def make() -> str:
        async with opened() as house:
            async with house.transaction() as session:
                place = await _place(session, house, school_class, department)
                person = await _invited(session, house, role, place, name, nis)
                now = house.clock()
                code = await invitations.invite(
                    session,
                    role,
                    now=now,
                    person=person,
                    school_class_id=place.school_class_id,
                    department_id=place.department_id,
                )
            until = now + invitations.VALID_FOR
            said = wording.invitation(role.value, person.name if person else name, code, until)
            return f"{said}\n{await _link(house, code)}"

    typer.echo(asyncio.run(make()))


def withdraw_invitation(code: str) -> None:
    """Kill an invitation that was not yet used."""

    async def take_back() -> None:
        async with opened() as house, house.transaction() as session:
            if not await invitations.withdraw_invitation(session, code, now=house.clock()):
                raise CommandRefused(wording.nothing_to_withdraw())

    asyncio.run(take_back())
    typer.echo(wording.withdrawn("Undangan"))


def withdraw_role(role: Role, name: str) -> None:
    """End a role that a person holds, at once and everywhere."""

    async def take_back() -> None:
        async with opened() as house, house.transaction() as session:
            person = await person_named(session, name)
            if not await accounts.withdraw_role(session, person.id, role, now=house.clock()):
                raise CommandRefused(wording.nothing_to_withdraw())

    asyncio.run(take_back())
    typer.echo(wording.withdrawn(f"{role.value} {name}"))


def unlink(name: str) -> None:
    """A lost phone: the person's Telegram account speaks for nobody from now on."""

    async def take_back() -> None:
        async with opened() as house, house.transaction() as session:
            person = await person_named(session, name)
            if not await accounts.unlink(session, person.id, now=house.clock()):
                raise CommandRefused(wording.nothing_to_withdraw())

    asyncio.run(take_back())
    typer.echo(wording.withdrawn(f"Sambungan Telegram {name}"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a role is held: a class, a department, or the school."""

    school_class_id: int | None = None
    department_id: int | None = None


def _check_usage(role: Role, school_class: str | None, department: str | None, nis: str | None) -> None:
    """Wrong usage is status 2: typer says it."""
    if (role in _OF_A_CLASS) != (school_class is not None):
        raise typer.BadParameter("--class goes with homeroom, class-president and class-secretary, and they need it")
    if (role is Role.DEPARTMENT_HEAD) != (department is not None):
        raise typer.BadParameter("--department goes with department-head, which needs it")
    if role is Role.STUDENT and nis is None:
        raise typer.BadParameter("student needs --nis")


async def _place(session: AsyncSession, house: Opened, school_class: str | None, department: str | None) -> _Place:
    if school_class is not None:
        found = await class_named(session, school_class, house.clock().date())
        if found is None:
            raise CommandRefused(wording.class_unknown(school_class))
        return _Place(school_class_id=found.id)
    if department is not None:
        head_of = await session.scalar(select(Department.id).where(Department.code.ilike(department.strip())))
        if head_of is None:
            raise CommandRefused(wording.department_unknown(department))
        return _Place(department_id=head_of)
    return _Place()


async def _invited(
    session: AsyncSession, house: Opened, role: Role, place: _Place, name: str | None, nis: str | None
) -> Person | None:
    """The pupil, the person of that name, the one whom the school's file names for the role, or nobody known yet."""
    if nis is not None:
        student = await session.scalar(student_with_nis(nis))
        if student is None:
            raise CommandRefused(wording.student_unknown(nis))
        return await accounts.person_of_student(session, student, now=house.clock())
    if name is not None:
        return await _known_or_new(session, name, house)
    return await accounts.sole_holder_without_account(
        session,
        role,
        on=house.clock().date(),
        school_class_id=place.school_class_id,
        department_id=place.department_id,
    )


async def _known_or_new(session: AsyncSession, name: str, house: Opened) -> Person:
    if await accounts.people_named(session, name):
        return await person_named(session, name)
    person = Person(name=" ".join(name.split()), created_at=house.clock())
    session.add(person)
    await session.flush()
    return person


async def _link(house: Opened, code: str) -> str:
    token = house.settings.bot_token.get_secret_value()
    username = await bot_username(token, house.settings.telegram_api_url)
    if username is None:
        return f"{wording.bot_name_unknown()}\nhttps://t.me/NAMA_BOT?start={code}"
    return f"https://t.me/{username}?start={code}"
