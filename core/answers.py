"""Staff answer a forwarded SMS by replying to it in Telegram; the sender gets the answer by SMS, the others see who
answered.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotAllowed, NotFound, NotNumber
from core.outbox import URGENT, Debt, owe
from core.policy import Action, Actor, student_for
from core.wording import notices as notice_wording
from core.wording import sms as sms_wording
from db.models import Channel, InboundSms, OutboxMessage, Role

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
) -> None:
    """Owe the answer and tell the others who got the same SMS. `key` is unique to this reply.

    Raises NotFound when the message replied to forwarded no SMS or the pupil is not this person's, NotAllowed for
    pupils,
    NotNumber when the sender cannot be answered.
    """
    inbound = await session.scalar(
        select(InboundSms)
        .join(OutboxMessage, OutboxMessage.inbound_sms_id == InboundSms.id)
        .where(
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.recipient == str(chat_id),
            OutboxMessage.reference == replied_to,
        )
    )
    if inbound is None:
        raise NotFound
    await _check(session, actor, inbound)
    if inbound.phone is None:
        raise NotNumber
    debt = Debt(
        recipient=inbound.phone,
        body=sms_wording.staff_reply(actor.name, text),
        dedupe_key=f"answer:{key}",
        urgency=URGENT,
        student_id=inbound.student_id,
        inbound_sms_id=inbound.id,
    )
    await owe(session, Channel.SMS, debt, now=now)
    await _tell_others(session, actor, inbound, text, besides=chat_id, key=key, now=now)


async def _check(session: AsyncSession, actor: Actor, inbound: InboundSms) -> None:
    if not actor.holds(*_STAFF):
        raise NotAllowed
    if inbound.student_id is not None:
        await student_for(session, actor, inbound.student_id, Action.ANSWER_GUARDIAN)


async def _tell_others(
    session: AsyncSession, actor: Actor, inbound: InboundSms, text: str, *, besides: int, key: str, now: datetime
) -> None:
    """Everybody to whom the SMS was forwarded with the right to answer it; in a group everybody has seen the reply
    itself.
    """
    chats = await session.scalars(
        select(OutboxMessage.recipient)
        .where(
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.inbound_sms_id == inbound.id,
            OutboxMessage.recipient != str(besides),
            OutboxMessage.reference.is_not(None),
        )
        .distinct()
    )
    body = notice_wording.staff_answered(who=actor.name, text=text)
    debts = (Debt(recipient=chat, body=body, dedupe_key=f"answered:{key}:{chat}") for chat in chats)
    await owe(session, Channel.TELEGRAM, *debts, now=now)
