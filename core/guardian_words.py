"""What guardians write about a child, by SMS or in Telegram: a notice is recorded, other words are passed on to a
person. `recipient` is where they write from, as the outbox has it: a number or a chat.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, sms_notices
from core.answers import conversation_of
from core.guardians import Child
from core.outcomes import Outcome
from core.sms_language import AbsenceNotice, understand
from db.models import AbsenceReason, GuardianNotice, InboundSms, OutboxMessage

_ANSWERED_LATER = timedelta(hours=24)


async def record_notice(
    session: AsyncSession, said: AbsenceNotice, child: Child, told_in: InboundSms, *, recipient: str, now: datetime
) -> tuple[GuardianNotice, bool]:
    """Keep it, tell whom it concerns and let alerts follow. Returns it, and whether it answers an alert of today."""
    notice = GuardianNotice(
        student_id=child.student.id,
        guardian_id=child.guardian.id,
        inbound_sms_id=told_in.id,
        reason=AbsenceReason(said.reason.value),
        first_day=said.first_day,
        last_day=said.last_day,
        received_at=now,
    )
    session.add(notice)
    await session.flush()
    await sms_notices.tell_of_notice(
        session,
        notice,
        told_in,
        child.student,
        child.school_class,
        days_doubtful=said.days_doubtful,
        answers=await conversation_of(session, recipient, now=now),
        now=now,
    )
    is_of_today = notice.first_day <= now.date() <= notice.last_day
    if is_of_today:
        await alerts.settle(session, child.school_class.id, now=now)
    return notice, is_of_today and child.student.id in await _alerted_today(session, recipient, now)


async def pass_on(
    session: AsyncSession, words: InboundSms, children: Sequence[Child], *, recipient: str, now: datetime
) -> None:
    """A person reads it: those of the child about whom an alert has gone today, else of every child it may mean."""
    alerted = await _alerted_today(session, recipient, now)
    answers = await conversation_of(session, recipient, now=now)
    meant = [child for child in children if child.student.id in alerted] or children
    if len(meant) == 1:
        words.student_id = meant[0].student.id
    for child in meant:
        await sms_notices.tell_of_message(
            session,
            words,
            child.student,
            child.school_class,
            about_alert=child.student.id in alerted,
            answers=answers,
            now=now,
        )


async def notice_awaiting_child(
    session: AsyncSession, of_sender: ColumnElement[bool], before: InboundSms, *, now: datetime
) -> tuple[AbsenceNotice, InboundSms] | None:
    """What this sender's last message said, if it was asked which child it means and not answered since."""
    last = await session.scalar(
        select(InboundSms)
        .where(of_sender, InboundSms.id < before.id, InboundSms.received_at > now - _ANSWERED_LATER)
        .order_by(InboundSms.id.desc())
        .limit(1)
    )
    if last is None or last.understood_as != Outcome.WHICH_CHILD:
        return None
    said = understand(last.body, today=last.received_at.astimezone(now.tzinfo).date())
    return (said, last) if isinstance(said, AbsenceNotice) else None


async def _alerted_today(session: AsyncSession, recipient: str, now: datetime) -> set[int | None]:
    """The children about whom an alert has gone there today."""
    return set(
        await session.scalars(
            select(OutboxMessage.student_id).where(
                OutboxMessage.recipient == recipient,
                OutboxMessage.dedupe_key.startswith(f"alert:{now.date()}:"),
                OutboxMessage.sent_at.is_not(None),
            )
        )
    )
