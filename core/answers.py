"""Staff answer a forwarded message by replying to it in Telegram, or ask back; the sender gets it as it came, by SMS or
in Telegram, and the others see who has written.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor, actors_by_telegram
from core.errors import AlreadyAsked, AnswerTooLong, NotAllowed, NotFound, NotNumber, NoWords
from core.guardian_notices import notice_for
from core.outbox import URGENT, Debt, owe, shown_as
from core.policy import may, student_for
from core.recipients import chat_of, leadership_chat
from core.sms_text import has_words, parts, septets
from core.telegram_text import units
from core.wording import guardian_messages as guardian_wording
from core.wording import notices as notice_wording
from core.wording import sms as sms_wording
from db.models import Channel, InboundSms, OutboxMessage, Role, SchoolClass

ANSWER, QUESTION = "answer:", "question:"
"""How the dedupe keys of messages to guardians and the public that staff have written begin."""

CONVERSATION = timedelta(hours=48)

MOST_PARTS = 4
"""Of an answer by SMS: a person's words are worth more than the two parts of our own."""
_ROOM = MOST_PARTS * 153 - (MOST_PARTS - 1)  # septets; at each seam an escape pair may waste one
LONGEST_BY_TELEGRAM = 3800
"""As Telegram counts (most emoji are two): a message holds 4096, with the words around a person's own."""

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
    pupils, NotNumber when the sender cannot be answered, NoWords and AnswerTooLong.
    """
    inbound = await forwarded_as(session, chat_id=chat_id, message_id=replied_to)
    if inbound is None:
        raise NotFound
    school_class = await check_may_answer(session, actor, inbound)
    await _owe(session, actor, inbound, text, key=f"{ANSWER}{key}", now=now)
    body = notice_wording.staff_answered(who=actor.name, text=text, channel=inbound.channel)
    await _tell_others(session, inbound, school_class, body, besides=chat_id, key=key, now=now)
    return inbound.channel


async def ask(
    session: AsyncSession, actor: Actor, notice_id: int, question: str, *, chat_id: int, key: str, now: datetime
) -> Channel:
    """Put a question about a notice to the guardian who sent it; what comes back belongs to the same conversation.
    `key` names the question and where it was pressed: it is paid for once. Returns how it goes.

    Raises AlreadyAsked, NotNumber and the refusals of `student_for`.
    """
    notice, _, school_class = await notice_for(session, actor, notice_id)
    if await session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == f"{QUESTION}{key}")):
        raise AlreadyAsked
    inbound = await session.get_one(InboundSms, notice.inbound_sms_id)
    await _owe(session, actor, inbound, question, key=f"{QUESTION}{key}", now=now)
    body = notice_wording.staff_answered(who=actor.name, text=question, channel=inbound.channel)
    await _tell_others(session, inbound, school_class, body, besides=chat_id, key=key, now=now)
    return inbound.channel


async def forwarded_as(session: AsyncSession, *, chat_id: int, message_id: int) -> InboundSms | None:
    """What a guardian or the public has written and a message in a chat has shown; None when it was other talk."""
    return await session.scalar(
        select(InboundSms)
        .join(OutboxMessage, OutboxMessage.inbound_sms_id == InboundSms.id)
        .where(*shown_as(chat_id, message_id), ~is_by_staff())
    )


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


async def check_may_answer(session: AsyncSession, actor: Actor, inbound: InboundSms) -> SchoolClass | None:
    """The class of the pupil whom the SMS is about; None when it is about none.

    Raises NotAllowed for pupils, and the refusals of `student_for` when the SMS is about a pupil.
    """
    if not actor.holds(*_STAFF):
        raise NotAllowed
    if inbound.student_id is None:
        return None
    _, school_class = await student_for(session, actor, inbound.student_id, Action.ANSWER_GUARDIAN)
    return school_class


async def _owe(session: AsyncSession, actor: Actor, inbound: InboundSms, text: str, *, key: str, now: datetime) -> None:
    if inbound.person_id is None:
        recipient, say = inbound.phone, sms_wording.staff_reply
    else:
        chat = await chat_of(session, inbound.person_id)
        recipient, say = str(chat) if chat else None, guardian_wording.staff_reply
    if recipient is None:
        raise NotNumber
    if inbound.channel is Channel.SMS and not has_words(text):
        raise NoWords
    body = say(actor.name, text)
    check_length(text, body, inbound.channel)
    debt = Debt(
        recipient=recipient,
        body=body,
        dedupe_key=key,
        urgency=URGENT,
        student_id=inbound.student_id,
        inbound_sms_id=inbound.id,
    )
    await owe(session, inbound.channel, debt, now=now)


def check_length(text: str, body: str, channel: Channel) -> None:
    """What does not fit is not cut: the teacher would not know what went out. Raises AnswerTooLong."""
    if channel is Channel.SMS and (needed := parts(body)) > MOST_PARTS:
        raise AnswerTooLong(max(septets(body) - _ROOM, 1), needed)
    if channel is Channel.TELEGRAM and (over := units(text) - LONGEST_BY_TELEGRAM) > 0:
        raise AnswerTooLong(over)


async def _tell_others(
    session: AsyncSession,
    inbound: InboundSms,
    school_class: SchoolClass | None,
    body: str,
    *,
    besides: int,
    key: str,
    now: datetime,
) -> None:
    """Everybody to whom the message was forwarded and who may answer it today; in a group everybody has seen the reply
    itself.
    """
    forwarded = await session.scalars(
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
    chats = await _who_may_answer(session, school_class, [int(chat) for chat in forwarded], now=now)
    debts = (Debt(recipient=str(chat), body=body, dedupe_key=f"answered:{key}:{chat}") for chat in chats)
    await owe(session, Channel.TELEGRAM, *debts, now=now)


async def _who_may_answer(
    session: AsyncSession, school_class: SchoolClass | None, chats: Sequence[int], *, now: datetime
) -> Sequence[int]:
    """Those of these chats whose people hold such a role today, and the leadership group if it is among them."""
    people, group = await actors_by_telegram(session, chats, on=now.date()), await leadership_chat(session)
    allowed = {chat for chat, person in people.items() if _may_answer(person, school_class)}
    return [chat for chat in chats if chat in allowed or chat == group]


def _may_answer(actor: Actor, school_class: SchoolClass | None) -> bool:
    return actor.holds(*_STAFF) and (school_class is None or may(actor, Action.ANSWER_GUARDIAN, school_class))
