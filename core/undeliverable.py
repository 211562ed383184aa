"""What nobody will get, or whose fate nobody knows, SMS or alert: the duty teacher is told, so that a person phones."""

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
    """Owe the notice for one message. Of what Telegram refuses only alerts matter to others than its reader, and nobody
    phones because of what went out in bulk.
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
    if message.channel is Channel.TELEGRAM and message.dedupe_key.startswith("alert:"):
        body = wording.alert_not_delivered(student=student, school_class=school_class)
    elif message.channel is Channel.SMS and message.urgency != BULK:
        body = wording.sms_not_delivered(
            phone=phone.masked(message.recipient),
            student=student,
            school_class=school_class,
            uncertain=message.given_up_at is None and message.undelivered_at is None,
            text=message.body,
        )
    else:
        return
    chats = await chats_of(session, _TOLD, on=now.date())
    await telling.tell(session, chats, body, key=f"undelivered:{message_id}", now=now)
