"""Where the school looks at guardians first: a number, or a Telegram account, that has shown a keycode waits here.

Until the school's yes it is no guardian's: whatever guardians get or learn starts from `Guardian`, and there is none.
An account of nobody's stays a stranger's as well: no person is made for it before the yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, guardians
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
from core.wording.guardians import asked_by
from db.models import (
    Channel,
    ClassMembership,
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
    """Somebody who would speak for a pupil, with the class of the day."""

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
    fresh = await _write_down(session, issued, now, phone=number)
    [found] = [one for one in await of_number(session, number, on=now.date()) if one.student.id == issued.student_id]
    if fresh is not None:
        await _tell(session, found, now)
    return found


async def of_number(session: AsyncSession, number: str, *, on: date) -> Sequence[Waiting]:
    """For which pupils this number waits, whoever asks: for passing on what it writes."""
    return await _waiting(session, students_seated(on), on, RegistrationRequest.phone == number)


async def ask_by_account(
    session: AsyncSession,
    keycode: Keycode,
    student: Student,
    school_class: SchoolClass,
    *,
    telegram_id: int,
    telegram_name: str,
    now: datetime,
) -> None:
    """Let a Telegram account wait for the pupil of the slip that it was shown (`policy.pupil_of_slip`), and tell those
    who can say yes, once. Raises NotAllowed for the pupil's own account.
    """
    guardians.refuse_oneself(await accounts.person_of_account(session, telegram_id), keycode)
    fresh = await _write_down(session, keycode, now, telegram_id=telegram_id, telegram_name=telegram_name)
    if fresh is not None:
        await _tell(session, Waiting(fresh, student, school_class), now)


async def of_account(session: AsyncSession, telegram_id: int) -> Sequence[RegistrationRequest]:
    """What this account waits for. It says nothing of the pupils: whoever waits learns nothing of them."""
    mine = (RegistrationRequest.telegram_id == telegram_id, RegistrationRequest.decided_at.is_(None))
    return (await session.scalars(select(RegistrationRequest).where(*mine))).all()


async def take_back(session: AsyncSession, requests: Sequence[RegistrationRequest], *, now: datetime) -> None:
    """Whoever asked does not want it any more. What has been decided meanwhile stays so."""
    ids = [request.id for request in requests]
    await session.execute(
        update(RegistrationRequest)
        .where(RegistrationRequest.id.in_(ids), RegistrationRequest.decided_at.is_(None))
        .values(accepted=False, decided_at=now)
    )


async def forget_settled(session: AsyncSession, *, now: datetime) -> None:
    """Who was refused is kept no longer than what people wrote; who was approved is a guardian."""
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
    """Let them speak for the pupil, or not; they hear of it by the way they came, and so do the others who were asked.

    Raises AlreadyDecided for the second, NotFound when it was taken back, NotAllowed when the account has become the
    pupil's own, and the refusals of `student_for`.
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
        phone=asked_by(request),
    )
    found = Waiting(request, student, school_class)
    await _answer(session, found, now)
    await _tell_decided(session, found, actor, now)
    return found


async def _let_speak(session: AsyncSession, request: RegistrationRequest, now: datetime) -> None:
    keycode = await session.get_one(Keycode, request.keycode_id)
    if request.telegram_id is None:
        await guardians.enter(session, keycode, phone=request.phone, now=now)
    else:
        name = request.telegram_name or ""
        await guardians.enter_account(session, keycode, telegram_id=request.telegram_id, telegram_name=name, now=now)


async def _answer(session: AsyncSession, one: Waiting, now: datetime) -> None:
    """By SMS in the language of SMS, and not at night; in Telegram with more room, and at once."""
    request, rules, by_sms = one.request, await school_rules(session), one.request.telegram_id is None
    words = sms if by_sms else wording
    body = (
        words.registered(one.student.name, one.school_class.name, rules.school_name)
        if request.accepted
        else words.registration_refused(rules.school_name)
    )
    debt = Debt(
        recipient=request.phone or str(request.telegram_id),
        body=body,
        dedupe_key=f"number-decided:{request.id}",
        not_before=after_quiet_hours(now, rules) if by_sms else now,
        student_id=one.student.id,
    )
    await owe(session, Channel.SMS if by_sms else Channel.TELEGRAM, debt, now=now)


async def _tell(session: AsyncSession, one: Waiting, now: datetime) -> None:
    body = wording.asks(
        student=one.student.name,
        school_class=one.school_class.name,
        who=asked_by(one.request),
        in_telegram=one.request.telegram_id is not None,
    )
    chats = await chats_of(session, _ASKED, on=now.date(), school_class_id=one.school_class.id)
    key, extras = f"number-request:{one.request.id}", {"number_request": one.request.id}
    await tell(session, chats, body, key=key, now=now, extras=extras, student_id=one.student.id)


async def _tell_decided(session: AsyncSession, one: Waiting, actor: Actor, now: datetime) -> None:
    whose, accepted = asked_by(one.request), bool(one.request.accepted)
    body = wording.decided(student=one.student.name, whose=whose, who=actor.name, accepted=accepted)
    chats = await chats_of(session, _ASKED, on=now.date(), school_class_id=one.school_class.id)
    key = f"number-request-decided:{one.request.id}"
    await tell(session, chats, body, key=key, now=now, besides=actor.person_id, student_id=one.student.id)


async def _write_down(
    session: AsyncSession,
    keycode: Keycode,
    now: datetime,
    *,
    phone: str | None = None,
    telegram_id: int | None = None,
    telegram_name: str | None = None,
) -> RegistrationRequest | None:
    """None: the same is waiting already."""
    return await session.scalar(
        insert(RegistrationRequest)
        .values(
            student_id=keycode.student_id,
            phone=phone,
            telegram_id=telegram_id,
            telegram_name=telegram_name,
            keycode_id=keycode.id,
            asked_at=now,
        )
        .on_conflict_do_nothing()
        .returning(RegistrationRequest)
    )


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
