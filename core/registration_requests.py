"""Where the school looks at guardians' numbers first: a number that has sent a keycode waits here for a yes.

Until then it is no guardian's number: whatever guardians get or learn starts from `Guardian`, and there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, phone
from core.actions import Action
from core.actors import Actor
from core.errors import AlreadyDecided, NotFound
from core.outbox import Debt, owe
from core.policy import limited_to, member_on, student_for, students_seated, visible_students
from core.quiet_hours import after_quiet_hours
from core.recipients import chats_of
from core.school_rules import school_rules
from core.telling import tell
from core.wording import registration_requests as wording
from core.wording import sms
from db.models import (
    Channel,
    ClassMembership,
    Guardian,
    Keycode,
    Person,
    RegistrationRequest,
    Role,
    SchoolClass,
    Student,
)

_ASKED = (Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number that would speak for a pupil, with the class of the day."""

    request: RegistrationRequest
    student: Student
    school_class: SchoolClass


async def ask(session: AsyncSession, number: str, keycode: str, *, now: datetime) -> Waiting | None:
    """Let the number wait for the pupil of this keycode, and tell those who can say yes, once. None: no living keycode,
    or its pupil sits in no class today.
    """
    issued = await session.scalar(select(Keycode).where(Keycode.code == keycode, Keycode.revoked_at.is_(None)))
    if issued is None or not await session.scalar(_seated(issued.student_id, now.date())):
        return None
    fresh = await session.scalar(
        insert(RegistrationRequest)
        .values(student_id=issued.student_id, phone=number, keycode_id=issued.id, asked_at=now)
        .on_conflict_do_nothing()
        .returning(RegistrationRequest.id)
    )
    [found] = [one for one in await of_number(session, number, on=now.date()) if one.student.id == issued.student_id]
    if fresh is not None:
        await _tell(session, found, now)
    return found


async def of_number(session: AsyncSession, number: str, *, on: date) -> Sequence[Waiting]:
    """For which pupils this number waits, whoever asks: for passing on what it writes."""
    return await _waiting(session, students_seated(on), on, RegistrationRequest.phone == number)


async def take_back(session: AsyncSession, requests: Sequence[RegistrationRequest], *, now: datetime) -> None:
    """The number itself does not want it any more."""
    ids = [request.id for request in requests]
    await session.execute(
        update(RegistrationRequest).where(RegistrationRequest.id.in_(ids)).values(accepted=False, decided_at=now)
    )


async def forget_settled(session: AsyncSession, *, now: datetime) -> None:
    """A number that was refused is kept no longer than what people wrote; one that was approved is a guardian's."""
    days = (await school_rules(session)).keep_updates_days
    await session.execute(
        delete(RegistrationRequest).where(RegistrationRequest.decided_at < now - timedelta(days=days))
    )


async def waiting_for(
    session: AsyncSession, actor: Actor, *, limit: int, offset: int = 0
) -> tuple[Sequence[Waiting], int]:
    """Some of those whom this person may approve, oldest first, and how many there are in all."""
    own = visible_students(limited_to(actor, Action.APPROVE_GUARDIAN))
    found = await _waiting(session, own, actor.on)
    return found[offset : offset + limit], len(found)


async def decide(session: AsyncSession, actor: Actor, request_id: int, *, accept: bool, now: datetime) -> Waiting:
    """Let the number speak for the pupil, or not; its holder hears of it by SMS, and the others who were asked.

    Raises AlreadyDecided for the second, NotFound when the number has taken it back, and the refusals of `student_for`.
    """
    request = await session.scalar(
        select(RegistrationRequest).where(RegistrationRequest.id == request_id).with_for_update()
    )
    if request is None:
        raise NotFound
    student, school_class = await student_for(session, actor, request.student_id, Action.APPROVE_GUARDIAN)
    if request.accepted is not None:
        by = await session.scalar(select(Person.name).where(Person.id == request.decided_by))
        if by is None:
            raise NotFound
        raise AlreadyDecided(by, request.accepted)
    request.accepted, request.decided_at, request.decided_by = accept, now, actor.person_id
    if accept:
        await _let_speak(session, request, now)
    audit.record(
        session,
        "approve_number" if accept else "refuse_number",
        now=now,
        person_id=actor.person_id,
        student_id=student.id,
        phone=phone.masked(request.phone),
    )
    found = Waiting(request, student, school_class)
    await _answer(session, found, now)
    await _tell_decided(session, found, actor, now)
    return found


async def _let_speak(session: AsyncSession, request: RegistrationRequest, now: datetime) -> None:
    values = {"student_id": request.student_id, "phone": request.phone, "keycode_id": request.keycode_id}
    await session.execute(insert(Guardian).values(**values, registered_at=now).on_conflict_do_nothing())


async def _answer(session: AsyncSession, one: Waiting, now: datetime) -> None:
    rules = await school_rules(session)
    body = (
        sms.registered(one.student.name, one.school_class.name, rules.school_name)
        if one.request.accepted
        else sms.registration_refused(rules.school_name)
    )
    debt = Debt(
        recipient=one.request.phone,
        body=body,
        dedupe_key=f"number-decided:{one.request.id}",
        not_before=after_quiet_hours(now, rules),
        student_id=one.student.id,
    )
    await owe(session, Channel.SMS, debt, now=now)


async def _tell(session: AsyncSession, one: Waiting, now: datetime) -> None:
    number = phone.masked(one.request.phone)
    body = wording.asks(student=one.student.name, school_class=one.school_class.name, phone=number)
    chats = await chats_of(session, _ASKED, on=now.date(), school_class_id=one.school_class.id)
    key, extras = f"number-request:{one.request.id}", {"number_request": one.request.id}
    await tell(session, chats, body, key=key, now=now, extras=extras, student_id=one.student.id)


async def _tell_decided(session: AsyncSession, one: Waiting, actor: Actor, now: datetime) -> None:
    number = phone.masked(one.request.phone)
    body = wording.decided(student=one.student.name, phone=number, who=actor.name, accepted=bool(one.request.accepted))
    chats = await chats_of(session, _ASKED, on=now.date(), school_class_id=one.school_class.id)
    key = f"number-request-decided:{one.request.id}"
    await tell(session, chats, body, key=key, now=now, besides=actor.person_id, student_id=one.student.id)


def _seated(student_id: int, on: date) -> Select[int]:
    return students_seated(on).where(Student.id == student_id).with_only_columns(Student.id)


async def _waiting(
    session: AsyncSession, students: Select[Student], on: date, *which: ColumnElement[bool]
) -> Sequence[Waiting]:
    rows = await session.execute(
        students.add_columns(RegistrationRequest, SchoolClass)
        .join(RegistrationRequest, RegistrationRequest.student_id == Student.id)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(RegistrationRequest.decided_at.is_(None), *which)
        .order_by(RegistrationRequest.id)
    )
    return [Waiting(request, student, school_class) for student, request, school_class in rows]
