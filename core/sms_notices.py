"""Who hears in Telegram of what guardians and the public have written: notices and how they were settled, free words,
INFO, what could not be handled. Every one goes to people who may look the same thing up, and says no more than that.
Guardians hear how their own notices were settled, the way they wrote them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import phone
from core.outbox import Debt, owe
from core.policy import CLASS_LEADERS
from core.quiet_hours import after_quiet_hours
from core.recipients import chat_of, chats_of, chats_of_leaders, leadership_chat
from core.school_rules import school_rules
from core.telling import tell
from core.wording import guardian_messages as guardian_wording
from core.wording import notices as wording
from core.wording import sms as sms_wording
from core.wording.guardians import sender as written_by
from core.wording.registration_requests import not_approved_yet
from db.models import Channel, Guardian, GuardianNotice, InboundSms, OutboxMessage, Role, SchoolClass, Student

_STAFF = (Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER)
TOLD_OF_FAILURES = (Role.DUTY_TEACHER, Role.ADMINISTRATOR)


async def tell_of_notice(
    session: AsyncSession,
    notice: GuardianNotice,
    sms: InboundSms,
    student: Student,
    school_class: SchoolClass,
    *,
    days_doubtful: bool,
    answers: int | None = None,
    now: datetime,
) -> None:
    """Homeroom teacher, class leaders and duty teacher hear what a guardian said; class leaders without the number.

    `answers` as in `tell_of_message`.
    """

    def body(sender: str | None) -> str:
        return wording.guardian_notice(
            student=student.name,
            school_class=school_class.name,
            reason=notice.reason.value,
            first=notice.first_day,
            last=notice.last_day,
            days_doubtful=days_doubtful,
            text=sms.body,
            sender=sender,
        )

    on, key = now.date(), f"notice:{notice.id}"
    tell_staff = partial(
        tell,
        session,
        body=body(written_by(sms)) + wording.notice_needs_decision(sms.channel),
        key=key,
        now=now,
        replies_to=await _shown_as(session, answers),
        student_id=student.id,
        inbound_sms_id=sms.id,
    )
    told = await chats_of(session, (Role.HOMEROOM_TEACHER,), on=on, school_class_id=school_class.id)
    await tell_staff(told, extras={"decide_notice": notice.id})
    duty = await chats_of(session, (Role.DUTY_TEACHER,), on=on)
    await tell_staff(duty)
    leaders = await chats_of(session, CLASS_LEADERS, on=on, school_class_id=school_class.id)
    await tell(session, leaders, body(None), key=key, now=now, student_id=student.id)


async def tell_of_message(
    session: AsyncSession,
    sms: InboundSms,
    student: Student,
    school_class: SchoolClass,
    *,
    about_alert: bool,
    answers: int | None = None,
    is_approved: bool = True,
    now: datetime,
) -> None:
    """What could not be understood goes to staff as it is; a guardian's free words are not for pupils. Not
    `is_approved`: the number waits for the school's yes.

    `answers`: the SMS about which staff have written to this number before; it is shown as a reply to that.
    """
    body = wording.guardian_message(
        student=student.name,
        school_class=school_class.name,
        text=sms.body,
        sender=written_by(sms),
        channel=sms.channel,
        about_alert=about_alert,
        is_answer=answers is not None,
    )
    if not is_approved:
        body = not_approved_yet(body)
    chats = await chats_of(session, _STAFF, on=now.date(), school_class_id=school_class.id)
    await tell(
        session,
        chats,
        body,
        key=f"message:{sms.id}:{student.id}",
        replies_to=await _shown_as(session, answers),
        now=now,
        inbound_sms_id=sms.id,
        student_id=student.id,
    )


async def tell_of_info(session: AsyncSession, sms: InboundSms, text: str, *, now: datetime) -> None:
    """To the leadership group, with the sender's number; without a group, to each leader and administrator."""
    group = await leadership_chat(session)
    body = wording.public_info(text=text, phone=sms.phone or sms.sender, at=now)
    chats: Sequence[tuple[int, int]] = (
        [(0, group)] if group is not None else await chats_of_leaders(session, on=now.date())
    )
    await tell(session, chats, body, key=f"info:{sms.id}", now=now, inbound_sms_id=sms.id)


async def tell_of_failure(session: AsyncSession, sms: InboundSms, *, now: datetime) -> None:
    """An SMS that our program tripped over is read by a person instead."""
    body = wording.sms_not_handled(phone=phone.masked(sms.sender), text=sms.body)
    chats = await chats_of(session, TOLD_OF_FAILURES, on=now.date())
    await tell(session, chats, body, key=f"failure:{sms.id}", now=now, inbound_sms_id=sms.id)


async def tell_of_decision(
    session: AsyncSession,
    notice: GuardianNotice,
    student: Student,
    school_class: SchoolClass,
    *,
    who: str,
    now: datetime,
) -> None:
    """The others who saw the notice hear that it is settled, and so does the guardian who has given it and still speaks
    for the child: in Telegram always, by SMS only that it was not accepted.
    """
    body = wording.notice_decided(student=student.name, who=who, accepted=bool(notice.accepted))
    chats = await chats_of(session, (*_STAFF, *CLASS_LEADERS), on=now.date(), school_class_id=school_class.id)
    await tell(
        session, chats, body, key=f"decision:{notice.id}", now=now, besides=notice.decided_by, student_id=student.id
    )
    writer = await session.scalar(
        select(Guardian)
        .join(InboundSms, or_(InboundSms.person_id == Guardian.person_id, InboundSms.phone == Guardian.phone))
        .where(
            InboundSms.id == notice.inbound_sms_id,
            Guardian.student_id == notice.student_id,
            Guardian.left_at.is_(None),
        )
    )
    if writer is not None and writer.person_id is not None:
        await _tell_in_telegram(session, notice, student, school_class, writer.person_id, who=who, now=now)
    if writer is not None and writer.phone is not None and not notice.accepted:
        await _tell_refused_by_sms(session, notice, student, school_class, writer.phone, now=now)


async def _tell_in_telegram(
    session: AsyncSession,
    notice: GuardianNotice,
    student: Student,
    school_class: SchoolClass,
    writer: int,
    *,
    who: str,
    now: datetime,
) -> None:
    if (chat := await chat_of(session, writer)) is None:
        return
    answer = guardian_wording.notice_decided(
        student.name,
        school_class.name,
        reason=notice.reason.value,
        first=notice.first_day,
        last=notice.last_day,
        who=who,
        accepted=bool(notice.accepted),
    )
    await tell(session, [(writer, chat)], answer, key=f"decided:{notice.id}", now=now, student_id=student.id)


async def _tell_refused_by_sms(
    session: AsyncSession,
    notice: GuardianNotice,
    student: Student,
    school_class: SchoolClass,
    number: str,
    *,
    now: datetime,
) -> None:
    rules = await school_rules(session)
    body = sms_wording.notice_refused(
        student.name, school_class.name, notice.reason.value, notice.first_day, rules.school_name
    )
    debt = Debt(
        recipient=number,
        body=body,
        dedupe_key=f"decided:{notice.id}",
        not_before=after_quiet_hours(now, rules),
        student_id=student.id,
    )
    await owe(session, Channel.SMS, debt, now=now)


async def _shown_as(session: AsyncSession, inbound_sms_id: int | None) -> Mapping[str, int]:
    """In which message of each chat an SMS was forwarded first."""
    if inbound_sms_id is None:
        return {}
    rows = await session.execute(
        select(OutboxMessage.recipient, func.min(OutboxMessage.reference))
        .where(
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.inbound_sms_id == inbound_sms_id,
            OutboxMessage.reference.is_not(None),
        )
        .group_by(OutboxMessage.recipient)
    )
    return {recipient: message_id for recipient, message_id in rows if message_id is not None}
