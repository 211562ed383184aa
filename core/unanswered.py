"""What guardians and the public have written and nobody has answered, decided or closed yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.alerts import alerted
from core.answers import ANSWER, QUESTION, check_may_answer
from core.errors import NotFound
from core.policy import limited_to, member_on, require, visible_students
from core.recipients import LEADERS, chat_of, leadership_chat
from core.sms_language import AbsenceNotice, understand
from core.sms_notices import TOLD_OF_FAILURES
from core.sms_talk import Outcome
from db.models import (
    Channel,
    ClassMembership,
    GuardianNotice,
    InboundSms,
    OutboxMessage,
    SchoolClass,
    Student,
)

LOOKED_BACK = timedelta(days=14)
"""What is older is no longer a conversation."""

_FOR_PEOPLE = (Outcome.MESSAGE, Outcome.WHICH_CHILD, Outcome.INFO, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An SMS that waits for a person. About no pupil: from the public, or it leaves open about whom of several.

    `asked`: staff have asked back about it. Only `waiting_one` says whether its days are doubtful, and whether it came
    after an alert.
    """

    sms: InboundSms
    notice: GuardianNotice | None
    student: Student | None
    school_class: SchoolClass | None
    asked: bool
    days_doubtful: bool = False
    about_alert: bool = False

    @property
    def is_public(self) -> bool:
        return self.sms.understood_as == Outcome.INFO


async def waiting_for(
    session: AsyncSession, actor: Actor, *, chat_id: int, now: datetime, limit: int, offset: int = 0
) -> tuple[Sequence[Waiting], int]:
    """Some of what this person may answer, oldest first, and how many there are in all. Raises NotAllowed."""
    found = await _asked_of(session, actor, chat_id=chat_id, now=now)
    total = await session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = await session.execute(found.order_by(InboundSms.id).limit(limit).offset(offset))
    return [Waiting(*row) for row in rows], total


async def waiting_one(session: AsyncSession, actor: Actor, sms_id: int, *, chat_id: int, now: datetime) -> Waiting:
    """That one, or NotFound when it is not this person's to answer, or is answered by now. Raises NotAllowed."""
    found = await _asked_of(session, actor, chat_id=chat_id, now=now)
    row = (await session.execute(found.where(InboundSms.id == sms_id).limit(1))).one_or_none()
    if row is None:
        raise NotFound
    return await _read_again(session, Waiting(*row), now)


async def close(session: AsyncSession, actor: Actor, sms_id: int, *, chat_id: int, now: datetime) -> None:
    """It needs no answer; a notice stays undecided. Raises NotFound as `waiting_one` does."""
    one = await waiting_one(session, actor, sms_id, chat_id=chat_id, now=now)
    await check_may_answer(session, actor, one.sms)
    one.sms.closed_at, one.sms.closed_by = now, actor.person_id


async def _asked_of(
    session: AsyncSession, actor: Actor, *, chat_id: int, now: datetime
) -> Select[InboundSms, GuardianNotice | None, Student | None, SchoolClass | None, bool]:
    require(actor, Action.ANSWER_GUARDIAN)
    seat = and_(ClassMembership.student_id == Student.id, member_on(now.date()))
    own = visible_students(limited_to(actor, Action.ANSWER_GUARDIAN)).with_only_columns(Student.id)
    chats = [str(chat_id)]
    if actor.holds(*LEADERS) and (group := await leadership_chat(session)):
        chats.append(str(group))
    undecided = and_(GuardianNotice.accepted.is_(None), GuardianNotice.last_day >= now.date())
    # About several pupils it was forwarded to the teachers of each: whose pupil it was tells who may read it still.
    of_several = _forwarded_to(chats, OutboxMessage.student_id.in_(own))
    of_nobody = and_(InboundSms.understood_as.in_(_for_roles_of(actor)), _forwarded_to(chats))
    return (
        select(InboundSms, GuardianNotice, Student, SchoolClass, _has_gone(QUESTION))
        .outerjoin(GuardianNotice, GuardianNotice.inbound_sms_id == InboundSms.id)
        .outerjoin(Student, Student.id == InboundSms.student_id)
        .outerjoin(ClassMembership, seat)
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            InboundSms.received_at > now - LOOKED_BACK,
            InboundSms.closed_at.is_(None),
            or_(InboundSms.understood_as.in_(_FOR_PEOPLE), undecided),
            ~_has_gone(ANSWER),
            or_(InboundSms.student_id.in_(own), and_(InboundSms.student_id.is_(None), or_(of_several, of_nobody))),
        )
    )


def _for_roles_of(actor: Actor) -> Sequence[Outcome]:
    """What concerns no pupil and is told to these roles alone."""
    told = {Outcome.INFO: LEADERS, Outcome.FAILED: TOLD_OF_FAILURES}
    return [outcome for outcome, roles in told.items() if actor.holds(*roles)]


async def _read_again(session: AsyncSession, one: Waiting, now: datetime) -> Waiting:
    """With what was said of it when it came."""
    sms, received = one.sms, one.sms.received_at.astimezone(now.tzinfo)
    said = understand(sms.body, today=received.date())
    writes_from = sms.phone if sms.person_id is None else await chat_of(session, sms.person_id)
    pupils = await alerted(session, str(writes_from), at=received)
    return replace(
        one,
        days_doubtful=isinstance(said, AbsenceNotice) and said.days_doubtful,
        about_alert=sms.student_id is not None and sms.student_id in pupils,
    )


def _has_gone(kind: str) -> ColumnElement[bool]:
    """Whether staff have written an answer (ANSWER) or a question (QUESTION) about it."""
    return (
        select(OutboxMessage.id)
        .where(OutboxMessage.inbound_sms_id == InboundSms.id, OutboxMessage.dedupe_key.startswith(kind))
        .exists()
    )


def _forwarded_to(chats: Sequence[str], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.inbound_sms_id == InboundSms.id,
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.recipient.in_(chats),
            *where,
        )
        .exists()
    )
