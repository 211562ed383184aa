"""What guardians and the public have written and nobody has answered, decided or closed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.answers import check_may_answer, is_by_staff
from core.errors import NotFound
from core.policy import Action, Actor, limited_to, member_on, require, visible_students
from core.recipients import leadership_chat
from core.sms_talk import Outcome
from db.models import (
    Channel,
    ClassMembership,
    GuardianNotice,
    InboundSms,
    OutboxMessage,
    Role,
    SchoolClass,
    Student,
)

LOOKED_BACK = timedelta(days=14)
"""What is older is no longer a conversation."""

_FOR_PEOPLE = (Outcome.MESSAGE, Outcome.WHICH_CHILD, Outcome.INFO, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An SMS that waits for a person. About no pupil: from the public, or it leaves open about whom of several."""

    sms: InboundSms
    notice: GuardianNotice | None
    student: Student | None
    school_class: SchoolClass | None

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
    return Waiting(*row)


async def close(session: AsyncSession, actor: Actor, sms_id: int, *, chat_id: int, now: datetime) -> None:
    """It needs no answer; a notice stays undecided. Raises NotFound as `waiting_one` does."""
    one = await waiting_one(session, actor, sms_id, chat_id=chat_id, now=now)
    await check_may_answer(session, actor, one.sms)
    one.sms.closed_at, one.sms.closed_by = now, actor.person_id


async def _asked_of(
    session: AsyncSession, actor: Actor, *, chat_id: int, now: datetime
) -> Select[InboundSms, GuardianNotice | None, Student | None, SchoolClass | None]:
    require(actor, Action.ANSWER_GUARDIAN)
    seat = and_(ClassMembership.student_id == Student.id, member_on(now.date()))
    own = visible_students(limited_to(actor, Action.ANSWER_GUARDIAN)).with_only_columns(Student.id)
    chats = [str(chat_id)]
    if actor.holds(Role.LEADERSHIP, Role.ADMINISTRATOR) and (group := await leadership_chat(session)):
        chats.append(str(group))
    undecided = and_(GuardianNotice.accepted.is_(None), GuardianNotice.last_day >= now.date())
    return (
        select(InboundSms, GuardianNotice, Student, SchoolClass)
        .outerjoin(GuardianNotice, GuardianNotice.inbound_sms_id == InboundSms.id)
        .outerjoin(Student, Student.id == InboundSms.student_id)
        .outerjoin(ClassMembership, seat)
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            InboundSms.received_at > now - LOOKED_BACK,
            InboundSms.closed_at.is_(None),
            or_(InboundSms.understood_as.in_(_FOR_PEOPLE), undecided),
            ~_answered(),
            or_(InboundSms.student_id.in_(own), and_(InboundSms.student_id.is_(None), _forwarded_to(chats))),
        )
    )


def _answered() -> ColumnElement[bool]:
    return select(OutboxMessage.id).where(OutboxMessage.inbound_sms_id == InboundSms.id, is_by_staff()).exists()


def _forwarded_to(chats: Sequence[str]) -> ColumnElement[bool]:
    return (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.inbound_sms_id == InboundSms.id,
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.recipient.in_(chats),
        )
        .exists()
    )
