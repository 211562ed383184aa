"""A guardian writes about a child: a notice that can be recorded, or words for a person to read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from core import alerts, sms_notices
from core.answers import conversation_of
from core.guardians import Child
from core.sms_language import AbsenceNotice, understand
from core.sms_talk.outcome import Outcome
from core.sms_talk.turn import Turn
from core.wording import sms as wording
from db.models import AbsenceReason, GuardianNotice, InboundSms

_ANSWERED_LATER = timedelta(hours=24)


async def take_notice(turn: Turn, notice: AbsenceNotice) -> Outcome:
    """Record it for the one child it means and tell whom it concerns; several possible: ask, and let staff read
    it meanwhile. "SAKIT Budi", as our question suggests, answers it: the days are those that were said before.
    """
    child = turn.child_meant()
    if child is None:
        await _pass_on(turn, turn.children)
        await turn.answer(wording.which_child([c.student.name for c in turn.children], notice.reason.value))
        return Outcome.WHICH_CHILD
    pending = await _notice_awaiting_child(turn)
    if pending is not None and pending[0].reason is notice.reason:
        said, asked = pending
        _settle(asked, child)
        if not notice.days_named and said.last_day >= turn.now.date():  # else it is news of another day
            notice = replace(notice, first_day=said.first_day, last_day=said.last_day, days_doubtful=said.days_doubtful)
    await _record(turn, notice, child, turn.sms)
    return Outcome.NOTICE


async def take_free_text(turn: Turn) -> Outcome:
    """The name that was asked for, the answer to an alert, or words for a person to read."""
    pending, child = await _notice_awaiting_child(turn), turn.child_meant()
    if pending is not None and child is not None:
        said, told_in = pending
        _settle(told_in, child)
        await _record(turn, said, child, told_in)
        return Outcome.NOTICE
    await _pass_on(turn, turn.children_meant())
    await turn.answer(wording.passed_on(turn.rules.school_name))
    return Outcome.MESSAGE


async def _record(turn: Turn, said: AbsenceNotice, child: Child, told_in: InboundSms) -> None:
    turn.sms.student_id = child.student.id
    notice = GuardianNotice(
        student_id=child.student.id,
        guardian_id=child.guardian.id,
        inbound_sms_id=told_in.id,
        reason=AbsenceReason(said.reason.value),
        first_day=said.first_day,
        last_day=said.last_day,
        received_at=turn.now,
    )
    turn.session.add(notice)
    await turn.session.flush()
    await sms_notices.tell_of_notice(
        turn.session,
        notice,
        told_in,
        child.student,
        child.school_class,
        days_doubtful=said.days_doubtful,
        answers=await conversation_of(turn.session, turn.phone, now=turn.now),
        now=turn.now,
    )
    if notice.first_day <= turn.now.date() <= notice.last_day:
        await alerts.settle(turn.session, child.school_class.id, now=turn.now)
    await turn.answer(await _acknowledgement(turn, notice, child))


async def _acknowledgement(turn: Turn, notice: GuardianNotice, child: Child) -> str:
    """An answer to our alert is thanked for as such; any other notice is read back with its days."""
    today = turn.now.date()
    name, school_class = child.student.name, child.school_class.name
    alerted = await alerts.alerted(turn.session, turn.phone, at=turn.now)
    if notice.first_day <= today <= notice.last_day and child.student.id in alerted:
        return wording.explained(name, school_class, today)
    return wording.notice_received(
        name,
        school_class,
        notice.reason.value,
        notice.first_day,
        notice.last_day,
        turn.rules.school_name,
        template=turn.rules.sms_text_notice,
    )


async def _pass_on(turn: Turn, children: Sequence[Child]) -> None:
    alerted = await alerts.alerted(turn.session, turn.phone, at=turn.now)
    answers = await conversation_of(turn.session, turn.phone, now=turn.now)
    meant = [child for child in children if child.student.id in alerted] or children
    if len(meant) == 1:
        turn.sms.student_id = meant[0].student.id
    for child in meant:
        await sms_notices.tell_of_message(
            turn.session,
            turn.sms,
            child.student,
            child.school_class,
            about_alert=child.student.id in alerted,
            answers=answers,
            now=turn.now,
        )


def _settle(asked: InboundSms, child: Child) -> None:
    """It was asked which child this message means: now it is known, and nobody needs to answer it any more."""
    asked.understood_as, asked.student_id = Outcome.NOTICE, child.student.id


async def _notice_awaiting_child(turn: Turn) -> tuple[AbsenceNotice, InboundSms] | None:
    """The last message of this number and what it said, if it was asked which child it means and not answered since."""
    last = await turn.session.scalar(
        select(InboundSms)
        .where(
            InboundSms.phone == turn.phone,
            InboundSms.id < turn.sms.id,
            InboundSms.received_at > turn.now - _ANSWERED_LATER,
        )
        .order_by(InboundSms.id.desc())
        .limit(1)
    )
    if last is None or last.understood_as != Outcome.WHICH_CHILD:
        return None
    said = understand(last.body, today=last.received_at.astimezone(turn.now.tzinfo).date())
    return (said, last) if isinstance(said, AbsenceNotice) else None
