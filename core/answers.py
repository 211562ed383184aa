"""Staff answer a forwarded message by replying to it in Telegram, or ask back; the sender gets it as it came, by SMS or
in Telegram, and the others see who has written.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotAllowed, NotFound, NotNumber
from core.guardian_notices import notice_for
from core.outbox import URGENT, Debt, owe, shown_as
from core.policy import Action, Actor, student_for
from core.recipients import chat_of
from core.wording import guardian_messages as guardian_wording
from core.wording import notices as notice_wording
from core.wording import sms as sms_wording
from db.models import Channel, InboundSms, OutboxMessage, Role

ANSWER, QUESTION = "answer:", "question:"
"""How the dedupe keys of messages to guardians and the public that staff have written begin."""

CONVERSATION = timedelta(hours=48)

_STAFF = (
    Role.ADMINISTRATOR,
    Role.LEADERSHIP,
    Role.COUNSELOR,
    Role.DEPARTMENT_HEAD,
    Role.HOMEROOM_TEACHER,
    Role.DUTY_TEACHER,
)


async def answer(
    session: AsyncSession, actor: Actor, *, chat_id: int, replied_to: int, text: str, key: str, now: datetime
) -> Channel:
    """Owe the answer and tell the others who got the same message. `key` is unique to this reply. Returns how it goes.

    Raises NotFound when the message replied to forwarded nothing or the pupil is not this person's, NotAllowed for
    pupils, NotNumber when the sender cannot be answered.
    """
    inbound = await session.scalar(
        select(InboundSms)
        .join(OutboxMessage, OutboxMessage.inbound_sms_id == InboundSms.id)
        .where(*shown_as(chat_id, replied_to), ~is_by_staff())
    )
    if inbound is None:
        raise NotFound
    await check_may_answer(session, actor, inbound)
    await _owe(session, actor, inbound, text, key=f"{ANSWER}{key}", now=now)
    body = notice_wording.staff_answered(who=actor.name, text=text, channel=inbound.channel)
    await _tell_others(session, inbound, body, besides=chat_id, key=key, now=now)
    return inbound.channel


async def ask(
    session: AsyncSession, actor: Actor, notice_id: int, question: str, *, chat_id: int, key: str, now: datetime
) -> Channel:
    """Put a question about a notice to the guardian who sent it; what comes back belongs to the same conversation.
    Returns how it goes.

    Raises the refusals of `student_for`, and NotNumber.
    """
    notice, _, _ = await notice_for(session, actor, notice_id)
    inbound = await session.get_one(InboundSms, notice.inbound_sms_id)
    await _owe(session, actor, inbound, question, key=f"{QUESTION}{key}", now=now)
    body = notice_wording.staff_answered(who=actor.name, text=question, channel=inbound.channel)
    await _tell_others(session, inbound, body, besides=chat_id, key=key, now=now)
    return inbound.channel


async def conversation_of(session: AsyncSession, recipient: str, *, now: datetime) -> int | None:
    """The message that staff have last answered or asked back about, if this number or chat writes within
    CONVERSATION.
    """
    return await session.scalar(
        select(OutboxMessage.inbound_sms_id)
        .where(
            OutboxMessage.recipient == recipient,
            is_by_staff(),
            OutboxMessage.created_at > now - CONVERSATION,
        )
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )


def is_by_staff() -> ColumnElement[bool]:
    """A message that a person of the school has written, as opposed to the service."""
    return or_(OutboxMessage.dedupe_key.startswith(ANSWER), OutboxMessage.dedupe_key.startswith(QUESTION))


async def check_may_answer(session: AsyncSession, actor: Actor, inbound: InboundSms) -> None:
    """Raises NotAllowed for pupils, and the refusals of `student_for` when the SMS is about a pupil."""
    if not actor.holds(*_STAFF):
        raise NotAllowed
    if inbound.student_id is not None:
        await student_for(session, actor, inbound.student_id, Action.ANSWER_GUARDIAN)


async def _owe(session: AsyncSession, actor: Actor, inbound: InboundSms, text: str, *, key: str, now: datetime) -> None:
    if inbound.person_id is None:
        recipient, say = inbound.phone, sms_wording.staff_reply
    else:
        chat = await chat_of(session, inbound.person_id)
        recipient, say = str(chat) if chat else None, guardian_wording.staff_reply
    if recipient is None:
        raise NotNumber
    debt = Debt(
        recipient=recipient,
        body=say(actor.name, text),
        dedupe_key=key,
        urgency=URGENT,
        student_id=inbound.student_id,
        inbound_sms_id=inbound.id,
    )
    await owe(session, inbound.channel, debt, now=now)


async def _tell_others(
    session: AsyncSession, inbound: InboundSms, body: str, *, besides: int, key: str, now: datetime
) -> None:
    """Everybody to whom the message was forwarded with the right to answer it; in a group everybody has seen the reply
    itself.
    """
    chats = await session.scalars(
        select(OutboxMessage.recipient)
        .where(
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.inbound_sms_id == inbound.id,
            OutboxMessage.recipient != str(besides),
            ~is_by_staff(),
            OutboxMessage.reference.is_not(None),
        )
        .distinct()
    )
    debts = (Debt(recipient=chat, body=body, dedupe_key=f"answered:{key}:{chat}") for chat in chats)
    await owe(session, Channel.TELEGRAM, *debts, now=now)
