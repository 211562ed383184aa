"""A guardian writes about a child: a notice that can be recorded, or words for a person to read."""

from dataclasses import replace

from core import guardian_words
from core.guardians import Child
from core.outcomes import Outcome
from core.sms_language import AbsenceNotice
from core.sms_talk.turn import Turn
from core.wording import sms as wording
from db.models import GuardianNotice, InboundSms


async def take_notice(turn: Turn, notice: AbsenceNotice) -> Outcome:
    """Record it for the one child it means and tell whom it concerns; several possible: ask, and let staff read
    it meanwhile. "SAKIT Budi", as our question suggests, answers it: the days are those that were said before.
    """
    child = turn.child_meant()
    if child is None:
        await guardian_words.pass_on(turn.session, turn.sms, turn.children, recipient=turn.phone, now=turn.now)
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
    meant = turn.children_meant()
    await guardian_words.pass_on(turn.session, turn.sms, meant, recipient=turn.phone, now=turn.now)
    await turn.answer(wording.passed_on(turn.rules.school_name))
    return Outcome.MESSAGE


async def _record(turn: Turn, said: AbsenceNotice, child: Child, told_in: InboundSms) -> None:
    turn.sms.student_id = child.student.id
    notice, answers_alert = await guardian_words.record_notice(
        turn.session, said, child, told_in, recipient=turn.phone, now=turn.now
    )
    await turn.answer(_acknowledgement(turn, notice, child, answers_alert=answers_alert))


def _acknowledgement(turn: Turn, notice: GuardianNotice, child: Child, *, answers_alert: bool) -> str:
    """An answer to our alert is thanked for as such; any other notice is read back with its days."""
    name, school_class = child.student.name, child.school_class.name
    if answers_alert:
        return wording.explained(name, school_class, turn.now.date())
    return wording.notice_received(
        name,
        school_class,
        notice.reason.value,
        notice.first_day,
        notice.last_day,
        turn.rules.school_name,
        template=turn.rules.sms_text_notice,
    )


def _settle(asked: InboundSms, child: Child) -> None:
    """It was asked which child this message means: now it is known, and nobody needs to answer it any more."""
    asked.understood_as, asked.student_id = Outcome.NOTICE, child.student.id


async def _notice_awaiting_child(turn: Turn) -> tuple[AbsenceNotice, InboundSms] | None:
    """What this number's last message said, if it was asked which child it means."""
    of_sender = InboundSms.phone == turn.phone
    return await guardian_words.notice_awaiting_child(turn.session, of_sender, turn.sms, now=turn.now)
