"""An SMS that nobody will get, or that nobody knows the fate of: the duty teacher is told, so that a person phones."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import phone, telling
from core.outbox import BULK
from core.recipients import chats_of
from core.wording import notices as wording
from db.models import Channel, ClassMembership, OutboxMessage, Role, SchoolClass, Student

_TOLD = (Role.DUTY_TEACHER, Role.ADMINISTRATOR)


async def tell(session: AsyncSession, message_id: int, *, now: datetime) -> None:
    """Owe the notice for one message. Of Telegram's failures nobody is told by Telegram, and nobody phones because of
    what went out in bulk.
    """
    row = (
        await session.execute(
            select(OutboxMessage, Student.name, SchoolClass.name)
            .outerjoin(Student, Student.id == OutboxMessage.student_id)
            .outerjoin(
                ClassMembership, (ClassMembership.student_id == Student.id) & ClassMembership.valid_until.is_(None)
            )
            .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
            .where(OutboxMessage.id == message_id)
        )
    ).one()
    message, student, school_class = row
    if message.channel is not Channel.SMS or message.urgency == BULK:
        return
    body = wording.sms_not_delivered(
        phone=phone.masked(message.recipient),
        student=student,
        school_class=school_class,
        uncertain=message.given_up_at is None and message.undelivered_at is None,
        text=message.body,
    )
    chats = await chats_of(session, _TOLD, on=now.date())
    await telling.tell(session, chats, body, key=f"undelivered:{message_id}", now=now)
