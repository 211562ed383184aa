"""QR cards: a random code for every pupil and teacher, given once, listed for printing, replaced when it is lost.

The code says nothing about its holder; what it opens is decided where it is scanned.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, and_, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.card_codes import new_card_code
from core.errors import NotFound
from core.policy import grant_holds, member_on, student_with_nis
from db.models import Card, ClassMembership, Person, Role, RoleGrant, SchoolClass, Student

CardHolder = Student | Person
"""Whose card it is: a pupil, or a teacher."""


class CardKind(enum.StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class CardRow:
    """What stands on one card.

    `id` is the NIS, or a teacher's NIP, or `P` and a number for a teacher without one (the letter keeps it apart from
    every NIS). `class_name` is empty for a teacher. `payload` is what the QR code says: the card's code.
    """

    kind: CardKind
    id: str
    name: str
    class_name: str
    payload: str


_Columns = dict[str, int | None]
"""The two columns of a card that say whose it is."""

_LASTING = and_(Card.revoked_at.is_(None), Card.valid_on.is_(None))
_staff_id = func.coalesce(Person.nip, func.concat("P", Person.id))


async def issue_missing(session: AsyncSession, *, now: datetime) -> int:
    """Give a card to every pupil who sits in a class today and to every teacher, where there is none. Returns how
    many were given. Needs a session that sees the whole school.
    """
    issued = 0
    while missing := await _without_card(session, now.date()):
        issued += await _give(session, missing, now=now)
    return issued


async def holder_with_id(session: AsyncSession, row_id: str) -> CardHolder:
    """Whom the `id` of a card row names, whoever asks: for the command line. Raises NotFound."""
    staff = select(Person).where(_staff_id == row_id.strip())
    found = await session.scalar(student_with_nis(row_id)) or await session.scalar(staff)
    if found is None:
        raise NotFound
    return found


async def code_numbered(session: AsyncSession, card_id: int) -> str:
    """The code of a card, whatever became of it. Raises NotFound."""
    code = await session.scalar(select(Card.code).where(Card.id == card_id))
    if code is None:
        raise NotFound
    return code


async def gets_card(session: AsyncSession, holder: CardHolder, *, on: date) -> bool:
    """Pupils and teachers have cards; who has another task only is entered by hand."""
    return (
        isinstance(holder, Student)
        or await session.scalar(_teaching(on).where(RoleGrant.person_id == holder.id).limit(1)) is not None
    )


async def lasting_card_id(session: AsyncSession, holder: CardHolder) -> int | None:
    """The card that is good until it is lost; None for somebody who has got none yet."""
    column = Card.student_id if isinstance(holder, Student) else Card.person_id
    return await session.scalar(select(Card.id).where(column == holder.id, _LASTING))


async def reissue(session: AsyncSession, holder: CardHolder, *, now: datetime, by: int | None = None) -> CardRow:
    """A new card; the old one is dead from this moment. `by` is the person who asks, None the command line.

    Today's temporary card stays good: the new one must still be printed. Of two who ask at once both get the same
    new card. Raises NotFound for a pupil who sits in no class today and for a person who isn't a teacher.
    """
    return await _replace(session, "reissue_card", holder, on=now.date(), valid_on=None, now=now, by=by)


async def issue_temporary(
    session: AsyncSession, holder: CardHolder, *, on: date, now: datetime, by: int | None = None
) -> CardRow:
    """A card for one day, for somebody whose own stayed at home (and stays good). An earlier one for that day dies.

    `by` and the refusal are as in `reissue`.
    """
    return await _replace(session, "issue_temporary_card", holder, on=on, valid_on=on, now=now, by=by)


async def card_rows(
    session: AsyncSession, *, on: date, class_name: str | None = None, teachers: bool = False
) -> Sequence[CardRow]:
    """Everybody's cards, or those of a class, of the teachers, or of both. Pupils by class and name, then teachers by
    name; no temporary cards. Raises NotFound for a class that nobody sits in.
    """
    found: list[CardRow] = []
    if class_name is not None or not teachers:
        found += await _pupils_cards(session, on, class_name)
    if class_name is None or teachers:
        found += await _teachers_cards(session, on)
    return found


async def _pupils_cards(session: AsyncSession, on: date, class_name: str | None) -> list[CardRow]:
    held = _pupils(on).add_columns(Card.code).join(Card, and_(Card.student_id == Student.id, _LASTING))
    if class_name is not None:
        held = held.where(func.lower(SchoolClass.name) == func.lower(" ".join(class_name.split())))
    rows = await session.execute(held.order_by(SchoolClass.grade, SchoolClass.name, Student.name, Student.nis))
    found = [CardRow(CardKind.STUDENT, *row) for row in rows]
    if class_name is not None and not found:
        raise NotFound
    return found


async def _teachers_cards(session: AsyncSession, on: date) -> list[CardRow]:
    held = _teachers(on).add_columns(Card.code).join(Card, and_(Card.person_id == Person.id, _LASTING))
    rows = await session.execute(held.order_by(Person.name, Person.id))
    return [CardRow(CardKind.TEACHER, *row) for row in rows]


def _pupils(on: date) -> Select[str, str, str]:
    """NIS, name and class of those who sit in a class on a day."""
    return (
        select(Student.nis, Student.name, SchoolClass.name)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
    )


def _teachers(on: date) -> Select[str, str, str]:
    """Id, name and an empty class of those who are teachers on a day."""
    return select(_staff_id, Person.name, literal("")).where(Person.id.in_(_teaching(on)))


def _teaching(on: date) -> Select[int]:
    return select(RoleGrant.person_id).where(RoleGrant.role == Role.TEACHER, grant_holds(on))


async def _row_without_code(session: AsyncSession, holder: CardHolder, on: date) -> CardRow:
    is_pupil = isinstance(holder, Student)
    described = _pupils(on).where(Student.id == holder.id) if is_pupil else _teachers(on).where(Person.id == holder.id)
    found = (await session.execute(described)).one_or_none()
    if found is None:
        raise NotFound
    return CardRow(CardKind.STUDENT if is_pupil else CardKind.TEACHER, *found, "")


async def _replace(
    session: AsyncSession,
    act: str,
    holder: CardHolder,
    *,
    on: date,
    valid_on: date | None,
    now: datetime,
    by: int | None,
) -> CardRow:
    row, columns = await _row_without_code(session, holder, on), _of(holder)
    column = Card.student_id if isinstance(holder, Student) else Card.person_id
    good = and_(column == holder.id, Card.valid_on.is_not_distinct_from(valid_on), Card.revoked_at.is_(None))
    await session.execute(update(Card).where(good).values(revoked_at=now))
    while (code := await session.scalar(select(Card.code).where(good))) is None:
        await _give(session, [columns], now=now, valid_on=valid_on)
    audit.record(session, act, now=now, person_id=by, student_id=columns["student_id"], for_person=columns["person_id"])
    return replace(row, payload=code)


async def _without_card(session: AsyncSession, on: date) -> list[_Columns]:
    """In order, so that two who issue at once wait for each other instead of locking each other out."""
    pupils = select(ClassMembership.student_id).where(
        member_on(on), ~exists().where(Card.student_id == ClassMembership.student_id, _LASTING)
    )
    staff = select(Person.id).where(
        Person.id.in_(_teaching(on)), ~exists().where(Card.person_id == Person.id, _LASTING)
    )
    return [
        *[_columns(student_id=i) for i in await session.scalars(pupils.order_by(ClassMembership.student_id))],
        *[_columns(person_id=i) for i in await session.scalars(staff.order_by(Person.id))],
    ]


async def _give(
    session: AsyncSession, holders: Sequence[_Columns], *, now: datetime, valid_on: date | None = None
) -> int:
    """One card each. Who just got one from somebody else, or drew a code that is taken, gets none here: ask again."""
    fresh = [{**holder, "code": new_card_code(), "valid_on": valid_on, "issued_at": now} for holder in holders]
    given = await session.scalars(insert(Card).on_conflict_do_nothing().returning(Card.id), fresh)
    return len(given.all())


def _of(holder: CardHolder) -> _Columns:
    return _columns(student_id=holder.id) if isinstance(holder, Student) else _columns(person_id=holder.id)


def _columns(*, student_id: int | None = None, person_id: int | None = None) -> _Columns:
    return {"student_id": student_id, "person_id": person_id}
