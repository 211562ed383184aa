"""Who plays: people of the sample school whom the school's file names for a role, a stranger, and phones of parents."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from absensi.demo.wording import ARE_YOU, I_AM, REGISTERED
from absensi.demo.wording_names import mother_of
from absensi.opening import Opened
from core.cards import CardRow, card_rows
from core.guardian_keycodes import Slip, slips
from core.invitations import invite
from db.models import Person as SchoolPerson
from db.models import Role, RoleGrant, SchoolClass
from simulator.telegram import Group, Person, TelegramServer

CLASS = "X RPL 1"
# By their places on the list of the class: neither class leaders nor the two of whom the guardians tell.
_PUNCTUAL, _TARDY, _DOUBTED = 2, 8, 12

_OF_THE_CLASS = (Role.CLASS_SECRETARY, Role.CLASS_PRESIDENT, Role.HOMEROOM_TEACHER)
_OF_THE_SCHOOL = (Role.DUTY_TEACHER, Role.COUNSELOR, Role.LEADERSHIP, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Cards:
    """Of a pupil who comes in time, one who comes late, one who is called absent and comes, and a teacher."""

    punctual: CardRow
    tardy: CardRow
    doubted: CardRow
    teacher: CardRow


@dataclass(frozen=True, slots=True)
class Cast:
    """People in Telegram by their role, a guardian, the leadership group, a stranger, the slips of the class's pupils,
    and cards.

    `newcomer` is a duty teacher who has not yet followed the link `invitation`.
    """

    people: dict[Role, Person]
    leadership: Group
    guardian: Person
    stranger: Person
    newcomer: Person
    invitation: str
    slips: Sequence[Slip]
    cards: Cards


async def link_cast(house: Opened, telegram: TelegramServer) -> Cast:
    """Everybody redeems an invitation; the administrator names the leadership group."""
    async with house.transaction() as session:
        invited = {role: await _invited(session, house, role) for role in (*_OF_THE_CLASS, *_OF_THE_SCHOOL)}
        newcomer, code = await _invited(session, house, Role.DUTY_TEACHER, place=1)
        printed = await slips(session, on=house.clock().date(), class_name=CLASS)
        cards = await _cards(session, house, invited[Role.HOMEROOM_TEACHER][0])
    people = {role: telegram.user(name) for role, (name, _) in invited.items()}
    await asyncio.gather(*(_link(people[role], their_code) for role, (_, their_code) in invited.items()))
    group = await telegram.group("Pimpinan SMK Nusantara 1", people[Role.ADMINISTRATOR], people[Role.LEADERSHIP])
    await group.send(people[Role.ADMINISTRATOR], "/grup_pimpinan")
    await group.wait_for("grup pimpinan")
    return Cast(
        people=people,
        leadership=group,
        guardian=await _guardian(telegram, next(slip for slip in printed if slip.nis == cards.tardy.id)),
        stranger=telegram.user("Orang Asing"),
        newcomer=telegram.user(newcomer),
        invitation=f"https://t.me/{telegram.bot.username}?start={code}",
        slips=printed,
        cards=cards,
    )


async def _guardian(telegram: TelegramServer, slip: Slip) -> Person:
    """The mother of the pupil who comes late."""
    mother = telegram.user(mother_of(slip.name)["id"])
    await mother.send(slip.keycode)
    await mother.wait_for(ARE_YOU)
    await mother.press(I_AM)
    await mother.wait_for(REGISTERED)
    return mother


async def _cards(session: AsyncSession, house: Opened, teacher: str) -> Cards:
    on = house.clock().date()
    pupils = await card_rows(session, on=on, class_name=CLASS)
    teachers = await card_rows(session, on=on, teachers=True)
    of_teacher = next(card for card in teachers if card.name == teacher)
    return Cards(pupils[_PUNCTUAL], pupils[_TARDY], pupils[_DOUBTED], of_teacher)


async def _invited(session: AsyncSession, house: Opened, role: Role, place: int = 0) -> tuple[str, str]:
    """The name of a person whom the file names for the role (the first, unless told), and an invitation for them."""
    person, grant = (
        await session.execute(
            select(SchoolPerson, RoleGrant)
            .join(RoleGrant, RoleGrant.person_id == SchoolPerson.id)
            .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
            .where(RoleGrant.role == role, (SchoolClass.name == CLASS) | RoleGrant.school_class_id.is_(None))
            .order_by(RoleGrant.id)
            .offset(place)
            .limit(1)
        )
    ).one()
    code = await invite(
        session,
        role,
        now=house.clock(),
        person=person,
        school_class_id=grant.school_class_id,
        department_id=grant.department_id,
    )
    return person.name, code


async def _link(person: Person, code: str) -> None:
    await person.send(f"/start {code}")
    await person.wait_for("Selamat datang")
